import { DEFAULT_FLOW_LIFETIME } from '../../../scenarios/defaults.ts'
import type { Scenario, Step } from '../../../scenarios/types.ts'
import { isValidIban, normaliseIban } from '../../bank/iban.ts'
import { requireDuration } from '../../core/duration.ts'
import { continueFlow, type FlowOutcome, scaContext, startFlow } from '../../sca/advance-flow.ts'
import { currentHash, type Flow } from '../../sca/flows.ts'
import { type FlowPurpose, isSamePurpose } from '../../sca/purpose.ts'
import { isReturnUrl } from '../../sca/return-url.ts'
import { REDIRECT_CONTEXT_FIELD, type ScaProblem, startSca } from '../../sca/sca-flow.ts'
import type { World } from '../../world/world.ts'
import { type Bank, type BankInterface, hasProperty } from '../banks/bank.ts'
import {
  additionalAuthenticationRequired,
  bankServerRejection,
  type FinApiError,
  illegalFieldValue,
  invalidTwoStepProcedure,
  missingField,
  noExistingChallenge,
  noPsuMetadata,
  rejected,
} from '../errors.ts'
import type { PsuMetadata } from '../operation-context.ts'
import type { BankCall, BankCaller } from './bank-call.ts'
import type { LoginCredential } from './login-credentials.ts'
import { loginKey } from './login-lock.ts'

/** A call to a bank with its purpose and the login at the bank. */
export interface Authentication {
  caller: BankCaller
  call: BankCall
  purpose: FlowPurpose
  bank: Bank
  bankInterface: BankInterface
  credentials: readonly LoginCredential[]
  /** Bank, interface and login, which every call of a flow must repeat. */
  fingerprint: string
  /** The start of a flow, if the connection determines it; otherwise bank and login choose the scenario. */
  start?: FlowStart | undefined
}

/** The scenario of a flow, and its first steps. */
export interface FlowStart {
  /** Undefined if the bank does not know the login. */
  scenario: Scenario | undefined
  steps: readonly Step[]
  /** The path of the steps in the scenario. */
  path: string
  /** True if the PSU is present, because only then the bank requires the PSU headers. */
  isAttended: boolean
}

/** The result of a successful authentication. */
export interface Authenticated {
  scenario: Scenario
  /** The procedure that was used last, if any. */
  procedureId: string | undefined
}

/**
 * Starts or continues the PSU's authentication at the bank, one call at a time. Returns the scenario of a successful
 * authentication, or ADDITIONAL_AUTHENTICATION_REQUIRED (510) while the bank requires more. Throws the errors of the
 * bank and of finAPI.
 */
export const authenticatePsu = (world: World, authentication: Authentication): Authenticated | FinApiError => {
  const { call, caller } = authentication
  const pending = findPendingFlow(world, authentication)
  if (pending !== undefined) {
    const scenario = world.library.scenario(pending.scenario)
    assertRequirements(world, scenario, authentication)
    return toResult(world, scenario, pending, continueFlow(world, pending, call.answer, caller.bankPageUrl))
  }
  const { scenario, ...start } = authentication.start ?? chooseStart(world, authentication)
  if (scenario === undefined) throw wrongLogin()
  assertRequirements(world, scenario, authentication, start.isAttended)
  const login = loginKey(authentication.bank.id, authentication.bankInterface, authentication.credentials)
  if (world.lockedLogins.has(login)) throw loginLocked()
  const flow = createFlow(world, scenario, start, login, authentication)
  return toResult(world, scenario, flow, startFlow(world, flow, caller.bankPageUrl))
}

/** Chooses the scenario: one chosen for the user's next call takes precedence over bank and login. */
const chooseStart = (world: World, { caller, bank, bankInterface, credentials }: Authentication): FlowStart => {
  const chosen = world.scenarioChoices.take(caller.user.key)
  const scenario =
    chosen === undefined
      ? world.library.scenarioFor(bank, bankInterface.interface, credentials)
      : world.library.scenario(chosen)
  return { scenario, steps: scenario?.steps ?? [], path: 'steps', isAttended: true }
}

const createFlow = (
  world: World,
  scenario: Scenario,
  { steps, path }: Pick<FlowStart, 'steps' | 'path'>,
  login: string,
  { caller, call, purpose, bank, bankInterface, fingerprint }: Authentication,
): Flow => ({
  hashes: [world.ids.hash()],
  userKey: caller.user.key,
  userId: caller.user.id,
  purpose,
  origin: caller.origin,
  fingerprint,
  loginKey: login,
  bankId: bank.id,
  interface: bankInterface.interface,
  scenario: scenario.name,
  clientId: caller.client.id,
  // Only interfaces that redirect check the URL beforehand; a scenario may redirect at any interface.
  returnUrl: call.redirectUrl !== undefined && isReturnUrl(call.redirectUrl) ? call.redirectUrl : undefined,
  state: startSca(steps, scaContext(world), path),
  expiresAt: world.clock.now() + requireDuration(scenario.validFor ?? DEFAULT_FLOW_LIFETIME),
})

/**
 * Returns the result of a completed flow, or the challenge of a pending one, which is what most calls get and so is
 * returned. Throws the error of any other outcome.
 */
const toResult = (world: World, scenario: Scenario, flow: Flow, outcome: FlowOutcome): Authenticated | FinApiError => {
  switch (outcome.kind) {
    case 'completed':
      return { scenario, procedureId: outcome.procedureId }
    case 'rejected': {
      const { rejection } = outcome
      if (rejection.locksLogin) world.lockedLogins.add(flow.loginKey)
      throw rejected(rejection.code ?? 'BANK_SERVER_REJECTION', rejection.message)
    }
    case 'pending':
      // An interface that redirects requires the URL in the first call; a scenario may redirect at any interface.
      if (outcome.challenge.status === 'REDIRECT_REQUIRED' && flow.returnUrl === undefined) {
        throw illegalFieldValue('redirectUrl must be an absolute http or https URL, because the bank redirects.')
      }
      return additionalAuthenticationRequired(outcome.challenge)
    case 'refused':
      throw toError(outcome.problem, outcome.status)
    default:
      return outcome satisfies never
  }
}

const toError = (problem: ScaProblem, status: string): FinApiError => {
  switch (problem.problem) {
    case 'missing-answer':
      return missingField(`Status ${status} must be answered with multiStepAuthentication.${problem.field}.`)
    case 'no-pending-challenge':
      return noExistingChallenge(
        `multiStepAuthentication.${problem.field} was set, but the pending status is ${status}.`,
      )
    case 'unknown-procedure':
      return invalidTwoStepProcedure(
        `Two-step procedure '${problem.procedureId}' is not offered. Offered are: ${problem.known.join(', ')}.`,
      )
    case 'foreign-callback':
      return illegalFieldValue(
        `redirectCallback must carry ${REDIRECT_CONTEXT_FIELD}=${problem.expected}, but ${
          problem.given === undefined ? 'carries none' : `carries '${problem.given}'`
        }.`,
      )
    default:
      return problem satisfies never
  }
}

const wrongLogin = (): FinApiError =>
  bankServerRejection({
    de: 'Die Anmeldung ist fehlgeschlagen. Bitte prüfen Sie Ihre Zugangsdaten.',
    en: 'The login failed. Please check your credentials.',
  })

const loginLocked = (): FinApiError =>
  bankServerRejection({
    de: 'Ihr Zugang ist gesperrt. Bitte wenden Sie sich an Ihre Bank.',
    en: 'Your access is locked. Please contact your bank.',
  })

const assertRequirements = (
  world: World,
  scenario: Scenario,
  { caller, call, bankInterface }: Authentication,
  isAttended = true,
): void => {
  if (scenario.requires?.psuMetadata && isAttended) assertPsuMetadata(caller.psu)
  // References are checked only where they are required; elsewhere they are ignored, as the guide's requests need.
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

/** Returns the flow that a call continues. Throws NO_EXISTING_CHALLENGE for a flow of another request or user. */
const findPendingFlow = (world: World, authentication: Authentication): Flow | undefined => {
  const { hash, answer } = authentication.call
  if (hash !== undefined) return requireFlow(world, hash, authentication)
  // v1's old field `challengeResponse` is sent without a hash and answers the pending challenge of the connection.
  return answer.challengeResponse === undefined ? undefined : requireLatestFlow(world, authentication)
}

const requireLatestFlow = (world: World, authentication: Authentication): Flow => {
  const flow = world.flows
    .of(authentication.caller.user.key)
    .findLast((candidate) => isSameRequest(candidate, authentication) && candidate.expiresAt > world.clock.now())
  if (flow?.state.status !== 'CHALLENGE_RESPONSE_REQUIRED') {
    throw noExistingChallenge('There is no pending challenge for this bank connection.')
  }
  return flow
}

const requireFlow = (world: World, hash: string, authentication: Authentication): Flow => {
  const { user, origin } = authentication.caller
  const flow = world.flows.byHash(hash)
  if (flow === undefined || flow.userKey !== user.key || flow.expiresAt <= world.clock.now()) {
    throw noExistingChallenge(`There is no pending multi-step authentication with hash '${hash}'.`)
  }
  if (!isSameRequest(flow, authentication)) {
    throw noExistingChallenge(
      `Hash '${hash}' belongs to another request: bank, interface and login credentials must be repeated unchanged.`,
    )
  }
  // Refusing is an assumption: a client belongs to one API version, so no source describes this case.
  if (flow.origin !== origin) {
    throw noExistingChallenge(`Hash '${currentHash(flow)}' belongs to a request of API ${flow.origin}.`)
  }
  return flow
}

/** Returns true if a call repeats the request of a flow. Neither an import nor another update continues an update. */
const isSameRequest = (flow: Flow, { purpose, fingerprint }: Authentication): boolean =>
  isSamePurpose(flow.purpose, purpose) && flow.fingerprint === fingerprint
