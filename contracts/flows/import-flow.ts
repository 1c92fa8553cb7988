import type { Schema, SuccessBody } from '../api.ts'
import { type Challenge, expectChallenge, expectPresent, expectSuccess, fail } from '../expect.ts'
import type { OperationResponse } from '../response.ts'
import type { DemoBank } from '../targets/demo-banks.ts'
import type { ImportBody } from '../targets/import-request.ts'
import type { Login } from '../targets/settings.ts'
import type { Bearer, Target } from '../targets/target.ts'

export type BankConnection = SuccessBody<'importBankConnection'>
export type TwoStepProcedure = Schema<'TwoStepProcedure'>

/** An import under way: what was sent first, and what came back last. */
export interface ImportFlow {
  readonly target: Target
  readonly user: Bearer
  readonly bank: DemoBank
  readonly request: ImportBody
  readonly response: OperationResponse<'importBankConnection'>
}

/** What a client adds to its request to answer a challenge. */
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

/** The challenge a flow stands at. */
export const readChallenge = (flow: ImportFlow, ...allowed: readonly Challenge['status'][]): Challenge =>
  expectChallenge(flow.response, ...allowed)

/** Repeats the request with an answer to the last challenge, as finAPI asks: all fields again, plus the new one. */
export const reply = async (flow: ImportFlow, callback: Reply, overrides: ImportBody = {}): Promise<ImportFlow> => {
  const hash = callback.hash ?? readChallenge(flow).hash
  const response = await flow.target.call('importBankConnection', {
    as: flow.user,
    body: { ...flow.request, ...overrides, multiStepAuthentication: { ...callback, hash } },
  })
  return { ...flow, response }
}

/** Banks give no kind for a procedure on the phone; some only name it. */
export const isDecoupled = (procedure: TwoStepProcedure): boolean =>
  /decoupl|entkoppel/i.test(procedure.procedureName) || !procedure.procedureChallengeType

export const chooseProcedure = (flow: ImportFlow, procedures: readonly TwoStepProcedure[]): TwoStepProcedure => {
  const wanted =
    flow.bank.approach === 'decoupled'
      ? // The older demo bank turns any procedure into a decoupled one.
        (procedures.find(isDecoupled) ?? procedures[0])
      : (procedures.find((one) => one.procedureChallengeType === 'TEXT' && !isDecoupled(one)) ??
        procedures.find((one) => !isDecoupled(one)))
  return wanted ?? fail(`no procedure for the ${flow.bank.approach} approach among ${JSON.stringify(procedures)}`)
}

/** Sends the person to the bank and answers the query string they come back with. */
export const visitBank = (
  flow: ImportFlow,
  challenge: Challenge,
  decision: 'approve' | 'cancel',
  returnUrl = flow.target.settings.returnUrl,
): Promise<string> => {
  const { psu, demo, limits } = flow.target.settings
  return psu({
    url: expectPresent(challenge.redirectUrl, 'redirectUrl of the challenge'),
    returnUrl,
    login: demo.bankPage,
    decision,
    signal: AbortSignal.timeout(psu.visitLimit ?? limits.request),
  })
}

const answerTo = async (flow: ImportFlow, challenge: Challenge): Promise<Reply> => {
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

/** Goes on until the bank asks for one of these, or the flow ends. */
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
    current = await reply(current, await answerTo(current, challenge))
  }
  return current
}

/** Does whatever the bank asks, in whatever order, and answers the connection. */
export const completeImport = async (flow: ImportFlow): Promise<BankConnection> => {
  const done = await advanceUntil(flow, () => false)
  return expectSuccess(done.response, 201)
}
