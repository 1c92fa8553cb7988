import type { LedgerState } from '../bank/bank-ledgers.ts'
import type { ClockState } from '../core/clock.ts'
import type { IdsState } from '../core/ids.ts'
import { InputError } from '../core/input.ts'
import type { RandomState } from '../core/random.ts'
import {
  clockMoment,
  type FieldShapes,
  milliseconds,
  number,
  object,
  oneOf,
  optional,
  readShape,
  record,
  type Shape,
  text,
  tuple,
  whole,
} from '../core/shape.ts'
import type { RequiredBookings, Store, StoreDefinition, StoreRequirements } from '../core/store.ts'
import { MAX_SPEED } from '../core/time-limits.ts'
import { pendingJobs } from './job-shapes.ts'
import type { Job } from './jobs.ts'
import { type StoreName, type Stores, stores } from './stores.ts'
import type { Kernel, World } from './world.ts'

/** The version of the snapshot format; it changes when older snapshots can no longer be read. */
const SNAPSHOT_FORMAT = 2

/** The first field of a snapshot, for people who find the file. */
const NOTE = 'Contains passwords, access tokens and stored PINs of this world. Keep it as secret as they are.'

/** The state of a world as JSON, including pending flows and jobs, passwords and tokens, but not the journal. */
export interface WorldSnapshot {
  /** The warning that the snapshot contains secrets. */
  note?: string | undefined
  format: typeof SNAPSHOT_FORMAT
  seed: string
  downloadTime: number
  boundTo?: string | undefined
  clock: ClockState<Job>
  ids: IdsState
  stores: StoreStates
}

type StoreStates = { readonly [Name in StoreName]: ReturnType<Stores[Name]['state']> }

/** An unusable snapshot; the message gives the reason. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
  /** The invalid field; undefined if the contents are valid, but do not fit this server. */
  readonly field: string | undefined

  constructor(message: string, field?: string) {
    super(message)
    this.field = field
  }
}

const STORE_NAMES = Object.keys(stores) as StoreName[]

/** Returns a deep copy of a world's state. */
export const takeSnapshot = (world: World): WorldSnapshot => {
  world.clock.runDue()
  return structuredClone({
    note: NOTE,
    format: SNAPSHOT_FORMAT,
    seed: world.options.seed,
    downloadTime: world.options.downloadTime,
    boundTo: world.options.boundTo,
    clock: world.clock.state(),
    ids: world.ids.state(),
    stores: Object.fromEntries(STORE_NAMES.map((name) => [name, world[name].state()])) as StoreStates,
  })
}

/** Replaces a world's state by the result of `takeSnapshot` or `readSnapshot`, which the world may keep. */
export const applySnapshot = (world: World, snapshot: WorldSnapshot): void => {
  world.options.downloadTime = snapshot.downloadTime
  world.options.boundTo = snapshot.boundTo
  world.clock.restore(snapshot.clock)
  world.ids.restore(snapshot.ids)
  for (const name of STORE_NAMES) (world[name] as Store).restore(snapshot.stores[name])
  world.journal.clear()
}

/** Replaces a world's state. Throws a SnapshotError and changes nothing if the snapshot is invalid or does not fit. */
export const restoreSnapshot = (world: World, snapshot: unknown): void =>
  applySnapshot(world, readSnapshot(world, snapshot, world.options.seed))

/** 32 random bits; generators have them with or without a sign. */
const word = whole(-(2 ** 31), 2 ** 32 - 1)
const words = tuple<RandomState['words']>(word, word, word, word)

const snapshotShape = object<WorldSnapshot>({
  note: optional(text),
  format: (value) => {
    number(SNAPSHOT_FORMAT, SNAPSHOT_FORMAT)(value)
    return SNAPSHOT_FORMAT
  },
  seed: text,
  downloadTime: milliseconds,
  boundTo: optional(oneOf('v1', 'v2')),
  clock: object<ClockState<Job>>({
    now: clockMoment,
    speed: number(0, MAX_SPEED),
    jobs: pendingJobs,
  }),
  ids: record(object<RandomState>({ origin: words, words })),
  stores: object<StoreStates>(
    Object.fromEntries(
      STORE_NAMES.map((name): [StoreName, Shape<unknown>] => [name, stores[name].shape]),
    ) as FieldShapes<StoreStates>,
  ),
})

/**
 * Reads a snapshot, which a person may have changed by hand, and returns a copy. Throws a SnapshotError if it is invalid,
 * or does not fit the server or the seed; without a seed, any will do.
 */
export const readSnapshot = (
  { library, ledgerCache }: Pick<Kernel, 'library' | 'ledgerCache'>,
  given: unknown,
  seed?: string,
): WorldSnapshot => {
  assertFormat(given)
  const snapshot = readContents(given)
  // Ledgers are generated from the seed, so a snapshot of another seed would show other transactions.
  if (seed !== undefined && snapshot.seed !== seed) {
    throw new SnapshotError(`the snapshot has seed '${snapshot.seed}', but this world has seed '${seed}'`)
  }
  const { scenarios, personas, banks, bookings } = listRequirements(snapshot)
  const scenario = scenarios.find((name) => !library.hasScenario(name))
  if (scenario !== undefined) {
    throw new SnapshotError(`the snapshot requires scenario '${scenario}', which is not loaded`)
  }
  const persona = personas.find((name) => !library.hasPersona(name))
  if (persona !== undefined) throw new SnapshotError(`the snapshot requires persona '${persona}', which is not loaded`)
  const bank = banks.find((bankId) => library.bank(bankId) === undefined)
  if (bank !== undefined) throw new SnapshotError(`the snapshot requires the bank with id ${bank}, which is not loaded`)
  assertBookings(snapshot, bookings, { library, ledgerCache })
  return snapshot
}

/** Checks the format before the contents, because another format has other contents. */
const assertFormat = (given: unknown): void => {
  if (typeof given !== 'object' || given === null || !('format' in given) || given.format === SNAPSHOT_FORMAT) return
  throw new SnapshotError(`the snapshot has format ${given.format}, but this server reads format ${SNAPSHOT_FORMAT}`)
}

const readContents = (given: unknown): WorldSnapshot => {
  try {
    return readShape(snapshotShape, given, 'the snapshot')
  } catch (error) {
    throw error instanceof InputError ? new SnapshotError(error.message, error.field ?? '') : error
  }
}

/** Returns what stores and pending jobs require. */
const listRequirements = ({ stores: states, clock }: WorldSnapshot) => {
  const requirements = STORE_NAMES.map((name): StoreRequirements => {
    const definition: StoreDefinition<never, unknown> = stores[name]
    return definition.requires?.(states[name] as never) ?? {}
  })
  const jobScenarios = clock.jobs.flatMap(({ job }) => ('scenario' in job ? [job.scenario] : []))
  return {
    scenarios: [...requirements.flatMap(({ scenarios = [] }) => scenarios), ...jobScenarios],
    personas: requirements.flatMap(({ personas = [] }) => personas),
    banks: requirements.flatMap(({ banks = [] }) => banks),
    bookings: requirements.flatMap(({ bookings = [] }) => bookings),
  }
}

/** Throws if a ledger of the snapshot is shorter than its accounts need. */
const assertBookings = (
  { seed, stores: { ledgers } }: WorldSnapshot,
  bookings: readonly RequiredBookings[],
  { library, ledgerCache }: Pick<Kernel, 'library' | 'ledgerCache'>,
): void => {
  const states = new Map(ledgers.map((state): [string, LedgerState] => [state.persona, state]))
  for (const { persona, account, count } of bookings) {
    const state = states.get(persona)
    const book = state && ledgerCache.book(library.persona(persona), seed, state.from, state.through)
    const length = book?.ledgers[account]?.bookings.length ?? 0
    if (length >= count) continue
    throw new SnapshotError(
      `stores.accounts must have at most the ${length} bookings that account ${account} of persona '${persona}' has by stores.ledgers, but has ${count}`,
      'stores.accounts',
    )
  }
}
