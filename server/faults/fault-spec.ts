import { ERROR_CODES, type ErrorCode } from '../../contracts/openapi/generated/error-codes.ts'
import { operations as operationsV1 } from '../../contracts/openapi/generated/v1.operations.ts'
import { operations as operationsV2 } from '../../contracts/openapi/generated/v2.operations.ts'
import { didYouMean } from '../../scenarios/nearest.ts'
import type { ErrorType } from '../access/errors.ts'
import { type Fields, InputError, readFields } from '../core/input.ts'
import { MAX_PATTERN } from '../core/path-pattern.ts'
import { DURATION_FORMAT } from '../core/time-limits.ts'

/** The requests that a fault matches: those that match every given field; without any, all requests to finAPI. */
export interface FaultTarget {
  /** The name of an operation in the API's contract, such as `importBankConnection`. */
  operation?: string | undefined
  method?: string | undefined
  /** A path without a world's prefix; `*` matches one part of it, `**` any number of parts. */
  path?: string | undefined
  version?: 'v1' | 'v2' | undefined
  /** The id of the user whose token is sent; requests for tokens send none. */
  user?: string | undefined
  /** The id of the client whose token is sent. */
  client?: string | undefined
}

/** The number of requests that a fault affects, and the time of its effect. */
export interface FaultRepeat {
  /** The number of affected requests; 1 unless given. */
  times?: number | 'until-removed' | undefined
  /** The number of matching requests that pass before the first affected one. */
  skip?: number | undefined
  /**
   * `before` (the default): the fault takes the place of the operation. `after`: the operation runs, and only its
   * response is replaced or lost.
   */
  when?: 'before' | 'after' | undefined
}

/** The effect of a fault on a request. */
export type FaultEffect =
  /** A response with finAPI's error body; `code`, `type` and `message` follow from the status unless given. */
  | {
      kind: 'status'
      status: number
      code?: ErrorCode | undefined
      type?: ErrorType | undefined
      message?: string | undefined
      /** Seconds, for the header Retry-After. */
      retryAfter?: number | undefined
    }
  /** An HTML page of a gateway that did not reach finAPI. */
  | { kind: 'gateway'; status: 502 | 503 | 504; retryAfter?: number | undefined }
  /** 429 with Retry-After in seconds (1 unless given), from a gateway; finAPI documents no such response. */
  | { kind: 'too-many-requests'; retryAfter?: number | undefined }
  /** A delayed response; milliseconds or an ISO 8601 duration. */
  | { kind: 'delay'; delay: number | string }
  /** A body that is sent in `chunks` parts (10 unless given) over `duration`. */
  | { kind: 'slow-body'; duration: number | string; chunks?: number | undefined }
  /** A connection that ends before the response, within its headers, or after them within the body. */
  | { kind: 'cut'; at: CutPlace }
  /** A body that is not JSON. */
  | { kind: 'invalid-json' }
  /** A body that ends in the middle, though the HTTP message is complete. */
  | { kind: 'truncated-json' }

export type CutPlace = (typeof CUT_PLACES)[number]

/** A fault: the requests it matches, their number, and the effect. */
export type FaultSpec = FaultTarget & FaultRepeat & FaultEffect

const CUT_PLACES = ['before-headers', 'within-headers', 'within-body'] as const
const KINDS = [
  'status',
  'gateway',
  'too-many-requests',
  'delay',
  'slow-body',
  'cut',
  'invalid-json',
  'truncated-json',
] as const
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const
const OPERATIONS: ReadonlySet<string> = new Set([...Object.keys(operationsV1), ...Object.keys(operationsV2)])
const MAX_RETRY_AFTER = 86_400
const MAX_CHUNKS = 1000

/** Checks a fault. Throws an InputError that names the invalid field and its valid values. */
export const readFaultSpec = (given: unknown): FaultSpec => {
  const fields = readFields(given, 'A fault')
  const target = readTarget(fields)
  const effect = readEffect(fields)
  const repeat = readRepeat(fields, effect)
  fields.done()
  return { ...target, ...effect, ...repeat }
}

const readTarget = (fields: Fields): FaultTarget => {
  const operation = fields.text('operation')
  if (operation !== undefined && !OPERATIONS.has(operation)) {
    throw fields.wrong(
      'operation',
      `an operation of the API, such as importBankConnection${didYouMean(operation, [...OPERATIONS])}`,
    )
  }
  const path = fields.text('path', MAX_PATTERN)
  if (path !== undefined && !path.startsWith('/')) {
    throw fields.wrong('path', "a path such as '/api/v2/accounts/*', without host and world")
  }
  return withoutUndefined({
    operation,
    path,
    method: fields.oneOf('method', METHODS),
    version: fields.oneOf('version', ['v1', 'v2']),
    user: fields.text('user'),
    client: fields.text('client'),
  })
}

/** Removes undefined fields, so that a listed fault has the fields that were given. */
const withoutUndefined = <T extends object>(fields: T): T => {
  const kept: T = { ...fields }
  for (const name in kept) if (kept[name] === undefined) delete kept[name]
  return kept
}

const readEffect = (fields: Fields): FaultEffect => {
  const kind = fields.oneOf('kind', KINDS)
  switch (kind) {
    case undefined:
      throw fields.wrong('kind', `one of ${KINDS.join(', ')}`)
    case 'status': {
      const status = fields.whole('status', 400, 599)
      if (status === undefined) throw fields.wrong('status', 'a whole number from 400 to 599')
      return withoutUndefined({
        kind,
        status,
        code: fields.oneOf('code', ERROR_CODES),
        type: fields.oneOf('type', ['BUSINESS', 'TECHNICAL']),
        message: fields.text('message'),
        retryAfter: fields.whole('retryAfter', 0, MAX_RETRY_AFTER),
      })
    }
    case 'gateway': {
      const wanted = fields.whole('status', 502, 504)
      const status = ([502, 503, 504] as const).find((candidate) => candidate === wanted)
      if (status === undefined) throw fields.wrong('status', '502, 503 or 504')
      return withoutUndefined({ kind, status, retryAfter: fields.whole('retryAfter', 0, MAX_RETRY_AFTER) })
    }
    case 'too-many-requests':
      return withoutUndefined({ kind, retryAfter: fields.whole('retryAfter', 0, MAX_RETRY_AFTER) })
    case 'delay': {
      const delay = fields.duration('delay')
      if (delay === undefined) throw fields.wrong('delay', `milliseconds or ${DURATION_FORMAT}`)
      return { kind, delay }
    }
    case 'slow-body': {
      const duration = fields.duration('duration')
      if (duration === undefined) throw fields.wrong('duration', `milliseconds or ${DURATION_FORMAT}`)
      return withoutUndefined({ kind, duration, chunks: fields.whole('chunks', 2, MAX_CHUNKS) })
    }
    case 'cut': {
      const at = fields.oneOf('at', CUT_PLACES)
      if (at === undefined) throw fields.wrong('at', `one of ${CUT_PLACES.join(', ')}`)
      return { kind, at }
    }
    case 'invalid-json':
    case 'truncated-json':
      return { kind }
    default:
      return kind satisfies never
  }
}

const readRepeat = (fields: Fields, effect: FaultEffect): FaultRepeat => {
  const isForever = fields.raw('times') === 'until-removed'
  const when = fields.oneOf('when', ['before', 'after'])
  if (when === 'before' && damagesResponse(effect)) {
    throw new InputError(
      `when must be 'after' or left out: '${effect.kind}' damages a response, so the operation has to run first`,
      'when',
    )
  }
  return withoutUndefined({
    times: isForever ? 'until-removed' : fields.whole('times', 1),
    skip: fields.whole('skip', 0),
    when,
  })
}

/** Returns true for an effect that changes the usual response, so that the operation has to run first. */
export const damagesResponse = (effect: FaultEffect): boolean =>
  effect.kind === 'slow-body' ||
  effect.kind === 'invalid-json' ||
  effect.kind === 'truncated-json' ||
  (effect.kind === 'cut' && effect.at === 'within-body')
