import type { Clock } from '../core/clock.ts'
import type { Faults } from '../faults/faults.ts'
import type { Coverage } from '../observe/coverage/coverage.ts'
import type { Journal } from '../observe/journal/journal.ts'
import { type LintReport, lintWorld } from '../observe/lint/lint.ts'
import type { Job } from './jobs.ts'
import type { WorldOptions } from './options.ts'
import { createPsu, type Psu } from './psu.ts'
import { createScenarioSelection, type ScenarioSelection } from './scenario-selection.ts'
import { restoreSnapshot, takeSnapshot, type WorldSnapshot } from './snapshot.ts'
import type { World } from './world.ts'
import type { Worlds } from './worlds.ts'

/** The clock of a world, as tests use it. */
export type MockClock = Pick<
  Clock<Job>,
  'now' | 'advance' | 'advanceToNext' | 'settle' | 'freeze' | 'run' | 'runReal' | 'speed' | 'pending'
>

/** A world of the mock, as tests see and control it. */
export interface MockWorld {
  readonly clock: MockClock
  /** Chooses the scenario of the next imports. */
  readonly scenarios: ScenarioSelection
  /** The person at the bank: pending TANs, pushes and redirects, to approve or decline. */
  readonly psu: Psu
  readonly faults: Faults
  readonly journal: Journal
  readonly coverage: Coverage
  /** Checks the client by the exchanges of the journal. */
  lint(): LintReport
  /** Returns everything that the world knows, as JSON. It holds passwords and tokens. */
  snapshot(): WorldSnapshot
  /** Replaces everything that the world knows. Throws a SnapshotError and changes nothing if the snapshot does not fit. */
  restore(snapshot: WorldSnapshot): void
}

/** The worlds of a server. */
export interface MockWorlds {
  readonly default: MockWorld
  get(name: string): MockWorld | undefined
  /** In the order in which they were created; `default` is the first. */
  names(): string[]
  /** Creates a world, with options that differ from the server's. Throws a WorldError if the name is taken or unusable. */
  create(name: string, options?: Partial<Pick<WorldOptions, 'seed' | 'downloadTime' | 'frozenAt'>>): MockWorld
  /** Resets a world to its start: the same calls give the same responses again. */
  reset(name: string): MockWorld
  /** Creates a copy of a world; from then on the two share nothing. */
  fork(name: string, fork: string): MockWorld
  /** Removes a world; `default` cannot be removed. */
  remove(name: string): void
}

export const toMockWorld = (world: World): MockWorld => ({
  clock: world.clock,
  scenarios: createScenarioSelection(world),
  psu: createPsu(world),
  faults: world.faults,
  journal: world.journal,
  coverage: world.coverage,
  lint: () => lintWorld(world),
  snapshot: () => takeSnapshot(world),
  restore: (snapshot) => restoreSnapshot(world, snapshot),
})

export const toMockWorlds = (worlds: Worlds): MockWorlds => {
  // The same object for the same world, so that tests can compare them.
  const known = new WeakMap<World, MockWorld>()
  const toMock = (world: World): MockWorld => {
    const mock = known.get(world) ?? toMockWorld(world)
    known.set(world, mock)
    return mock
  }
  return {
    default: toMock(worlds.default),
    get: (name) => {
      const world = worlds.get(name)
      return world && toMock(world)
    },
    names: worlds.names,
    create: (name, options) => toMock(worlds.create(name, options)),
    reset: (name) => toMock(worlds.reset(name)),
    fork: (name, fork) => toMock(worlds.fork(name, fork)),
    remove: worlds.remove,
  }
}
