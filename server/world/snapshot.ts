import type { Account } from '../access/accounts/account.ts'
import type { Client } from '../access/authorization/client.ts'
import type { AccessToken, RefreshToken } from '../access/authorization/token.ts'
import type { BankConnection } from '../access/bank-connections/bank-connection.ts'
import type { User } from '../access/users/user.ts'
import type { LedgerState } from '../bank/bank-ledgers.ts'
import type { ClockState } from '../core/clock.ts'
import type { IdsState } from '../core/ids.ts'
import type { Fault } from '../faults/faults.ts'
import type { CoverageState } from '../observe/coverage/coverage.ts'
import type { BankSightings } from '../observe/lint/bank-sightings.ts'
import type { Flow } from '../sca/flows.ts'
import type { ScenarioChoice } from '../sca/scenario-choices.ts'
import type { FlowTimeline } from '../sca/timelines.ts'
import type { Job } from './jobs.ts'
import type { World } from './world.ts'

/** The format of snapshots; it changes when an older one can no longer be read. */
export const SNAPSHOT_FORMAT = 1

/** Everything that a world knows, as JSON: pending flows, jobs and choices included. The journal begins anew. */
export interface WorldSnapshot {
  format: typeof SNAPSHOT_FORMAT
  seed: string
  downloadTime: number
  boundTo?: string | undefined
  clock: ClockState<Job>
  ids: IdsState
  ledgers: readonly LedgerState[]
  clients: readonly Client[]
  users: readonly User[]
  accessTokens: readonly AccessToken[]
  refreshTokens: readonly RefreshToken[]
  flows: readonly Flow[]
  timelines: readonly FlowTimeline[]
  choices: readonly ScenarioChoice[]
  lockedLogins: readonly string[]
  bankConnections: readonly BankConnection[]
  accounts: readonly Account[]
  faults?: readonly Fault[] | undefined
  coverage?: CoverageState | undefined
  bankSightings?: ReturnType<BankSightings['all']> | undefined
}

/** A snapshot that cannot be restored; the message says why. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
}

/** A deep copy of what a world knows, as plain data. */
export const takeSnapshot = (world: World): WorldSnapshot => {
  world.clock.runDue()
  return structuredClone({
    format: SNAPSHOT_FORMAT,
    seed: world.options.seed,
    downloadTime: world.options.downloadTime,
    boundTo: world.options.boundTo,
    clock: world.clock.state(),
    ids: world.ids.state(),
    ledgers: world.ledgers.state(),
    clients: [...world.clients.values()],
    users: [...world.users.values()],
    accessTokens: [...world.accessTokens.values()],
    refreshTokens: [...world.refreshTokens.values()],
    flows: world.flows.all(),
    timelines: world.timelines.all(),
    choices: world.choices.all(),
    lockedLogins: [...world.lockedLogins],
    bankConnections: [...world.bankConnections.values()],
    accounts: [...world.accounts.values()],
    faults: world.faults.all(),
    coverage: world.coverage.all(),
    bankSightings: world.bankSightings.all(),
  })
}

/** Every scenario that is still needed: by what is pending, by updates to come, and by downloads under way. */
const scenariosOf = ({ flows, choices, bankConnections, clock }: WorldSnapshot): string[] => {
  const interfaces = bankConnections.flatMap((connection) => connection.interfaces)
  const jobs = clock.jobs.flatMap(({ job }) => ('scenario' in job ? [job] : []))
  return [...new Set([...flows, ...choices, ...interfaces, ...jobs].map(({ scenario }) => scenario))]
}

/** Puts a snapshot in place of everything that the world knows. Throws a SnapshotError and changes nothing where it does not fit. */
export const restoreSnapshot = (world: World, snapshot: WorldSnapshot): void => {
  assertFits(world, snapshot)
  const copy = structuredClone(snapshot)
  world.options.downloadTime = copy.downloadTime
  world.options.boundTo = copy.boundTo
  world.clock.restore(copy.clock)
  world.ids.restore(copy.ids)
  world.ledgers.restore(copy.ledgers, world.library.persona)
  world.clients.replace(copy.clients)
  world.users.replace(copy.users)
  world.accessTokens.replace(copy.accessTokens)
  world.refreshTokens.replace(copy.refreshTokens)
  world.flows.replace(copy.flows)
  world.timelines.replace(copy.timelines)
  world.choices.replace(copy.choices)
  world.lockedLogins.clear()
  for (const login of copy.lockedLogins) world.lockedLogins.add(login)
  world.bankConnections.replace(copy.bankConnections)
  world.accounts.replace(copy.accounts)
  world.faults.restore(copy.faults ?? [])
  world.coverage.clear()
  if (copy.coverage !== undefined) world.coverage.restore(copy.coverage)
  world.bankSightings.restore(copy.bankSightings ?? [])
  world.journal.clear()
}

const assertFits = ({ library, options }: World, snapshot: WorldSnapshot): void => {
  if (snapshot.format !== SNAPSHOT_FORMAT) {
    throw new SnapshotError(
      `the snapshot has format ${snapshot.format}, but this server reads format ${SNAPSHOT_FORMAT}`,
    )
  }
  // Ledgers are made from the seed, so a snapshot of another seed would show other transactions.
  if (snapshot.seed !== options.seed) {
    throw new SnapshotError(`the snapshot has seed '${snapshot.seed}', but this world has seed '${options.seed}'`)
  }
  const unknown = scenariosOf(snapshot).find((name) => !library.hasScenario(name))
  if (unknown !== undefined) throw new SnapshotError(`the snapshot needs scenario '${unknown}', which is not loaded`)
  const persona = snapshot.ledgers.find(({ persona: name }) => !library.hasPersona(name))
  if (persona !== undefined)
    throw new SnapshotError(`the snapshot needs persona '${persona.persona}', which is not loaded`)
}
