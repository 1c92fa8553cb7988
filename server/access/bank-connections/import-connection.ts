import { isReturnUrl } from '../../sca/return-url.ts'
import type { World } from '../../world/world.ts'
import type { AccountType } from '../accounts/account.ts'
import { type Bank, type BankInterface, type BankingInterface, findInterface, hasProperty } from '../banks/bank.ts'
import {
  badRequest,
  entityExists,
  FinApiError,
  illegalFieldValue,
  unknownEntity,
  unsupportedBank,
  withBankInErrors,
} from '../errors.ts'
import type { User } from '../users/user.ts'
import { authenticatePsu } from './authenticate-psu.ts'
import type { BankCall, BankCaller } from './bank-call.ts'
import type { BankConnection } from './bank-connection.ts'
import { connectAccounts } from './connect-accounts.ts'
import {
  checkCredentials,
  formatLogin,
  type GivenCredentials,
  type LoginCredential,
  withLabels,
} from './login-credentials.ts'

/** A client's request to import a bank connection. */
export interface ImportRequest extends BankCall {
  bankId: number
  /** Optional in v1, where the default is the first of the bank's interfaces. */
  interface: BankingInterface | undefined
  credentials: GivenCredentials
  name: string | undefined
  storeSecrets: boolean
  skipPositionsDownload: boolean
  skipBalancesDownload: boolean
  maxDaysForDownload: number
  accountTypes: readonly AccountType[] | undefined
}

/**
 * Starts or continues the import of a bank connection. Returns the new connection, whose download is scheduled, or
 * ADDITIONAL_AUTHENTICATION_REQUIRED (510) while the bank requires more.
 */
export const importConnection = (
  world: World,
  caller: BankCaller,
  request: ImportRequest,
): BankConnection | FinApiError => {
  assertDownloadOptions(request)
  const bank = world.library.bank(request.bankId)
  if (bank === undefined) throw unknownEntity(`Bank with ID '${request.bankId}' not found.`)
  return withBankInErrors(bank, () => importFrom(world, bank, caller, request))
}

const importFrom = (
  world: World,
  bank: Bank,
  caller: BankCaller,
  request: ImportRequest,
): BankConnection | FinApiError => {
  const { user } = caller
  if (!world.library.isScripted(bank) && !world.scenarioChoices.has(user.key)) throw unsupportedBank()
  const bankInterface = chooseInterface(bank, request.interface)
  const credentials = checkCredentials(bankInterface, withLabels(bankInterface, request.credentials))
  assertRedirectUrl(bankInterface, request.redirectUrl)
  const fingerprint = loginFingerprint(bank, bankInterface, credentials)
  if (request.hash === undefined && request.answer.challengeResponse === undefined) {
    assertNotImported(world, user, fingerprint)
  }
  const authenticated = authenticatePsu(world, {
    caller,
    call: request,
    purpose: { kind: 'import' },
    bank,
    bankInterface,
    credentials,
    fingerprint,
  })
  if (authenticated instanceof FinApiError) return authenticated
  const { scenario, procedureId } = authenticated
  // Another flow with the same login may have completed in the meantime.
  assertNotImported(world, user, fingerprint)
  return connectAccounts(world, scenario, {
    ...request,
    user,
    bank,
    bankInterface,
    credentials,
    fingerprint,
    procedureId,
  })
}

/** Returns a key that is the same for two imports of the same connection. */
export const loginFingerprint = (
  bank: Bank,
  { interface: bankingInterface }: BankInterface,
  credentials: readonly LoginCredential[],
): string => formatLogin(`${bank.id} ${bankingInterface}`, credentials)

/** Throws BAD_REQUEST for wrong options, as documented for both versions; the status is that of malformed requests. */
const assertDownloadOptions = (request: ImportRequest) => {
  const { maxDaysForDownload } = request
  if (maxDaysForDownload !== 0 && (maxDaysForDownload < 14 || maxDaysForDownload > 3650)) {
    throw badRequest(`maxDaysForDownload must be 0 or between 14 and 3650, but is ${maxDaysForDownload}.`)
  }
  assertSkips(request)
}

/** Throws BAD_REQUEST if balances are to be skipped, but not transactions. */
export const assertSkips = ({
  skipBalancesDownload,
  skipPositionsDownload,
}: Pick<ImportRequest, 'skipBalancesDownload' | 'skipPositionsDownload'>) => {
  if (skipBalancesDownload && !skipPositionsDownload) {
    throw badRequest('skipBalancesDownload may be true only together with skipPositionsDownload.')
  }
}

/** The interfaces in the order in which finAPI prefers them. */
export const INTERFACE_PREFERENCE: readonly BankingInterface[] = ['XS2A', 'FINTS_SERVER', 'WEB_SCRAPER']

const chooseInterface = (bank: Bank, wanted: BankingInterface | undefined): BankInterface => {
  const candidates = wanted === undefined ? INTERFACE_PREFERENCE : [wanted]
  for (const candidate of candidates) {
    const found = findInterface(bank, candidate)
    if (found !== undefined) return found
  }
  throw badRequest(`Interface '${candidates[0]}' is not supported for this operation.`)
}

/** Throws ILLEGAL_FIELD_VALUE if an interface redirects and the redirect URL is missing or not allowed. */
export const assertRedirectUrl = (bankInterface: BankInterface, redirectUrl: string | undefined): void => {
  if (!hasProperty(bankInterface, 'REDIRECT_APPROACH')) return
  if (redirectUrl === undefined) {
    throw illegalFieldValue(`redirectUrl is required, because interface '${bankInterface.interface}' redirects.`)
  }
  if (!isReturnUrl(redirectUrl)) {
    throw illegalFieldValue(`redirectUrl must be an absolute http or https URL, but is '${redirectUrl}'.`)
  }
}

/** Throws ENTITY_EXISTS if the user has a connection with the same bank, interface and login. */
const assertNotImported = (world: World, user: User, fingerprint: string): void => {
  const existing = world.bankConnections
    .of(user.key)
    .find((connection) => connection.interfaces.some((candidate) => candidate.fingerprint === fingerprint))
  if (existing === undefined) return
  throw entityExists(`A bank connection with these login credentials already exists (ID ${existing.id}).`)
}
