import { deliveredAccounts } from '../../../scenarios/outcome.ts'
import { defaultProcedure, offeredProcedures } from '../../../scenarios/steps.ts'
import type { Scenario } from '../../../scenarios/types.ts'
import type { World } from '../../world/world.ts'
import type { AccountType } from '../accounts/account.ts'
import type { Bank, BankInterface } from '../banks/bank.ts'
import { noAccountsForTypeList } from '../errors.ts'
import type { User } from '../users/user.ts'
import type { BankConnection, ConnectionInterface } from './bank-connection.ts'
import { newConsent, scheduleRevocation } from './consent.ts'
import { startDownload } from './download.ts'
import { type LoginCredential, storeCredentials } from './login-credentials.ts'
import { createAccount, selectAccounts } from './new-account.ts'

/** The parts of an import request that are used after the authentication. */
export interface ImportOptions {
  user: User
  bank: Bank
  bankInterface: BankInterface
  credentials: readonly LoginCredential[]
  fingerprint: string
  name: string | undefined
  storeSecrets: boolean
  skipPositionsDownload: boolean
  skipBalancesDownload: boolean
  maxDaysForDownload: number
  accountTypes: readonly AccountType[] | undefined
  accountReferences: readonly string[] | undefined
  /** The two-step procedure that was used, if any. */
  procedureId: string | undefined
}

/**
 * Creates the bank connection and its accounts, without balances and transactions, and schedules the download. Throws
 * NO_ACCOUNTS_FOR_TYPE_LIST if the bank offers no account of the requested types.
 */
export const connectAccounts = (world: World, scenario: Scenario, options: ImportOptions): BankConnection => {
  const persona = world.library.personaOf(scenario)
  const delivered = deliveredAccounts(persona, scenario, 'import')
  const wanted = selectAccounts(delivered, scenario, options)
  // Assumption: a bank that delivers no accounts at all makes a connection without accounts. No source mentions it.
  if (wanted.length === 0 && (delivered.length > 0 || options.accountTypes !== undefined)) {
    throw noAccountsForTypeList({
      de: 'Die Bank hat keine Konten der gewünschten Kontoarten geliefert.',
      en: 'The bank delivered no accounts of the requested types.',
    })
  }
  const connectionId = world.bankConnections.nextId()
  const { user, bank, bankInterface } = options
  const accounts = wanted.map((personaAccount) =>
    world.accounts.add(createAccount(world, persona, personaAccount, { connectionId, user, bankInterface })),
  )
  const connectionInterface = newInterface(world, scenario, options)
  const connection = world.bankConnections.add({
    id: connectionId,
    userKey: user.key,
    bankId: bank.id,
    name: options.name,
    updateStatus: 'IN_PROGRESS',
    categorizationStatus: 'READY',
    interfaces: [connectionInterface],
    accountIds: accounts.map((account) => account.id),
  })
  startDownload(world, connection, {
    interface: bankInterface.interface,
    scenario: scenario.name,
    purpose: 'import',
    skipPositions: options.skipPositionsDownload,
    skipBalances: options.skipBalancesDownload,
  })
  scheduleRevocation(world, scenario, connectionId, connectionInterface)
  return connection
}

const newInterface = (world: World, scenario: Scenario, options: ImportOptions): ConnectionInterface => ({
  interface: options.bankInterface.interface,
  scenario: scenario.name,
  credentials: storeCredentials(options.bankInterface, options.credentials, options.storeSecrets),
  fingerprint: options.fingerprint,
  // A procedure that the bank uses without a selection is the PSU's default at the bank.
  defaultTwoStepProcedureId: defaultProcedure(scenario.steps),
  twoStepProcedures: offeredProcedures(scenario.steps),
  aisConsent: newConsent(world, scenario, options.bankInterface),
  lastManualUpdate: undefined,
  lastAutoUpdate: undefined,
  userActionRequired: false,
  maxDaysForDownload: options.maxDaysForDownload,
})
