import { DEFAULT_FLOW_LIFETIME } from '../../../scenarios/defaults.ts'
import type { Scenario, Step } from '../../../scenarios/types.ts'
import { isValidIban, normaliseIban } from '../../bank/iban.ts'
import { parseDuration } from '../../core/duration.ts'
import { currentHash, type Flow } from '../../sca/flows.ts'
import { type ScaAnswer, startSca } from '../../sca/sca-flow.ts'
import type { World } from '../../world/world.ts'
import type { Client } from '../authorization/client.ts'
import { type Bank, type BankInterface, hasProperty } from '../banks/bank.ts'
import {
  bankServerRejection,
  type FinApiError,
  illegalFieldValue,
  noExistingChallenge,
  noPsuMetadata,
} from '../errors.ts'
import type { User } from '../users/user.ts'
import { type Authenticated, authenticationOutcome, type Explain } from './authentication.ts'
import type { LoginCredential } from './login-credentials.ts'
import { isLocked, loginKey, loginLocked } from './login-lock.ts'

/** What a call tells about the person in front of the client; undefined where the header is missing. */
export interface PsuMetadata {
  ipAddress: string | undefined
  deviceOs: string | undefined
  userAgent: string | undefined
}

/** What every call says that talks to a bank on behalf of a user; the same in each call of a flow, but for hash and answer. */
export interface BankCall {
  /** The API version that the call came through. */
  origin: string
  client: Client
  user: User
  redirectUrl: string | undefined
  /** IBANs. */
  accountReferences: readonly string[] | undefined
  hash: string | undefined
  answer: ScaAnswer
  psu: PsuMetadata
  /** Address of the bank's page for users, as the client reaches this server. */
  bankPageUrl: string
  explain: Explain
}

/** A call, and whom at the bank it is about. */
export interface Authentication {
  call: BankCall
  bank: Bank
  bankInterface: BankInterface
  credentials: readonly LoginCredential[]
  /** What must be the same in every call of a flow. */
  fingerprint: string
  /** What a first call begins, where that is known beforehand: for a connection that exists. */
  begins?: Beginning | undefined
}

/** What a bank plays with a user who comes: a scenario, and what of it is asked first. */
export interface Beginning {
  /** Undefined where the bank does not know the login. */
  scenario: Scenario | undefined
  steps: readonly Step[]
  /** Where the scenario has these steps. */
  path: string
  /** Whether the user is there; only then the bank wants to know about their device. */
  isAttended: boolean
}

/**
 * Takes the user through the bank's authentication, one call at a time: answers the scenario that let the user in, or
 * throws ADDITIONAL_AUTHENTICATION_REQUIRED (510) as long as the bank asks for more, and whatever the bank refuses.
 */
export const authenticatePsu = (
  world: World,
  authentication: Authentication,
): Authenticated & { scenario: Scenario } => {
  const { call } = authentication
  const pending = pendingFlow(world, authentication)
  if (pending !== undefined) {
    const scenario = world.library.scenario(pending.scenario)
    assertRequirements(world, scenario, authentication)
    return { scenario, ...authenticationOutcome(world, pending, call.answer, call.explain) }
  }
  const { scenario, ...begin } = authentication.begins ?? beginning(world, authentication)
  if (scenario === undefined) throw wrongLogin()
  assertRequirements(world, scenario, authentication, begin.isAttended)
  const login = loginKey(authentication.bank.id, authentication.bankInterface, authentication.credentials)
  if (isLocked(world, login)) throw loginLocked()
  const flow = newFlow(world, scenario, begin, login, authentication)
  return { scenario, ...authenticationOutcome(world, flow, undefined, call.explain) }
}

/** What was chosen for this user's next call goes before what the bank and the login say. */
const beginning = (world: World, { call, bank, bankInterface, credentials }: Authentication): Beginning => {
  const scenario =
    world.choices.take(call.user.key) ?? world.library.scenarioFor(bank, bankInterface.interface, credentials)
  return { scenario, steps: scenario?.steps ?? [], path: 'steps', isAttended: true }
}

const newFlow = (
  world: World,
  scenario: Scenario,
  { steps, path }: Pick<Beginning, 'steps' | 'path'>,
  login: string,
  { call, bank, bankInterface, fingerprint }: Authentication,
): Flow => {
  const now = world.clock.now()
  const flow: Flow = {
    hashes: [world.ids.hash()],
    userKey: call.user.key,
    origin: call.origin,
    fingerprint,
    loginKey: login,
    bankId: bank.id,
    interface: bankInterface.interface,
    scenario: scenario.name,
    clientId: call.client.id,
    bankPageUrl: call.bankPageUrl,
    returnUrl: call.redirectUrl,
    state: startSca(steps, world.ids.at(now), path),
    expiresAt: now + (parseDuration(scenario.validFor ?? DEFAULT_FLOW_LIFETIME) ?? 0),
  }
  world.flows.add(flow)
  world.timelines.begin(flow, call.user.id)
  return flow
}

const wrongLogin = (): FinApiError =>
  bankServerRejection({
    de: 'Die Anmeldung ist fehlgeschlagen. Bitte prüfen Sie Ihre Zugangsdaten.',
    en: 'The login failed. Please check your credentials.',
  })

const assertRequirements = (
  world: World,
  scenario: Scenario,
  { call, bankInterface }: Authentication,
  isAttended = true,
): void => {
  if (scenario.requires?.psuMetadata && isAttended) assertPsuMetadata(call.psu)
  // References are checked only where they are wanted; elsewhere they are ignored, as the guide's requests need.
  if (scenario.requires?.accountReferences || hasProperty(bankInterface, 'DETAILED_CONSENT')) {
    assertAccountReferences(world, bankInterface, scenario, call.accountReferences)
  }
}

const assertPsuMetadata = ({ ipAddress, deviceOs, userAgent }: PsuMetadata): void => {
  const wanted = { 'PSU-IP-Address': ipAddress, 'PSU-Device-OS': deviceOs, 'PSU-User-Agent': userAgent }
  for (const [header, value] of Object.entries(wanted)) {
    if (value === undefined || value.trim() === '') throw noPsuMetadata(header)
  }
}

const assertAccountReferences = (
  world: World,
  bankInterface: BankInterface,
  scenario: Scenario,
  references: readonly string[] | undefined,
): void => {
  if (references === undefined || references.length === 0) {
    throw illegalFieldValue(`accountReferences are required for interface '${bankInterface.interface}'.`)
  }
  const known = world.library.ibansOf(scenario)
  const wrong = references.find((iban) => !isValidIban(iban) || !known.includes(normaliseIban(iban)))
  if (wrong !== undefined) throw illegalFieldValue(`accountReferences contain a wrong IBAN: '${wrong}'.`)
}

/** The flow that a call continues. Throws NO_EXISTING_CHALLENGE where it names one that is not its own. */
const pendingFlow = (world: World, { call, fingerprint }: Authentication): Flow | undefined => {
  const { hash, answer, user, origin } = call
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
