import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { ErrorCode } from '../../contracts/openapi/generated/error-codes.ts'
import { FinApiError, OAuthError } from '../access/errors.ts'
import { parseDuration } from '../core/duration.ts'
import type { HttpRequest } from '../core/http-request.ts'
import { type CutPlace, damagesResponse, type FaultSpec } from '../faults/fault-spec.ts'
import type { Fault } from '../faults/faults.ts'
import type { World } from '../world/world.ts'
import { ALREADY_SENT } from './already-sent.ts'
import { type HttpResponse, sendResponse } from './connection.ts'
import { buildGatewayPage } from './gateway-page.ts'

/** The error of `fetch` in the same process if a fault cut the connection. */
export class ConnectionCut extends TypeError {
  override readonly name = 'ConnectionCut'
  readonly code = 'ECONNRESET'

  constructor(place: CutPlace) {
    super(`fetch failed: a fault of the mock cut the connection (${place})`)
  }
}

/** A request that a fault hits. */
export interface FaultedRequest {
  readonly world: World
  readonly request: HttpRequest
  /** Undefined for a caller in the same process. */
  readonly outgoing: ServerResponse | undefined
  /** Writes an error in the shape of the request's host. */
  writeError(error: FinApiError | OAuthError, status: number): Promise<HttpResponse>
  /** Handles the request and returns the usual response. */
  handle(): Promise<HttpResponse>
}

/** The outcome of an injected fault: the response to record, and the one to send. */
export interface FaultOutcome {
  /** Undefined if nothing was sent. */
  readonly response: HttpResponse | undefined
  readonly cut: CutPlace | undefined
  /** True if the request was handled. */
  readonly isHandled: boolean
  /** The error that the response reports in finAPI's shape. */
  readonly error: FinApiError | OAuthError | undefined
  /** Sends the response, or cuts the connection. Throws a ConnectionCut if there is no socket to cut. */
  send(): Response
}

/** Applies a fault to a request. */
export const injectFault = async ({ spec }: Fault, request: FaultedRequest): Promise<FaultOutcome> => {
  const isAfter = spec.when === 'after' || damagesResponse(spec)
  if (spec.kind === 'delay') return delayResponse(spec.delay, isAfter, request)
  const usual = isAfter ? await request.handle() : undefined
  switch (spec.kind) {
    case 'status': {
      const error = buildError(spec)
      const response = await request.writeError(error, spec.status)
      return { ...sendInstead(withRetryAfter(response, spec.retryAfter), request, isAfter), error }
    }
    case 'gateway':
      return sendInstead(withRetryAfter(buildGatewayPage(spec.status), spec.retryAfter), request, isAfter)
    case 'too-many-requests':
      return sendInstead(withRetryAfter(buildGatewayPage(429), spec.retryAfter ?? 1), request, isAfter)
    case 'cut':
      return cutResponse(spec.at, usual ?? EMPTY_RESPONSE, request.outgoing, isAfter)
    case 'slow-body':
    case 'invalid-json':
    case 'truncated-json':
      return damageResponse(spec, usual ?? EMPTY_RESPONSE, request)
    default:
      return spec satisfies never
  }
}

const sendInstead = (
  response: HttpResponse,
  { outgoing }: Pick<FaultedRequest, 'outgoing'>,
  isHandled: boolean,
): FaultOutcome => ({
  response,
  cut: undefined,
  isHandled,
  error: undefined,
  send: () => sendResponse(response, outgoing),
})

const delayResponse = async (
  delay: number | string,
  isAfter: boolean,
  request: FaultedRequest,
): Promise<FaultOutcome> => {
  const { world } = request
  const { signal } = request.request
  const milliseconds = toMilliseconds(delay)
  const usual = isAfter ? await request.handle() : undefined
  await world.delayedResponses.until(world.clock.now() + milliseconds, milliseconds, signal)
  // Like a cut connection: before the operation, the client's request is lost, and after it the response.
  if (signal.aborted) return cutResponse('before-headers', EMPTY_RESPONSE, request.outgoing, isAfter)
  return sendInstead(usual ?? (await request.handle()), request, true)
}

const toMilliseconds = (duration: number | string): number =>
  typeof duration === 'number' ? duration : (parseDuration(duration) ?? 0)

/** The error code of a status, for a fault without a code. Statuses that finAPI has no code for are assumptions. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'UNKNOWN_ENTITY',
  405: 'METHOD_NOT_ALLOWED',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'BANK_SERVER_REJECTION',
  423: 'LOCKED',
  501: 'UNSUPPORTED_BANK',
}

const buildError = ({
  status,
  code,
  type,
  message,
}: Extract<FaultSpec, { kind: 'status' }>): FinApiError | OAuthError => {
  const text = message ?? `A fault of the mock responded with ${status}.`
  if (status === 401 && code === undefined) return new OAuthError('invalid_token', text)
  const chosen = code ?? CODES[status] ?? (status < 500 ? 'BAD_REQUEST' : 'UNEXPECTED_ERROR')
  return new FinApiError({
    status,
    code: chosen,
    type: type ?? (chosen === 'BANK_SERVER_REJECTION' || chosen === 'UNSUPPORTED_BANK' ? 'BUSINESS' : 'TECHNICAL'),
    text,
  })
}

const withRetryAfter = (response: HttpResponse, seconds: number | undefined): HttpResponse =>
  seconds === undefined ? response : { ...response, headers: { ...response.headers, 'Retry-After': String(seconds) } }

/** The response if the connection is cut before anything is sent. */
const EMPTY_RESPONSE: HttpResponse = { status: 200, headers: {}, text: undefined }

const damageResponse = (
  spec: Extract<FaultSpec, { kind: 'slow-body' | 'invalid-json' | 'truncated-json' }>,
  usual: HttpResponse,
  request: FaultedRequest,
): FaultOutcome => {
  const text = usual.text ?? '{}'
  switch (spec.kind) {
    case 'invalid-json':
      return sendInstead({ ...usual, text: `${text.slice(0, -1)},,${text.slice(-1)}` }, request, true)
    case 'truncated-json':
      return sendInstead({ ...usual, text: text.slice(0, halfLength(text)) }, request, true)
    case 'slow-body':
      return {
        ...sendInstead(usual, request, true),
        send: () =>
          new Response(streamSlowly(text, toMilliseconds(spec.duration), spec.chunks ?? 10, request.world), {
            status: usual.status,
            headers: usual.headers,
          }),
      }
    default:
      return spec satisfies never
  }
}

const halfLength = (text: string): number => Math.max(1, Math.floor(text.length / 2))

/** Sends the first part at once, and the last at the end of the duration. */
const streamSlowly = (text: string, duration: number, chunks: number, world: World): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text)
  const count = Math.max(1, Math.min(chunks, bytes.length))
  const gap = count === 1 ? duration : duration / (count - 1)
  const start = world.clock.now()
  const cancellation = new AbortController()
  const { signal } = cancellation
  let next = 0
  return new ReadableStream({
    cancel: () => cancellation.abort(),
    pull: async (controller) => {
      if (next > 0 || count === 1) await world.delayedResponses.until(start + Math.max(next, 1) * gap, gap, signal)
      if (signal.aborted) return
      controller.enqueue(
        bytes.subarray(chunkStart(bytes.length, next, count), chunkStart(bytes.length, next + 1, count)),
      )
      next++
      if (next === count) controller.close()
    },
  })
}

const chunkStart = (length: number, part: number, parts: number): number => Math.floor((length * part) / parts)

const cutResponse = (
  place: CutPlace,
  response: HttpResponse,
  outgoing: ServerResponse | undefined,
  isHandled: boolean,
): FaultOutcome => {
  const text = response.text ?? ''
  return {
    response: place === 'within-body' ? { ...response, text: text.slice(0, halfLength(text)) } : undefined,
    cut: place,
    isHandled,
    error: undefined,
    send: () => cutConnection(place, response, outgoing),
  }
}

const cutConnection = (place: CutPlace, response: HttpResponse, outgoing: ServerResponse | undefined): Response => {
  const { status, headers, text } = response
  if (outgoing === undefined) {
    if (place !== 'within-body') throw new ConnectionCut(place)
    return new Response(streamHalf(text ?? ''), { status, headers })
  }
  const { socket } = outgoing
  // The client has ended the connection itself.
  if (socket === null) return ALREADY_SENT
  if (place === 'before-headers') socket.destroy()
  else if (place === 'within-headers') {
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: applica`, () => socket.destroy())
  } else {
    const bytes = Buffer.from(text ?? ' ')
    outgoing.writeHead(status, { ...headers, 'Content-Length': bytes.length })
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy())
  }
  return ALREADY_SENT
}

/** Streams half of a body and then fails like a broken connection. */
const streamHalf = (text: string): ReadableStream<Uint8Array> => {
  let hasStarted = false
  return new ReadableStream({
    pull: (controller) => {
      if (hasStarted) controller.error(new ConnectionCut('within-body'))
      else controller.enqueue(new TextEncoder().encode(text.slice(0, halfLength(text))))
      hasStarted = true
    },
  })
}
