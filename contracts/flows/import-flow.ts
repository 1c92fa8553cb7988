import { type Challenge, expectChallenge, expectPresent, expectSuccess, fail } from '../expect.ts'
import type { ApiVersion, Schema, SuccessBodyOf } from '../openapi/api-types.ts'
import type { OperationResponse } from '../response.ts'
import type { DemoBank } from '../targets/demo-banks.ts'
import type { ImportBody } from '../targets/import-request.ts'
import type { Login } from '../targets/settings.ts'
import type { Bearer, Target } from '../targets/target.ts'

export type BankConnection = SuccessBodyOf<ApiVersion, 'importBankConnection'>
export type TwoStepProcedure = Schema<ApiVersion, 'TwoStepProcedure'>

/** A pending import: its first request and its last response. */
export interface ImportFlow {
  readonly target: Target
  readonly user: Bearer
  readonly bank: DemoBank
  readonly request: ImportBody
  readonly response: OperationResponse<'importBankConnection'>
}

/** The fields that a client adds to its request to reply to a challenge. */
export type Reply = Readonly<{
  hash?: string
  twoStepProcedureId?: string
  challengeResponse?: string
  redirectCallback?: string
  decoupledCallback?: boolean
}>

export interface StartOptions {
  readonly login?: Login
  readonly overrides?: ImportBody
  readonly returnUrl?: string
}

export const startImport = async (
  target: Target,
  user: Bearer,
  bank: DemoBank,
  options: StartOptions = {},
): Promise<ImportFlow> => {
  const request = target.importRequest(bank, options)
  const response = await target.call('importBankConnection', { as: user, body: request })
  return { target, user, bank, request, response }
}

/** Reads the challenge in the last response of a flow. */
export const readChallenge = (flow: ImportFlow, ...allowed: readonly Challenge['status'][]): Challenge =>
  expectChallenge(flow.response, ...allowed)

/** Repeats the request with a reply to the last challenge: finAPI requires all fields again, plus the new ones. */
export const reply = async (flow: ImportFlow, callback: Reply, overrides: ImportBody = {}): Promise<ImportFlow> => {
  const hash = callback.hash ?? readChallenge(flow).hash
  const response = await flow.target.call('importBankConnection', {
    as: flow.user,
    body: { ...flow.request, ...overrides, multiStepAuthentication: { ...callback, hash } },
  })
  return { ...flow, response }
}

/** Returns whether a procedure is decoupled: those have no challenge type, or are only recognisable by their name. */
export const isDecoupled = (procedure: TwoStepProcedure): boolean =>
  /decoupl|entkoppel/i.test(procedure.procedureName) || !procedure.procedureChallengeType

export const chooseProcedure = (flow: ImportFlow, procedures: readonly TwoStepProcedure[]): TwoStepProcedure => {
  const wanted =
    flow.bank.approach === 'decoupled'
      ? // At the older demo bank every procedure is decoupled.
        (procedures.find(isDecoupled) ?? procedures[0])
      : (procedures.find((one) => one.procedureChallengeType === 'TEXT' && !isDecoupled(one)) ??
        procedures.find((one) => !isDecoupled(one)))
  return wanted ?? fail(`no procedure for the ${flow.bank.approach} approach among ${JSON.stringify(procedures)}`)
}

/** Lets the PSU visit the bank, and returns the query string of the return URL. */
export const visitBank = (
  flow: ImportFlow,
  challenge: Challenge,
  decision: 'approve' | 'cancel',
  returnUrl = flow.target.settings.returnUrl,
): Promise<string> =>
  flow.target.visitBank({
    url: expectPresent(challenge.redirectUrl, 'redirectUrl of the challenge'),
    returnUrl,
    login: flow.target.settings.demo.bankPage,
    decision,
  })

const createReply = async (flow: ImportFlow, challenge: Challenge): Promise<Reply> => {
  switch (challenge.status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return { twoStepProcedureId: chooseProcedure(flow, challenge.twoStepProcedures ?? []).procedureId }
    case 'CHALLENGE_RESPONSE_REQUIRED':
      return { challengeResponse: flow.target.settings.demo.tan }
    case 'REDIRECT_REQUIRED':
      return { redirectCallback: await visitBank(flow, challenge, 'approve') }
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      await flow.target.wait(flow.target.settings.poll.decoupled)
      return { decoupledCallback: true }
    default:
      challenge.status satisfies never
      return fail(`unknown status of the authentication: ${String(challenge.status)}`)
  }
}

/** Replies to challenges until one of them is enough, or the flow ends. */
export const advanceUntil = async (
  flow: ImportFlow,
  isEnough: (challenge: Challenge) => boolean,
): Promise<ImportFlow> => {
  const limit = flow.target.startLimit(flow.target.settings.limits.ready)
  let current = flow
  while (current.response.status === 510) {
    const challenge = readChallenge(current)
    if (isEnough(challenge)) break
    if (limit.isOver()) fail(`the import still asks for ${challenge.status} after the time allowed`)
    current = await reply(current, await createReply(current, challenge))
  }
  return current
}

/** Replies to all challenges, and returns the connection. */
export const completeImport = async (flow: ImportFlow): Promise<BankConnection> => {
  const done = await advanceUntil(flow, () => false)
  return expectSuccess(done.response, 201)
}
