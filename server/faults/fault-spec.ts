import { ERROR_CODES, type ErrorCode } from '../../contracts/openapi/generated/error-codes.ts'
import type { ErrorType } from '../access/errors.ts'
import { apis } from '../access/old-presenters/apis.ts'
import { type Fields, fieldsOf, InputError } from '../core/input.ts'

/** Which requests a fault is for: those that fit everything that is given; without any, all of finAPI's surface. */
export interface FaultTarget {
  /** The name of an operation in the API's contract, such as `importBankConnection`. */
  operation?: string | undefined
  method?: string | undefined
  /** A path without a world's prefix; `*` stands for one part of it, `**` for any rest. */
  path?: string | undefined
  version?: 'v1' | 'v2' | undefined
  /** Id of the user, or the client, whose token comes with the request; requests for tokens bring none. */
  user?: string | undefined
  client?: string | undefined
}

/** How often a fault happens. */
export interface FaultTurns {
  /** How many requests it hits: 1 unless told otherwise. */
  times?: number | 'until-removed' | undefined
  /** How many fitting requests pass before the first is hit. */
  skip?: number | undefined
  /**
   * `before`: the server answers before it did anything, the usual. `after`: it did what was asked and only its answer
   * is replaced or lost.
   */
  when?: 'before' | 'after' | undefined
}

/** What happens to a request. */
export type FaultEffect =
  /** An answer with finAPI's error body; `code`, `type` and `message` are what fits the status unless given. */
  | {
      kind: 'status'
      status: number
      code?: ErrorCode | undefined
      type?: ErrorType | undefined
      message?: string | undefined
      /** Seconds, for the header Retry-After. */
      retryAfter?: number | undefined
    }
  /** An HTML page, as of a gateway that did not reach finAPI. */
  | { kind: 'gateway'; status: 502 | 503 | 504; retryAfter?: number | undefined }
  /** 429 with Retry-After in seconds (1 unless given), from a gateway; finAPI documents no such answer. */
  | { kind: 'too-many-requests'; retryAfter?: number | undefined }
  /** The answer waits: milliseconds, or an ISO 8601 duration. */
  | { kind: 'delay'; delay: number | string }
  /** The body trickles in `chunks` parts (10 unless given) over `duration`. */
  | { kind: 'slow-body'; duration: number | string; chunks?: number | undefined }
  /** The connection ends before the answer, within its headers, or after them within the body. */
  | { kind: 'cut'; at: CutPlace }
  /** The answer's body is no JSON. */
  | { kind: 'invalid-json' }
  /** The answer's body ends in the middle, though the HTTP message is whole. */
  | { kind: 'truncated-json' }

export type CutPlace = (typeof CUT_PLACES)[number]

export type FaultSpec = FaultTarget & FaultTurns & FaultEffect

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
const OPERATIONS: ReadonlySet<string> = new Set(apis.flatMap(({ operations }) => Object.keys(operations)))
const LONGEST_RETRY = 86_400
const MOST_CHUNKS = 1000

/** Checks what is said of a fault. Throws an InputError that names the field and what would be right. */
export const readFaultSpec = (given: unknown): FaultSpec => {
  const fields = fieldsOf(given, 'A fault')
  const target = readTarget(fields)
  const effect = readEffect(fields)
  const turns = readTurns(fields, effect)
  fields.done()
  return { ...target, ...effect, ...turns }
}

const readTarget = (fields: Fields): FaultTarget => {
  const operation = fields.text('operation')
  if (operation !== undefined && !OPERATIONS.has(operation)) {
    throw fields.wrong('operation', `an operation of the API, such as importBankConnection${alike(operation)}`)
  }
  const path = fields.text('path')
  if (path !== undefined && !path.startsWith('/')) {
    throw fields.wrong('path', "a path such as '/api/v2/accounts/*', without host and world")
  }
  return given({
    operation,
    path,
    method: fields.oneOf('method', METHODS),
    version: fields.oneOf('version', ['v1', 'v2']),
    user: fields.text('user'),
    client: fields.text('client'),
  })
}

/** Leaves out what is not given, so that what is listed is what was said. */
const given = <T extends object>(fields: T): T => {
  const kept: T = { ...fields }
  for (const name in kept) if (kept[name] === undefined) delete kept[name]
  return kept
}

const alike = (operation: string): string => {
  const wanted = operation.toLowerCase().slice(0, 6)
  const candidates = [...OPERATIONS].filter((name) => name.toLowerCase().includes(wanted))
  return candidates.length === 0 ? '' : ` (perhaps ${candidates.join(', ')})`
}

const readEffect = (fields: Fields): FaultEffect => {
  const kind = fields.oneOf('kind', KINDS)
  switch (kind) {
    case undefined:
      throw fields.wrong('kind', `one of ${KINDS.join(', ')}`)
    case 'status': {
      const status = fields.whole('status', 400, 599)
      if (status === undefined) throw fields.wrong('status', 'a whole number from 400 to 599')
      return given({
        kind,
        status,
        code: fields.oneOf('code', ERROR_CODES),
        type: fields.oneOf('type', ['BUSINESS', 'TECHNICAL']),
        message: fields.text('message'),
        retryAfter: fields.whole('retryAfter', 0, LONGEST_RETRY),
      })
    }
    case 'gateway': {
      const wanted = fields.whole('status', 502, 504)
      const status = ([502, 503, 504] as const).find((candidate) => candidate === wanted)
      if (status === undefined) throw fields.wrong('status', '502, 503 or 504')
      return given({ kind, status, retryAfter: fields.whole('retryAfter', 0, LONGEST_RETRY) })
    }
    case 'too-many-requests':
      return given({ kind, retryAfter: fields.whole('retryAfter', 0, LONGEST_RETRY) })
    case 'delay': {
      const delay = fields.duration('delay')
      if (delay === undefined) throw fields.wrong('delay', 'milliseconds or an ISO 8601 duration such as PT1.5S')
      return { kind, delay }
    }
    case 'slow-body': {
      const duration = fields.duration('duration')
      if (duration === undefined) throw fields.wrong('duration', 'milliseconds or an ISO 8601 duration such as PT1.5S')
      return given({ kind, duration, chunks: fields.whole('chunks', 2, MOST_CHUNKS) })
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

const readTurns = (fields: Fields, effect: FaultEffect): FaultTurns => {
  const isForever = fields.raw('times') === 'until-removed'
  const when = fields.oneOf('when', ['before', 'after'])
  if (when === 'before' && damagesAnswer(effect)) {
    throw new InputError(
      `when must be 'after' or left out: '${effect.kind}' damages an answer, which the server has to make first`,
      'when',
    )
  }
  return given({
    times: isForever ? 'until-removed' : fields.whole('times', 1),
    skip: fields.whole('skip', 0),
    when,
  })
}

/** Some effects need the answer that the server would have given. */
export const damagesAnswer = (effect: FaultEffect): boolean =>
  effect.kind === 'slow-body' ||
  effect.kind === 'invalid-json' ||
  effect.kind === 'truncated-json' ||
  (effect.kind === 'cut' && effect.at === 'within-body')
