import type { ClockState } from '../core/clock.ts'
import type { IdsState } from '../core/ids.ts'
import type { Store, StoreDefinition, StoreRequirements } from '../core/store.ts'
import type { Job } from './jobs.ts'
import { type StoreName, type Stores, stores } from './stores.ts'
import type { World } from './world.ts'

/** The version of the snapshot format; it changes when older snapshots can no longer be read. */
const SNAPSHOT_FORMAT = 2

/** The state of a world as JSON, including pending flows and jobs, passwords and tokens, but not the journal. */
export interface WorldSnapshot {
  format: typeof SNAPSHOT_FORMAT
  seed: string
  downloadTime: number
  boundTo?: string | undefined
  clock: ClockState<Job>
  ids: IdsState
  stores: { readonly [Name in StoreName]: ReturnType<Stores[Name]['state']> }
}

/** An unusable snapshot; the message gives the reason. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
}

const STORE_NAMES = Object.keys(stores) as StoreName[]

/** Returns a deep copy of a world's state. */
export const takeSnapshot = (world: World): WorldSnapshot => {
  world.clock.runDue()
  return structuredClone({
    format: SNAPSHOT_FORMAT,
    seed: world.options.seed,
    downloadTime: world.options.downloadTime,
    boundTo: world.options.boundTo,
    clock: world.clock.state(),
    ids: world.ids.state(),
    stores: Object.fromEntries(STORE_NAMES.map((name) => [name, world[name].state()])) as WorldSnapshot['stores'],
  })
}

/** Replaces a world's state. Throws a SnapshotError and changes nothing if the snapshot does not fit. */
export const restoreSnapshot = (world: World, snapshot: WorldSnapshot): void => {
  assertRestorable(world, snapshot)
  const copy = structuredClone(snapshot)
  world.options.downloadTime = copy.downloadTime
  world.options.boundTo = copy.boundTo
  world.clock.restore(copy.clock)
  world.ids.restore(copy.ids)
  for (const name of STORE_NAMES) (world[name] as Store).restore(copy.stores[name])
  world.journal.clear()
}

const assertRestorable = ({ library, options }: World, snapshot: WorldSnapshot): void => {
  if (snapshot.format !== SNAPSHOT_FORMAT) {
    throw new SnapshotError(
      `the snapshot has format ${snapshot.format}, but this server reads format ${SNAPSHOT_FORMAT}`,
    )
  }
  // Ledgers are generated from the seed, so a snapshot of another seed would show other transactions.
  if (snapshot.seed !== options.seed) {
    throw new SnapshotError(`the snapshot has seed '${snapshot.seed}', but this world has seed '${options.seed}'`)
  }
  const missing = STORE_NAMES.find((name) => !(name in snapshot.stores))
  if (missing !== undefined) throw new SnapshotError(`the snapshot lacks stores.${missing}`)
  const { scenarios, personas } = listRequirements(snapshot)
  const scenario = scenarios.find((name) => !library.hasScenario(name))
  if (scenario !== undefined) {
    throw new SnapshotError(`the snapshot requires scenario '${scenario}', which is not loaded`)
  }
  const persona = personas.find((name) => !library.hasPersona(name))
  if (persona !== undefined) throw new SnapshotError(`the snapshot requires persona '${persona}', which is not loaded`)
}

/** Returns the scenarios and personas that stores and pending jobs require. */
const listRequirements = ({
  stores: states,
  clock,
}: WorldSnapshot): Required<StoreRequirements> & {
  scenarios: readonly string[]
  personas: readonly string[]
} => {
  const requirements = STORE_NAMES.map((name) => {
    const definition: StoreDefinition<never, unknown> = stores[name]
    return definition.requires?.(states[name] as never) ?? {}
  })
  const jobScenarios = clock.jobs.flatMap(({ job }) => ('scenario' in job ? [job.scenario] : []))
  return {
    scenarios: [...requirements.flatMap(({ scenarios }) => scenarios ?? []), ...jobScenarios],
    personas: requirements.flatMap(({ personas }) => personas ?? []),
  }
}
