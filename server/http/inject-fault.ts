import { STATUS_CODES } from 'node:http'
import { authenticate, type Caller } from '../access/authorization/token.ts'
import type { DocumentedErrorCode } from '../access/error-codes.ts'
import { FinApiError, OAuthError } from '../access/errors.ts'
import { parseDuration } from '../core/duration.ts'
import type { CutPlace } from '../faults/fault-spec.ts'
import { damagesAnswer } from '../faults/fault-spec.ts'
import type { Fault, FaultSpec, Suspect } from '../faults/faults.ts'
import type { World } from '../world/world.ts'
import { ALREADY_SENT } from './already-sent.ts'
import { asResponse, outgoingOf } from './connection.ts'
import type { SentAnswer } from './exchange.ts'

/** A connection that a fault cut, for a caller in the same process: what `fetch` rejects with. */
export class ConnectionCut extends TypeError {
  override readonly name = 'ConnectionCut'
  readonly code = 'ECONNRESET'

  constructor(place: CutPlace) {
    super(`fetch failed: a fault of the mock cut the connection (${place})`)
  }
}

/** What a fault needs of the request that it hits. */
export interface Victim {
  world: World
  /** What the server hands over with a request; see connection.ts. */
  env: unknown
  /** Answers an error in the shape that fits the request. */
  answerError(error: { status: number; error: FinApiError | OAuthError }): Promise<SentAnswer>
  /** Does what was asked, and answers as usual. */
  proceed(): Promise<SentAnswer>
}

/** What became of a request: what is to be told of it, and then to be sent. */
export interface Fate {
  /** What went out; undefined where nothing did. */
  answer: SentAnswer | undefined
  cut: CutPlace | undefined
  /** Whether the request was never looked at. */
  isUntouched: boolean
  /** The error that the fault answered in finAPI's shape. */
  error?: FinApiError | OAuthError
  /** Throws a ConnectionCut where there is no socket to cut. */
  send(): Response
}

/** Describes a request to the fault book; who calls is found without refusing anybody. */
export const suspectOf = (
  world: World,
  request: Request,
  known: { operation: string | undefined; version: string | undefined; path: string },
): Suspect => ({
  ...known,
  method: request.method,
  caller: () => {
    const caller = callerOf(world, request)
    return { userId: caller?.user?.id, clientId: caller?.client.id }
  },
})

/** Whose token a request carries, without refusing anybody. */
export const callerOf = (world: World, request: Request): Caller | undefined => {
  try {
    return authenticate(world, request.headers.get('authorization') ?? undefined)
  } catch {
    return undefined
  }
}

/** Lets a fault happen to a request. */
export const injectFault = async ({ spec }: Fault, victim: Victim): Promise<Fate> => {
  const isAfter = spec.when === 'after' || damagesAnswer(spec)
  if (spec.kind === 'delay') {
    if (isAfter) return delayed(spec.delay, victim, await victim.proceed())
    await wait(victim.world, spec.delay)
    return sent(await victim.proceed(), false)
  }
  const usual = isAfter ? await victim.proceed() : undefined
  switch (spec.kind) {
    case 'status': {
      const error = errorOf(spec)
      const answer = await victim.answerError({ status: spec.status, error })
      return { ...sent(withRetry(answer, spec.retryAfter), !isAfter), error }
    }
    case 'gateway':
      return sent(withRetry(gatewayPage(spec.status), spec.retryAfter), !isAfter)
    case 'too-many-requests':
      return sent(withRetry(gatewayPage(429), spec.retryAfter ?? 1), !isAfter)
    case 'cut':
      return cut(spec.at, usual ?? NOTHING, victim.env, !isAfter)
    default:
      if (usual === undefined) throw new Error(`fault '${spec.kind}' needs an answer`)
      return damaged(spec, usual, victim.world)
  }
}

/** What becomes of a request that no fault hits. */
export const usualFate = (answer: SentAnswer): Fate => sent(answer, false)

const sent = (answer: SentAnswer, isUntouched: boolean): Fate => ({
  answer,
  cut: undefined,
  isUntouched,
  send: () => asResponse(answer),
})

const delayed = async (delay: number | string, { world }: Victim, answer: SentAnswer): Promise<Fate> => {
  await wait(world, delay)
  return sent(answer, false)
}

const wait = (world: World, delay: number | string): Promise<void> => {
  const milliseconds = millisecondsOf(delay)
  return world.heldAnswers.until(world.clock.now() + milliseconds, milliseconds)
}

const millisecondsOf = (duration: number | string): number =>
  typeof duration === 'number' ? duration : (parseDuration(duration) ?? 0)

/** What finAPI answers at a status, where nothing else is said. Statuses without a code of their own are assumptions. */
const CODES: Readonly<Record<number, DocumentedErrorCode>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'UNKNOWN_ENTITY',
  405: 'METHOD_NOT_ALLOWED',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'BANK_SERVER_REJECTION',
  423: 'LOCKED',
  501: 'UNSUPPORTED_BANK',
}

const errorOf = ({ status, code, type, message }: Extract<FaultSpec, { kind: 'status' }>): FinApiError | OAuthError => {
  const text = message ?? `The mock was told to answer ${status}.`
  if (status === 401 && code === undefined) return new OAuthError('invalid_token', text)
  const chosen = code ?? CODES[status] ?? (status < 500 ? 'BAD_REQUEST' : 'UNEXPECTED_ERROR')
  return new FinApiError({
    status,
    code: chosen,
    type: type ?? (chosen === 'BANK_SERVER_REJECTION' || chosen === 'UNSUPPORTED_BANK' ? 'BUSINESS' : 'TECHNICAL'),
    text,
  })
}

const withRetry = (answer: SentAnswer, seconds: number | undefined): SentAnswer =>
  seconds === undefined ? answer : { ...answer, headers: { ...answer.headers, 'Retry-After': String(seconds) } }

/** A page as servers in front of an application answer it: no JSON, and no request id, because finAPI never saw the request. */
export const gatewayPage = (status: number): SentAnswer => {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`
  return {
    status,
    headers: { 'Content-Type': 'text/html', Server: 'mock-gateway' },
    text: [
      `<html><head><title>${title}</title></head>`,
      `<body><center><h1>${title}</h1></center><hr><center>mock-gateway</center></body></html>`,
      '',
    ].join('\r\n'),
  }
}

/** For an answer that is cut before anything of it is seen. */
const NOTHING: SentAnswer = { status: 200, headers: {}, text: undefined }

const damaged = (
  spec: Extract<FaultSpec, { kind: 'slow-body' | 'invalid-json' | 'truncated-json' }>,
  usual: SentAnswer,
  world: World,
): Fate => {
  const text = usual.text ?? '{}'
  switch (spec.kind) {
    case 'invalid-json':
      return sent({ ...usual, text: `${text.slice(0, -1)},,${text.slice(-1)}` }, false)
    case 'truncated-json':
      return sent({ ...usual, text: text.slice(0, halfOf(text)) }, false)
    case 'slow-body':
      return {
        answer: usual,
        cut: undefined,
        isUntouched: false,
        send: () =>
          new Response(trickle(text, millisecondsOf(spec.duration), spec.chunks ?? 10, world), {
            status: usual.status,
            headers: usual.headers,
          }),
      }
    default:
      return spec satisfies never
  }
}

const halfOf = (text: string): number => Math.max(1, Math.floor(text.length / 2))

/** The first part comes at once, and the last when the duration is over. */
const trickle = (text: string, duration: number, chunks: number, world: World): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text)
  const count = Math.max(1, Math.min(chunks, bytes.length))
  const gap = count === 1 ? duration : duration / (count - 1)
  const begin = world.clock.now()
  let next = 0
  return new ReadableStream({
    pull: async (controller) => {
      if (next > 0 || count === 1) await world.heldAnswers.until(begin + Math.max(next, 1) * gap, gap)
      controller.enqueue(bytes.subarray(edge(bytes.length, next, count), edge(bytes.length, next + 1, count)))
      next++
      if (next === count) controller.close()
    },
  })
}

const edge = (length: number, part: number, parts: number): number => Math.floor((length * part) / parts)

const cut = (place: CutPlace, answer: SentAnswer, env: unknown, isUntouched: boolean): Fate => ({
  answer:
    place === 'within-body' ? { ...answer, text: (answer.text ?? '').slice(0, halfOf(answer.text ?? '')) } : undefined,
  cut: place,
  isUntouched,
  send: () => {
    const outgoing = outgoingOf(env)
    if (outgoing?.socket == null) {
      if (place !== 'within-body') throw new ConnectionCut(place)
      return new Response(brokenBody(answer.text ?? ''), { status: answer.status, headers: answer.headers })
    }
    const { socket } = outgoing
    if (place === 'before-headers') socket.destroy()
    else if (place === 'within-headers') {
      const { status } = answer
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: applica`, () => socket.destroy())
    } else {
      const bytes = Buffer.from(answer.text ?? ' ')
      outgoing.writeHead(answer.status, { ...answer.headers, 'Content-Length': bytes.length })
      outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy())
    }
    return ALREADY_SENT
  },
})

/** Half of a body, and then the failure of a connection that is gone. */
const brokenBody = (text: string): ReadableStream<Uint8Array> => {
  let isBegun = false
  return new ReadableStream({
    pull: (controller) => {
      if (isBegun) controller.error(new ConnectionCut('within-body'))
      else controller.enqueue(new TextEncoder().encode(text.slice(0, halfOf(text))))
      isBegun = true
    },
  })
}
