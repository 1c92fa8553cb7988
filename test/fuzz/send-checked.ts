import { findProblem } from './oracle.ts'
import type { ProcessProblems } from './process-problems.ts'
import type { FuzzRequest, FuzzResponse } from './request.ts'
import type { Target } from './target.ts'

/** A request that was sent, and what is wrong with the response. */
export interface CheckedResponse {
  /** Undefined if there is none yet, or the connection was cut. */
  readonly response: FuzzResponse | undefined
  /** One text, because one cause shows in several ways; undefined if nothing is wrong. */
  readonly problem: string | undefined
  /** A response that takes its time because the request asked for that. */
  readonly late: Promise<unknown> | undefined
}

export interface SendOptions {
  /** A fault may respond, delay or cut. */
  readonly isFaulty: boolean
  /** In milliseconds, for a response that may be late on purpose; undefined if it may not. */
  readonly patience: number | undefined
}

/** In milliseconds; on a busy machine, the process itself may not run for seconds. */
const DEADLINE = 30_000
/** In milliseconds of processor time; everybody else waits meanwhile. */
export const MAX_STALL = 100

const LATE = Symbol('late')

const waitAtMost = async <T>(promise: Promise<T>, milliseconds: number): Promise<T | typeof LATE> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), milliseconds)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** Sends a request and checks response and process. */
export const sendChecked = async (
  target: Target,
  processProblems: ProcessProblems,
  request: FuzzRequest,
  { isFaulty, patience }: SendOptions,
): Promise<CheckedResponse> => {
  const result = (
    response: FuzzResponse | undefined,
    ownProblems: readonly string[],
    late?: Promise<unknown>,
  ): CheckedResponse => {
    const problems = [...ownProblems, ...processProblems.take()]
    return { response, problem: problems.length === 0 ? undefined : problems.join('\n'), late }
  }
  const sent = target.send(request)
  // A late one may fail when nobody waits for it any more.
  sent.catch(() => undefined)
  try {
    const response = await waitAtMost(sent, patience ?? DEADLINE)
    if (response === LATE) {
      if (patience !== undefined)
        return result(
          undefined,
          [],
          sent.catch(() => undefined),
        )
      return result(undefined, [`no response within ${DEADLINE} ms`])
    }
    const problem = isFaulty ? undefined : findProblem(request, response)
    return result(response, problem === undefined ? [] : [problem])
  } catch (error) {
    // A fault that cuts the connection is an error of `fetch`.
    return result(undefined, isFaulty ? [] : [`no response: ${error instanceof Error ? error.stack : String(error)}`])
  }
}

/** Returns true if everything that was late has ended. */
export const allEnd = async (late: readonly Promise<unknown>[]): Promise<boolean> =>
  (await waitAtMost(Promise.all(late), DEADLINE)) !== LATE
