import type { Scenario } from '../../../scenarios/types.ts'
import { inLanguage } from '../../core/text.ts'
import type { World } from '../../world/world.ts'
import type { Account, AccountType } from '../accounts/account.ts'
import { type Bank, type BankInterface, type BankingInterface, findInterface } from '../banks/bank.ts'
import {
  badRequest,
  FinApiError,
  illegalFieldValue,
  invalidConsent,
  locked,
  missingCredentials,
  unsupportedBank,
  withBankInErrors,
} from '../errors.ts'
import { type Authenticated, authenticatePsu, type FlowStart } from './authenticate-psu.ts'
import type { BankCall, BankCaller } from './bank-call.ts'
import type { BankConnection, ConnectionInterface } from './bank-connection.ts'
import { consentState, removeConsent } from './consent.ts'
import { failed } from './download.ts'
import { requireBankConnection } from './find-bank-connection.ts'
import { assertRedirectUrl, assertSkips, INTERFACE_PREFERENCE, loginFingerprint } from './import-connection.ts'
import {
  type CompletedCredentials,
  completeCredentials,
  formatLogin,
  type GivenCredentials,
  type LoginCredential,
  withLabels,
} from './login-credentials.ts'
import { startUpdate } from './start-update.ts'

/** A client's request to update a bank connection. */
export interface UpdateRequest extends BankCall {
  connectionId: number
  /** Optional in v1, where the default is the first of the connection's interfaces. */
  interface: BankingInterface | undefined
  /** The credentials that are not stored or have changed. */
  credentials: GivenCredentials
  storeSecrets: boolean
  importNewAccounts: boolean
  skipPositionsDownload: boolean
  skipBalancesDownload: boolean
  /** The types of new accounts to import. */
  accountTypes: readonly AccountType[] | undefined
}

/** A connection with the parts of its bank that an update needs. */
interface Target {
  connection: BankConnection
  bank: Bank
  bankInterface: BankInterface
  connectionInterface: ConnectionInterface
}

/**
 * Starts or continues the update of a bank connection. Returns the connection, whose download is scheduled, or
 * ADDITIONAL_AUTHENTICATION_REQUIRED (510) while the bank requires more.
 */
export const updateConnection = (
  world: World,
  caller: BankCaller,
  request: UpdateRequest,
): BankConnection | FinApiError => {
  assertSkips(request)
  const connection = requireBankConnection(world, caller.user, request.connectionId)
  const bank = world.library.bank(connection.bankId)
  if (bank === undefined) throw unsupportedBank()
  return withBankInErrors(bank, () =>
    updateFrom(world, caller, { ...chooseInterface(connection, bank, request.interface), connection, bank }, request),
  )
}

const updateFrom = (
  world: World,
  caller: BankCaller,
  target: Target,
  given: UpdateRequest,
): BankConnection | FinApiError => {
  const { connection, bank, bankInterface, connectionInterface } = target
  if (connection.updateStatus !== 'READY') throw locked()
  const request = bank.type === 'DEMO' ? asDemo(bankInterface, given) : given
  assertRedirectUrl(bankInterface, request.redirectUrl)
  const completed = completeCredentials(
    bankInterface,
    connectionInterface.credentials,
    labelCredentials(target, request),
  )
  // A consent belongs to its login: another login has to be authenticated and gets a consent of its own.
  const isSame = isSameLogin(target, request, completed)
  const hasConsent = useConsent(world, connectionInterface, request) && isSame
  if (!hasConsent) assertComplete(bank, bankInterface, completed)
  if (request.importNewAccounts && hasConsent) assertCoversNewAccounts(connectionInterface)
  const scenario = isSame
    ? world.library.scenario(connectionInterface.scenario)
    : world.library.scenarioFor(bank, bankInterface.interface, completed.credentials)
  const authenticated = authenticate(world, caller, target, request, completed, chooseStart(scenario, hasConsent))
  if (authenticated instanceof FinApiError) return authenticated
  startUpdate(world, authenticated.scenario, {
    ...request,
    ...target,
    user: caller.user,
    credentials: labelCredentials(target, request),
    // An authentication includes a new consent.
    isConsentNew: !hasConsent || authenticated.scenario.update?.steps !== undefined,
  })
  return connection
}

/** Removes the secrets and options that finAPI documents as ignored for its demo connection. */
const asDemo = (bankInterface: BankInterface, request: UpdateRequest): UpdateRequest => {
  const isSecret = (label: string): boolean =>
    bankInterface.loginCredentials.some((field) => field.label === label && field.secret)
  return {
    ...request,
    credentials: {
      kind: 'labelled',
      values: withLabels(bankInterface, request.credentials).filter(({ label }) => !isSecret(label)),
    },
    importNewAccounts: false,
    skipPositionsDownload: false,
    skipBalancesDownload: false,
  }
}

const chooseInterface = (
  connection: BankConnection,
  bank: Bank,
  wanted: BankingInterface | undefined,
): Pick<Target, 'bankInterface' | 'connectionInterface'> => {
  for (const candidate of wanted === undefined ? INTERFACE_PREFERENCE : [wanted]) {
    const connectionInterface = connection.interfaces.find((known) => known.interface === candidate)
    const bankInterface = findInterface(bank, candidate)
    if (connectionInterface !== undefined && bankInterface !== undefined) return { connectionInterface, bankInterface }
  }
  throw badRequest(`Interface '${wanted ?? INTERFACE_PREFERENCE[0]}' is not supported for this operation.`)
}

const labelCredentials = ({ bankInterface }: Target, { credentials }: UpdateRequest): readonly LoginCredential[] =>
  withLabels(bankInterface, credentials)

const isFirstCall = ({ hash, answer }: UpdateRequest): boolean =>
  hash === undefined && answer.challengeResponse === undefined

/**
 * Returns true for a valid consent. Removes an expired one and throws INVALID_CONSENT, so that a repeated call renews
 * it.
 */
const useConsent = (world: World, connectionInterface: ConnectionInterface, request: UpdateRequest): boolean => {
  const state = consentState(connectionInterface, world.clock.now())
  if (state === 'expired' && isFirstCall(request)) {
    removeConsent(connectionInterface)
    throw invalidConsent()
  }
  return state === 'valid'
}

const assertComplete = (bank: Bank, { loginCredentials }: BankInterface, { missing }: CompletedCredentials): void => {
  const needed = missing.filter(
    (label) => bank.type !== 'DEMO' || !loginCredentials.some((field) => field.label === label && field.secret),
  )
  if (needed.length === 0) return
  throw missingCredentials(`Login credentials that are neither given nor stored: ${needed.join(', ')}.`)
}

/**
 * Throws if the consent does not cover new accounts. v2 documents the failure, not its code, which is an assumption.
 */
const assertCoversNewAccounts = ({ aisConsent }: ConnectionInterface): void => {
  if (aisConsent?.supportsImportNewAccounts !== false) return
  throw illegalFieldValue('importNewAccounts must not be true, because the stored consent does not cover new accounts.')
}

/** Returns true if the login is that of the import, or a value is neither stored nor given to compare it. */
const isSameLogin = (
  { bank, bankInterface, connectionInterface }: Target,
  { credentials: given }: UpdateRequest,
  { credentials, missing }: CompletedCredentials,
): boolean =>
  missing.length > 0 ||
  (given.kind === 'labelled' && given.values.length === 0) ||
  loginFingerprint(bank, bankInterface, credentials) === connectionInterface.fingerprint

/** Chooses the first steps: none with a valid consent, unless the scenario has steps for every update. */
const chooseStart = (scenario: Scenario | undefined, hasConsent: boolean): FlowStart => {
  const own = scenario?.update?.steps
  if (own !== undefined) return { scenario, steps: own, path: 'update/steps', isAttended: true }
  return { scenario, steps: hasConsent ? [] : (scenario?.steps ?? []), path: 'steps', isAttended: !hasConsent }
}

const authenticate = (
  world: World,
  caller: BankCaller,
  { connection, bank, bankInterface, connectionInterface }: Target,
  request: UpdateRequest,
  { credentials }: CompletedCredentials,
  start: FlowStart,
): Authenticated | FinApiError => {
  const accounts = connection.accountIds.flatMap((id) => world.accounts.get(id) ?? [])
  try {
    return authenticatePsu(world, {
      caller,
      call: { ...request, accountReferences: request.accountReferences ?? defaultReferences(accounts, request) },
      bank,
      bankInterface,
      credentials,
      purpose: { kind: 'update', bankConnectionId: connection.id },
      fingerprint: formatLogin(bankInterface.interface, credentials),
      start,
    })
  } catch (error) {
    if (error instanceof FinApiError) recordRejection(world, connectionInterface, error)
    throw error
  }
}

/** Returns references to the known accounts, finAPI's default; new accounts require explicit references. */
const defaultReferences = (
  accounts: readonly Account[],
  { importNewAccounts }: UpdateRequest,
): readonly string[] | undefined => (importNewAccounts ? undefined : accounts.flatMap(({ iban }) => iban ?? []))

/**
 * Records a rejection of the bank as the result of the update, as the documentation of `userActionRequired` implies.
 * The result is stored in German, whatever the language of the request (assumption).
 */
const recordRejection = (world: World, connectionInterface: ConnectionInterface, { details }: FinApiError): void => {
  if (details.code !== 'BANK_SERVER_REJECTION') return
  const message = details.text === undefined ? undefined : inLanguage(details.text, 'de')
  connectionInterface.lastManualUpdate = failed('BANK_SERVER_REJECTION', message, world.clock.now())
  connectionInterface.userActionRequired = true
}
