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
import { type Worlds, worldPath } from './worlds.ts'

/** The clock of a world, for tests. */
export type MockClock = Pick<
  Clock<Job>,
  'now' | 'advance' | 'advanceToNext' | 'settle' | 'freeze' | 'run' | 'runReal' | 'speed' | 'pending'
>

/** A world of the mock, for tests. */
export interface MockWorld {
  readonly clock: MockClock
  /** Chooses the scenario of the next imports. */
  readonly scenarios: ScenarioSelection
  /** The PSU's pending TANs, pushes and redirects, to approve or decline. */
  readonly psu: Psu
  readonly faults: Faults
  readonly journal: Journal
  readonly coverage: Coverage
  /** Reports client mistakes that the exchanges in the journal show. */
  lint(): LintReport
  /** Returns the state of the world as JSON. It contains passwords and tokens. */
  snapshot(): WorldSnapshot
  /**
   * Replaces the state of the world. Throws a SnapshotError and changes nothing if the snapshot is invalid or does not
   * fit.
   */
  restore(snapshot: WorldSnapshot): void
}

/** The worlds of a server. */
export interface MockWorlds {
  readonly default: MockWorld
  /** Returns undefined for a world in which nothing was stored yet. */
  get(name: string): MockWorld | undefined
  /** Returns the names in order of creation; `default` is the first. */
  names(): string[]
  /**
   * Creates a world; `options` take precedence over the server's. Throws a WorldError if the name is taken or unusable,
   * and an InputError for a time out of bounds. If there are `maxWorlds`, it replaces another.
   */
  create(name: string, options?: Partial<Pick<WorldOptions, 'seed' | 'downloadTime' | 'frozenAt'>>): MockWorld
  /** Resets a world to its initial state: the same calls get the same responses again. */
  reset(name: string): MockWorld
  /** Creates an independent copy of a world. */
  fork(name: string, fork: string): MockWorld
  /** Removes a world; `default` cannot be removed. */
  remove(name: string): void
}

const toMockWorld = (world: World, getBaseUrl: () => string): MockWorld => ({
  clock: world.clock,
  scenarios: createScenarioSelection(world),
  psu: createPsu(world, getBaseUrl),
  faults: world.faults,
  journal: world.journal,
  coverage: world.coverage,
  lint: () => lintWorld(world),
  snapshot: () => takeSnapshot(world),
  restore: (snapshot) => restoreSnapshot(world, snapshot),
})

/** Returns the worlds for tests. `getBaseUrl` returns the server's base URL for clients. */
export const toMockWorlds = (worlds: Worlds, getBaseUrl: () => string): MockWorlds => {
  // Returns the same object for the same world, so that tests can compare them.
  const mocks = new WeakMap<World, MockWorld>()
  const getMock = (name: string, world: World): MockWorld => {
    const mock = mocks.get(world) ?? toMockWorld(world, () => getBaseUrl() + worldPath(name))
    mocks.set(world, mock)
    return mock
  }
  return {
    default: getMock('default', worlds.default),
    get: (name) => {
      const world = worlds.get(name)
      return world && getMock(name, world)
    },
    names: worlds.names,
    create: (name, options) => getMock(name, worlds.create(name, options)),
    reset: (name) => getMock(name, worlds.reset(name)),
    fork: (name, fork) => getMock(fork, worlds.fork(name, fork)),
    remove: worlds.remove,
  }
}
