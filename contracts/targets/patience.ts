import type { OperationId } from '../api.ts'

/** The limits on repeating a request, in milliseconds. */
export interface Patience {
  /** The number of repetitions of a request after 429 or 5xx; after a network fault it is repeated once. */
  readonly repeats: number
  /** The pause before the first repeat; doubles with each one. */
  readonly pause: number
  /** The longest pause, also where Retry-After names a longer one. */
  readonly longest: number
}

/** The end of a request, as far as repeating depends on it. */
export type Ending =
  | {
      readonly kind: 'response'
      readonly status: number
      readonly retryAfter: string | undefined
      /** True if the body is finAPI's list of errors, not the page of a gateway. */
      readonly isFinApi: boolean
    }
  | { readonly kind: 'fault'; readonly error: unknown }

export interface Repeatable {
  readonly method: string
  readonly operationId?: OperationId | undefined
}

/** Faults before the server was reached, so nothing can have happened. */
const CONNECT_FAULTS = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Faults after which it is unknown whether the server acted on the request. */
const BROKEN_CONNECTIONS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

const BUSY = new Set([429, 503])
const GATEWAY = new Set([502, 504])

/** Lists the codes of a fault; Node wraps several refused addresses in one error. */
const listCodes = (error: unknown): unknown[] => {
  if (error instanceof AggregateError) return error.errors.flatMap(listCodes)
  return error instanceof Error && 'code' in error ? [error.code] : []
}

const isIdempotent = (method: string): boolean => ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'].includes(method)

const mayRepeat = (request: Repeatable, ending: Ending): boolean => {
  const { method, operationId } = request
  if (ending.kind === 'fault') {
    const codes = listCodes(ending.error)
    if (codes.some((code) => CONNECT_FAULTS.has(String(code)))) return true
    return isIdempotent(method) && codes.some((code) => BROKEN_CONNECTIONS.has(String(code)))
  }
  const { status, isFinApi } = ending
  if (status === 429) return true
  if (isIdempotent(method)) return status === 500 || BUSY.has(status) || GATEWAY.has(status)
  // finAPI's own response to a POST is final. A gateway may have forwarded the request before it gave up: finAPI would
  // refuse a second import, but create a second user, which nobody deletes.
  if (isFinApi) return false
  return BUSY.has(status) || (GATEWAY.has(status) && operationId !== 'createUser')
}

/** Parses a Retry-After, which is a number of seconds or a date. */
const askedPause = (retryAfter: string | undefined, now: number): number | undefined => {
  if (retryAfter === undefined || retryAfter === '') return undefined
  const seconds = Number(retryAfter)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/**
 * Returns the milliseconds to wait before the request is repeated, or undefined if it is not. 501 and 510 are never
 * repeated: finAPI uses them like any other status.
 */
export const pauseBeforeRepeat = (
  request: Repeatable,
  ending: Ending,
  repeated: number,
  patience: Patience,
  now = Date.now(),
): number | undefined => {
  const limit = ending.kind === 'fault' ? Math.min(1, patience.repeats) : patience.repeats
  if (repeated >= limit || !mayRepeat(request, ending)) return undefined
  const asked = ending.kind === 'response' ? askedPause(ending.retryAfter, now) : undefined
  return Math.min(asked ?? patience.pause * 2 ** repeated, patience.longest)
}
