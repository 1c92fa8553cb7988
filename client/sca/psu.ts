import type { Challenge, Redirect, TwoStepProcedure } from './types.ts'

type MaybePromise<T> = T | PromiseLike<T>

/**
 * The callbacks through which a flow reaches the PSU. A callback may take as long as the PSU does; it receives the
 * flow's signal, and an error that it throws (the PSU pressed "cancel") ends the flow. Omit only those that cannot occur.
 *
 * @example
 * const psu: Psu = {
 *   chooseProcedure: (procedures) => askForChoice(procedures.map(({ procedureId, procedureName }) => …)),
 *   answerChallenge: ({ kind, message, label }) => askForTan(message, label),
 *   visitRedirect: ({ url }) => openInBrowser(url), // resolves with the URL that the browser returned to
 *   approveDecoupled: ({ message }) => show(message ?? 'Please approve in your banking app'),
 * }
 */
export interface Psu {
  /** Shows the procedures that the bank offers; returns the `procedureId` of the chosen one. */
  chooseProcedure?(procedures: TwoStepProcedure[], signal?: AbortSignal): MaybePromise<string>
  /** Shows a challenge; returns the answer that the PSU typed. */
  answerChallenge?(challenge: Challenge, signal?: AbortSignal): MaybePromise<string>
  /** Sends the PSU's browser to the bank; returns the URL or query string with which it came back. */
  visitRedirect?(redirect: Redirect, signal?: AbortSignal): MaybePromise<string>
  /** Asks the PSU to approve on their device, and returns at once. Called once for each approval. */
  approveDecoupled?(approval: { message: string | undefined }, signal?: AbortSignal): MaybePromise<void>
}
