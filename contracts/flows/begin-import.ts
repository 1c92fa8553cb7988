import { type Challenge, expectPresent } from '../expect.ts'
import { skip } from '../rule.ts'
import type { Approach } from '../targets/demo-banks.ts'
import type { Target, User } from '../targets/target.ts'
import {
  advanceUntil,
  type ImportFlow,
  isDecoupled,
  readChallenge,
  startImport,
  type TwoStepProcedure,
} from './import-flow.ts'

/** Starts an import and returns it with its first response; for a borrowed user by default. */
export const beginImport = async (target: Target, approach: Approach, user?: User): Promise<ImportFlow> =>
  startImport(target, user ?? (await target.borrowUser()), await target.demoBank(approach))

/** An import at the choice of a procedure. */
export interface Choice {
  readonly flow: ImportFlow
  readonly challenge: Challenge
  readonly procedures: readonly TwoStepProcedure[]
}

/** Starts an import up to the choice of a procedure; skips the rule if the bank offers none. */
export const beginChoice = async (target: Target): Promise<Choice> => {
  const flow = await beginImport(target, 'embedded')
  const challenge = readChallenge(flow, 'TWO_STEP_PROCEDURE_REQUIRED', 'CHALLENGE_RESPONSE_REQUIRED')
  if (challenge.status !== 'TWO_STEP_PROCEDURE_REQUIRED') return skip('the bank chose the procedure itself')
  return { flow, challenge, procedures: expectPresent(challenge.twoStepProcedures, 'twoStepProcedures') }
}

/** Finds a procedure of a challenge type whose answer is typed; skips the rule if there is none. */
export const procedureOfKind = (kind: string, procedures: readonly TwoStepProcedure[]): TwoStepProcedure =>
  procedures.find((one) => one.procedureChallengeType === kind && !isDecoupled(one)) ??
  skip(`the bank offers no procedure of the kind ${kind}`)

/** Starts an import up to the request for a TAN. */
export const beginTan = async (target: Target): Promise<ImportFlow> => {
  const start = await beginImport(target, 'embedded')
  const flow = await advanceUntil(start, ({ status }) => status === 'CHALLENGE_RESPONSE_REQUIRED')
  readChallenge(flow, 'CHALLENGE_RESPONSE_REQUIRED')
  return flow
}

/** Starts an import up to the visit at the bank. */
export const beginVisit = async (
  target: Target,
  returnUrl = target.settings.returnUrl,
): Promise<{ flow: ImportFlow; challenge: Challenge }> => {
  const bank = await target.demoBank('redirect')
  const start = await startImport(target, await target.borrowUser(), bank, { returnUrl })
  const flow = await advanceUntil(start, ({ status }) => status === 'REDIRECT_REQUIRED')
  return { flow, challenge: readChallenge(flow, 'REDIRECT_REQUIRED') }
}
