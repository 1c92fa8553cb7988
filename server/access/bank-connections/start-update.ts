import { deliveredAccounts } from '../../../scenarios/outcome.ts'
import { offeredProcedures } from '../../../scenarios/steps.ts'
import type { Scenario } from '../../../scenarios/types.ts'
import type { World } from '../../world/world.ts'
import type { Account, AccountType } from '../accounts/account.ts'
import type { Bank, BankInterface } from '../banks/bank.ts'
import type { User } from '../users/user.ts'
import type { BankConnection, ConnectionInterface } from './bank-connection.ts'
import { newConsent, scheduleRevocation } from './consent.ts'
import { startDownload } from './download.ts'
import { loginFingerprint } from './import-connection.ts'
import { completeCredentials, type LoginCredential, storeCredentials } from './login-credentials.ts'
import { createAccount, selectAccounts } from './new-account.ts'

/** The parts of an update request that are used after the authentication. */
export interface UpdateOptions {
  user: User
  bank: Bank
  bankInterface: BankInterface
  connection: BankConnection
  connectionInterface: ConnectionInterface
  /** The credentials of the call. */
  credentials: readonly LoginCredential[]
  storeSecrets: boolean
  importNewAccounts: boolean
  accountTypes: readonly AccountType[] | undefined
  accountReferences: readonly string[] | undefined
  skipPositionsDownload: boolean
  skipBalancesDownload: boolean
  /** True if the PSU was authenticated, which renews the consent. */
  isConsentNew: boolean
}

/** Updates the stored credentials, procedures and consent, adds new accounts on request, and schedules the download. */
export const startUpdate = (world: World, scenario: Scenario, options: UpdateOptions): void => {
  const { connection, bankInterface, connectionInterface } = options
  keepCredentials(options)
  connectionInterface.scenario = scenario.name
  keepProcedures(connectionInterface, scenario)
  if (options.isConsentNew) {
    connectionInterface.aisConsent = newConsent(world, scenario, bankInterface)
    scheduleRevocation(world, scenario, connection.id, connectionInterface)
  }
  const accounts = connection.accountIds.flatMap((id) => world.accounts.get(id) ?? [])
  for (const account of accounts) markDownloading(account, connectionInterface, world.clock.now())
  if (options.importNewAccounts) addNewAccounts(world, scenario, accounts, options)
  startDownload(world, connection, {
    interface: bankInterface.interface,
    scenario: scenario.name,
    purpose: 'update',
    skipPositions: options.skipPositionsDownload,
    skipBalances: options.skipBalancesDownload,
  })
}

/** Stores the credentials of the call for later updates; secret ones only on request. */
const keepCredentials = ({
  bank,
  bankInterface,
  connectionInterface,
  credentials: given,
  storeSecrets,
}: UpdateOptions): void => {
  if (given.length === 0) return
  const before = connectionInterface.credentials
  const { credentials, missing } = completeCredentials(bankInterface, before, given)
  if (missing.length === 0) connectionInterface.fingerprint = loginFingerprint(bank, bankInterface, credentials)
  connectionInterface.credentials = storeCredentials(bankInterface, credentials, storeSecrets).map((stored) =>
    stored.value === undefined ? (before.find(({ label }) => label === stored.label) ?? stored) : stored,
  )
}

/** Stores the bank's current procedures, and unsets a default that is no longer among them. */
const keepProcedures = (connectionInterface: ConnectionInterface, scenario: Scenario): void => {
  const procedures = offeredProcedures([...scenario.steps, ...(scenario.update?.steps ?? [])])
  connectionInterface.twoStepProcedures = procedures
  const preset = connectionInterface.defaultTwoStepProcedureId
  if (!procedures.some(({ procedureId }) => procedureId === preset)) {
    connectionInterface.defaultTwoStepProcedureId = undefined
  }
}

const markDownloading = (account: Account, { interface: bankingInterface }: ConnectionInterface, now: number): void => {
  for (const accountInterface of account.interfaces) {
    if (accountInterface.interface !== bankingInterface) continue
    accountInterface.status = 'DOWNLOAD_IN_PROGRESS'
    accountInterface.lastUpdateAttempt = now
  }
}

/** Adds the delivered accounts that the connection does not have yet. */
const addNewAccounts = (
  world: World,
  scenario: Scenario,
  known: readonly Account[],
  { connection, user, bankInterface, ...wanted }: UpdateOptions,
): void => {
  const persona = world.library.personaOf(scenario)
  const isKnown = (index: number): boolean =>
    known.some((account) => account.persona === persona.name && account.personaAccount === index)
  const unknown = deliveredAccounts(persona, scenario, 'update').filter(
    (personaAccount) => !isKnown(persona.accounts.indexOf(personaAccount)),
  )
  for (const personaAccount of selectAccounts(unknown, scenario, { bankInterface, ...wanted })) {
    const place = { connectionId: connection.id, user, bankInterface }
    connection.accountIds.push(world.accounts.add(createAccount(world, persona, personaAccount, place)).id)
  }
}
