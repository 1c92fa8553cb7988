import { isReturnUrl } from '../aspsp/return-url.ts'
import {
  badRequest,
  bankServerRejection,
  entityExists,
  FinApiError,
  illegalFieldValue,
  noExistingChallenge,
  unknownEntity,
  unsupportedBank,
} from '../errors.ts'
import type { World } from '../world.ts'
import type { AccountType } from './account.ts'
import { authenticationOutcome } from './authentication.ts'
import { type Bank, type BankInterface, type BankingInterface, findInterface, hasProperty } from './bank.ts'
import type { BankConnection } from './bank-connection.ts'
import type { Client } from './client.ts'
import { connectAccounts, type ImportOptions } from './connect-accounts.ts'
import { currentHash, type Flow } from './flow.ts'
import { isValidIban, normaliseIban } from './iban.ts'
import { checkCredentials, type LoginCredential, type UnlabelledCredentials, withLabels } from './login-credentials.ts'
import { type ScaAnswer, startSca } from './sca-flow.ts'
import type { Scenario } from './scenario.ts'
import type { User } from './user.ts'

/** What a client asks for with an import; the same in every call of a flow, but for `hash` and `answer`. */
export interface ImportConnection {
  /** The API version that the call came through. */
  origin: string
  client: Client
  user: User
  bankId: number
  /** v1 may leave it out: then it is the first of the bank's interfaces. */
  interface: BankingInterface | undefined
  credentials: readonly LoginCredential[] | UnlabelledCredentials
  name: string | undefined
  storeSecrets: boolean
  skipPositionsDownload: boolean
  skipBalancesDownload: boolean
  maxDaysForDownload: number
  accountTypes: readonly AccountType[] | undefined
  /** IBANs. */
  accountReferences: readonly string[] | undefined
  redirectUrl: string | undefined
  hash: string | undefined
  answer: ScaAnswer
  /** Address of the bank's page for users, as the client reaches this server. */
  bankPageUrl: string
}

/** No source gives a number; users need a while at their bank's page, and a forgotten flow should not last. */
const FLOW_LIFETIME = 15 * 60_000

/**
 * Imports a bank connection, or continues to: answers the new connection, whose download is still to come, or throws
 * ADDITIONAL_AUTHENTICATION_REQUIRED (510) as long as the bank asks for more.
 */
export const importConnection = (world: World, command: ImportConnection): BankConnection => {
  assertDownloadOptions(command)
  const bank = world.library.bank(command.bankId)
  if (bank === undefined) throw unknownEntity(`Bank with ID '${command.bankId}' not found.`)
  try {
    return importFrom(world, bank, command)
  } catch (error) {
    if (error instanceof FinApiError) error.bank = bank
    throw error
  }
}

const importFrom = (world: World, bank: Bank, command: ImportConnection): BankConnection => {
  if (!world.library.isScripted(bank)) throw unsupportedBank()
  const bankInterface = chooseInterface(bank, command.interface)
  const credentials = checkCredentials(
    bankInterface,
    'length' in command.credentials ? command.credentials : withLabels(bankInterface, command.credentials),
  )
  assertRedirectUrl(bankInterface, command.redirectUrl)
  const fingerprint = JSON.stringify([bank.id, bankInterface.interface, credentials])
  const options: ImportOptions = { ...command, bank, bankInterface, credentials, fingerprint }

  const pending = pendingFlow(world, command, fingerprint)
  if (pending !== undefined) {
    const scenario = world.library.scenario(pending.scenario)
    assertAccountReferences(world, bankInterface, scenario, command.accountReferences)
    authenticationOutcome(world, pending, command.answer)
    return connectAccounts(world, scenario, options)
  }

  assertNotImported(world, command.user, fingerprint)
  const scenario = world.library.scenarioFor(bank, bankInterface.interface, credentials)
  if (scenario === undefined) throw wrongLogin()
  assertAccountReferences(world, bankInterface, scenario, command.accountReferences)
  const flow: Flow = {
    hashes: [world.ids.hash()],
    userKey: command.user.key,
    origin: command.origin,
    fingerprint,
    bankId: bank.id,
    interface: bankInterface.interface,
    scenario: scenario.name,
    clientId: command.client.id,
    bankPageUrl: command.bankPageUrl,
    returnUrl: command.redirectUrl,
    state: startSca(scenario.steps, world.ids),
    expiresAt: world.clock.now() + FLOW_LIFETIME,
  }
  world.flows.add(flow)
  authenticationOutcome(world, flow)
  return connectAccounts(world, scenario, options)
}

/** Documented for both versions; its status is that of other malformed requests. */
const assertDownloadOptions = ({
  maxDaysForDownload,
  skipBalancesDownload,
  skipPositionsDownload,
}: ImportConnection) => {
  if (maxDaysForDownload !== 0 && (maxDaysForDownload < 14 || maxDaysForDownload > 3650)) {
    throw badRequest(`maxDaysForDownload must be 0 or between 14 and 3650, but is ${maxDaysForDownload}.`)
  }
  if (skipBalancesDownload && !skipPositionsDownload) {
    throw badRequest('skipBalancesDownload may be true only together with skipPositionsDownload.')
  }
}

/** In the order in which finAPI itself prefers interfaces. */
const PREFERENCE: readonly BankingInterface[] = ['XS2A', 'FINTS_SERVER', 'WEB_SCRAPER']

const chooseInterface = (bank: Bank, wanted: BankingInterface | undefined): BankInterface => {
  const candidates = wanted === undefined ? PREFERENCE : [wanted]
  for (const candidate of candidates) {
    const found = findInterface(bank, candidate)
    if (found !== undefined) return found
  }
  throw badRequest(`Interface '${candidates[0]}' is not supported for this operation.`)
}

const assertRedirectUrl = (bankInterface: BankInterface, redirectUrl: string | undefined): void => {
  if (!hasProperty(bankInterface, 'REDIRECT_APPROACH')) return
  if (redirectUrl === undefined) {
    throw illegalFieldValue(`redirectUrl is required, because interface '${bankInterface.interface}' redirects.`)
  }
  if (!isReturnUrl(redirectUrl)) {
    throw illegalFieldValue(`redirectUrl must be an absolute http or https URL, but is '${redirectUrl}'.`)
  }
}

/** References are checked only where the interface wants them; elsewhere they are ignored, as the guide's requests need. */
const assertAccountReferences = (
  world: World,
  bankInterface: BankInterface,
  scenario: Scenario,
  references: readonly string[] | undefined,
): void => {
  if (!hasProperty(bankInterface, 'DETAILED_CONSENT')) return
  if (references === undefined || references.length === 0) {
    throw illegalFieldValue(`accountReferences are required for interface '${bankInterface.interface}'.`)
  }
  const known = world.library.ibansOf(scenario)
  const wrong = references.find((iban) => !isValidIban(iban) || !known.includes(normaliseIban(iban)))
  if (wrong !== undefined) throw illegalFieldValue(`accountReferences contain a wrong IBAN: '${wrong}'.`)
}

/** "The same connection" is the same user, bank, interface and login; another login makes another connection. */
const assertNotImported = (world: World, user: User, fingerprint: string): void => {
  const existing = world.bankConnections
    .of(user.key)
    .find((connection) => connection.interfaces.some((candidate) => candidate.fingerprint === fingerprint))
  if (existing === undefined) return
  throw entityExists(`A bank connection with these login credentials already exists (ID ${existing.id}).`)
}

const wrongLogin = (): FinApiError =>
  bankServerRejection({
    de: 'Die Anmeldung ist fehlgeschlagen. Bitte prüfen Sie Ihre Zugangsdaten.',
    en: 'The login failed. Please check your credentials.',
  })

/** The flow that a call continues. Throws NO_EXISTING_CHALLENGE where it names one that is not its own. */
const pendingFlow = (world: World, command: ImportConnection, fingerprint: string): Flow | undefined => {
  const { hash, answer, user, origin } = command
  if (hash === undefined) {
    // v1's old field `challengeResponse` comes without a hash and answers whatever is pending for the connection.
    if (answer.challengeResponse === undefined) return undefined
    const flow = world.flows
      .of(user.key)
      .findLast((candidate) => candidate.fingerprint === fingerprint && candidate.expiresAt > world.clock.now())
    if (flow?.state.status !== 'CHALLENGE_RESPONSE_REQUIRED') {
      throw noExistingChallenge('There is no pending challenge for this bank connection.')
    }
    return flow
  }
  const flow = world.flows.byHash(hash)
  if (flow === undefined || flow.userKey !== user.key || flow.expiresAt <= world.clock.now()) {
    throw noExistingChallenge(`There is no pending multi-step authentication with hash '${hash}'.`)
  }
  if (flow.fingerprint !== fingerprint) {
    throw noExistingChallenge(
      `Hash '${hash}' belongs to another request: bank, interface and login credentials must be repeated unchanged.`,
    )
  }
  // A client belongs to one API version, so no source tells what happens; to refuse is an assumption.
  if (flow.origin !== origin) {
    throw noExistingChallenge(`Hash '${currentHash(flow)}' belongs to a request of API ${flow.origin}.`)
  }
  return flow
}
