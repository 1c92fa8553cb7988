import type { OperationId } from '../api.ts'

/** How often and after how long a request is repeated. Milliseconds. */
export interface Patience {
  /** Repeats of a request that was answered with 429 or 5xx; a network fault is repeated once. */
  readonly repeats: number
  /** Before the first repeat; doubles with each one. */
  readonly pause: number
  /** Also the most of a Retry-After that is honoured. */
  readonly longest: number
}

/** How a request ended, as far as it matters for asking again. */
export type Ending =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly retryAfter: string | undefined
      /** The body is finAPI's own list of errors, and not the page of a gateway in front of it. */
      readonly isFinApi: boolean
    }
  | { readonly kind: 'fault'; readonly error: unknown }

export interface Repeatable {
  readonly method: string
  readonly operationId?: OperationId | undefined
}

/** Nobody was reached, so nothing can have happened. */
const CONNECT_FAULTS = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The connection ended on the way: whether the server did what was asked, nobody knows. */
const BROKEN_CONNECTIONS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

const BUSY = new Set([429, 503])
const GATEWAY = new Set([502, 504])

/** The codes of a fault; Node wraps several refused addresses in one error. */
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
  // What finAPI itself answers to a POST is an answer. A gateway may have let the request through before it gave up:
  // an import asked for twice is refused, but a user created twice would be nobody's to delete.
  if (isFinApi) return false
  return BUSY.has(status) || (GATEWAY.has(status) && operationId !== 'createUser')
}

/** Reads a Retry-After, which is a number of seconds or a date. */
const askedPause = (retryAfter: string | undefined, now: number): number | undefined => {
  if (retryAfter === undefined || retryAfter === '') return undefined
  const seconds = Number(retryAfter)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/**
 * The milliseconds to wait before the request is sent again, or undefined when its last ending is the final one.
 * 501 and 510 are never repeated: at finAPI they are answers like any other.
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
  const asked = ending.kind === 'answer' ? askedPause(ending.retryAfter, now) : undefined
  return Math.min(asked ?? patience.pause * 2 ** repeated, patience.longest)
}
