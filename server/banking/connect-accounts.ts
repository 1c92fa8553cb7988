import { noAccountsForTypeList } from '../errors.ts'
import type { World } from '../world.ts'
import type { Account, AccountType } from './account.ts'
import { type Bank, type BankInterface, hasProperty } from './bank.ts'
import type { BankConnection, ConnectionInterface, Consent } from './bank-connection.ts'
import { accountIban } from './counterpart.ts'
import { normaliseIban } from './iban.ts'
import { type LoginCredential, storeCredentials } from './login-credentials.ts'
import type { Persona, PersonaAccount } from './persona.ts'
import type { Scenario } from './scenario.ts'
import { defaultProcedure, offeredProcedures } from './scenario-steps.ts'
import type { User } from './user.ts'

/** What of an import request matters once the bank has let the user in. */
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

/** How long an account information consent lasts, in milliseconds. */
export const CONSENT_LIFETIME = 90 * 24 * 3_600_000

/**
 * Makes the bank connection and its accounts, still without balances and transactions, and schedules the download.
 * Throws NO_ACCOUNTS_FOR_TYPE_LIST when the client wants none of the accounts that the bank offers.
 */
export const connectAccounts = (world: World, scenario: Scenario, options: ImportOptions): BankConnection => {
  const persona = world.library.personaOf(scenario)
  const wanted = wantedAccounts(persona, scenario, options)
  if (wanted.length === 0) {
    throw noAccountsForTypeList({
      de: 'Die Bank hat keine Konten der gewünschten Kontoarten geliefert.',
      en: 'The bank delivered no accounts of the requested types.',
    })
  }
  const connectionId = world.ids.next('bankConnection')
  const accounts = wanted.map((personaAccount) =>
    world.accounts.add(newAccount(world, persona, personaAccount, connectionId, options)),
  )
  const connection = world.bankConnections.add({
    id: connectionId,
    userKey: options.user.key,
    bankId: options.bank.id,
    name: options.name,
    updateStatus: 'IN_PROGRESS',
    categorizationStatus: 'READY',
    interfaces: [newInterface(world, scenario, options)],
    accountIds: accounts.map((account) => account.id),
  })
  world.clock.schedule(world.options.downloadTime, {
    job: 'finish-download',
    connectionId,
    interface: options.bankInterface.interface,
    skipPositions: options.skipPositionsDownload,
    skipBalances: options.skipBalancesDownload,
  })
  return connection
}

const wantedAccounts = (
  persona: Persona,
  { requires }: Scenario,
  { accountTypes, accountReferences, bankInterface }: ImportOptions,
) => {
  const isDetailed = requires?.accountReferences || hasProperty(bankInterface, 'DETAILED_CONSENT')
  const references = isDetailed ? accountReferences?.map(normaliseIban) : undefined
  return persona.accounts.filter(
    (account) =>
      (accountTypes === undefined || accountTypes.length === 0 || accountTypes.includes(account.type)) &&
      (references === undefined || references.includes(accountIban(account) ?? '')),
  )
}

const newAccount = (
  world: World,
  persona: Persona,
  personaAccount: PersonaAccount,
  connectionId: number,
  { user, bankInterface }: ImportOptions,
): Account => ({
  id: world.ids.next('account'),
  userKey: user.key,
  connectionId,
  persona: persona.name,
  personaAccount: persona.accounts.indexOf(personaAccount),
  name: personaAccount.name,
  type: personaAccount.type,
  iban: accountIban(personaAccount),
  accountNumber: personaAccount.accountNumber,
  holderName: persona.holder,
  currency: personaAccount.currency ?? 'EUR',
  balance: undefined,
  overdraftLimit:
    personaAccount.overdraftLimit === undefined ? undefined : Math.round(personaAccount.overdraftLimit * 100),
  isNew: true,
  interfaces: [
    {
      interface: bankInterface.interface,
      status: 'DOWNLOAD_IN_PROGRESS',
      lastSuccessfulUpdate: undefined,
      lastUpdateAttempt: world.clock.now(),
    },
  ],
  slices: [],
  announced: undefined,
})

const newInterface = (world: World, scenario: Scenario, options: ImportOptions): ConnectionInterface => ({
  interface: options.bankInterface.interface,
  credentials: storeCredentials(options.bankInterface, options.credentials, options.storeSecrets),
  fingerprint: options.fingerprint,
  // What the bank takes without asking is the user's default there.
  defaultTwoStepProcedureId: defaultProcedure(scenario.steps),
  twoStepProcedures: offeredProcedures(scenario.steps),
  aisConsent: options.bankInterface.interface === 'XS2A' ? newConsent(world) : undefined,
  lastManualUpdate: undefined,
  lastAutoUpdate: undefined,
  userActionRequired: false,
  maxDaysForDownload: options.maxDaysForDownload,
})

/** Only XS2A hands out consents; the other interfaces log in with the credentials each time. */
const newConsent = (world: World): Consent => ({
  status: 'PRESENT',
  expiresAt: world.clock.now() + CONSENT_LIFETIME,
  supportsImportNewAccounts: true,
})
