import type { ServerResponse } from 'node:http'
import { BodyTooLarge, RequestAborted } from '../core/http-request.ts'
import { isUsableRequestId } from '../core/request-id.ts'
import type { CutPlace } from '../faults/fault-spec.ts'
import type { Fault } from '../faults/faults.ts'
import { recordExchange } from '../observe/journal/record-exchange.ts'
import type { Explanation } from '../sca/explanation.ts'
import type { Endpoint, ValidRequest } from '../world/endpoint.ts'
import { Exchange, type HostResponse } from '../world/exchange.ts'
import type { Placement } from '../world/worlds.ts'
import { ALREADY_SENT } from './already-sent.ts'
import { type Connection, type HttpResponse, sendResponse } from './connection.ts'
import { injectFault } from './inject-fault.ts'
import { readRequest, tryReadBody } from './read-request.ts'

export interface PipelineSettings {
  /** The server's base URL for clients; undefined if it is the one that they call. */
  readonly publicUrl: string | undefined
  /** Checks every response against its contract. */
  readonly checkResponses: boolean
}

/** A request with its world. */
export interface Incoming extends Connection {
  readonly placement: Placement
  /** The value of the path's parameter; empty if the path has none. */
  readonly pathValue: string
}

/** Handles a request to an endpoint. */
export type Pipeline = (endpoint: Endpoint, incoming: Incoming) => Response | Promise<Response>

/**
 * Creates the pipeline that handles every request of every host, in this order: due jobs run, a fault may respond, the
 * token is checked, query and body are validated, the operation runs, its result or error is written, the exchange is
 * published, and the response is sent. It waits only where it has to, for a body or a module that is loaded on first
 * use, because every promise costs as much as the work of a step.
 */
export const createPipeline =
  ({ publicUrl, checkResponses }: PipelineSettings): Pipeline =>
  (endpoint, incoming) => {
    const { outgoing, placement } = incoming
    const { world } = placement
    world.clock.runDue()
    const run = new RequestRun(endpoint, createExchange(endpoint, incoming, publicUrl), outgoing, checkResponses)
    const fault = endpoint.isObserved && !world.faults.isIdle ? takeFault(run) : undefined
    if (fault !== undefined) return respondWithFault(run, fault)
    const response = handle(run)
    return response instanceof Promise ? sendLater(run, response) : send(run, response)
  }

/** A request at an endpoint, with the results that the journal describes. */
class RequestRun {
  readonly endpoint: Endpoint
  readonly exchange: Exchange
  /** Undefined for a caller in the same process. */
  readonly outgoing: ServerResponse | undefined
  readonly checkResponses: boolean
  /** The response of the host, before a fault replaced it. */
  hostResponse: HostResponse | undefined = undefined
  /** The last step of the SCA engine that the request caused. */
  explanation: Explanation | undefined = undefined
  error: unknown = undefined

  constructor(endpoint: Endpoint, exchange: Exchange, outgoing: ServerResponse | undefined, checkResponses: boolean) {
    this.endpoint = endpoint
    this.exchange = exchange
    this.outgoing = outgoing
    this.checkResponses = checkResponses
  }
}

const createExchange = (
  { hasRequestId }: Endpoint,
  { request, placement: { world, path, prefix }, pathValue }: Incoming,
  publicUrl: string | undefined,
): Exchange => {
  let requestId = ''
  if (hasRequestId) {
    const givenId = request.header('x-request-id')
    requestId = isUsableRequestId(givenId) ? givenId : world.ids.requestId()
  }
  const baseUrl = (publicUrl ?? originOf(request.url)) + prefix
  return new Exchange({ world, request, path, pathValue, baseUrl, requestId })
}

/** Returns the origin of an absolute URL without parsing it. */
const originOf = (url: string): string => {
  const end = url.indexOf('/', url.indexOf('//') + 2)
  return end < 0 ? url : url.slice(0, end)
}

const sendLater = async (run: RequestRun, response: Promise<HttpResponse>): Promise<Response> =>
  send(run, await response)

const send = (run: RequestRun, response: HttpResponse): Response => {
  if (run.error instanceof RequestAborted) return end(run, run.error)
  publish(run, { response })
  return sendResponse(response, run.outgoing)
}

/** Ends a request whose client is gone: nobody is left at the socket; a caller in the same process gets the error. */
const end = (run: RequestRun, error: RequestAborted, fault?: Fault): Response => {
  publish(run, { response: undefined, fault })
  if (run.outgoing === undefined) throw error
  return ALREADY_SENT
}

const respondWithFault = async (run: RequestRun, fault: Fault): Promise<Response> => {
  const { endpoint, exchange, outgoing } = run
  const outcome = await injectFault(fault, {
    world: exchange.world,
    request: exchange.request,
    outgoing,
    handle: async () => handle(run),
    writeError: (error, status) => writeFaultError(run, error, status),
  })
  if (run.error instanceof RequestAborted) return end(run, run.error, fault)
  if (!outcome.isHandled) await describeUnhandled(endpoint, exchange)
  if (outcome.error !== undefined) exchange.stage = 'fault'
  const { response, cut, error } = outcome
  publish(run, { response, cut, fault, error })
  return outcome.send()
}

const takeFault = ({ endpoint, exchange }: RequestRun): Fault | undefined => {
  const { world, request, path } = exchange
  const fault = world.faults.take({
    operation: endpoint.operation,
    version: endpoint.version,
    method: request.method,
    path,
    caller: () => endpoint.describeCaller(exchange),
  })
  if (fault !== undefined && world.events.hasSubscribers('fault')) {
    world.events.publish('fault', { faultId: fault.id, kind: fault.spec.kind, method: request.method, path })
  }
  return fault
}

/** Reads caller and body of a request that a fault responded to before it was handled. */
const describeUnhandled = async (endpoint: Endpoint, exchange: Exchange): Promise<void> => {
  exchange.stage = 'fault'
  Object.assign(exchange, endpoint.describeCaller(exchange))
  if (endpoint.contract !== undefined) await tryReadBody(exchange, endpoint.contract)
}

const handle = (run: RequestRun): HttpResponse | Promise<HttpResponse> => {
  const response = respond(run)
  return response instanceof Promise || run.checkResponses ? handleLater(run, response) : toHttpResponse(run, response)
}

const handleLater = async (run: RequestRun, response: HostResponse | Promise<HostResponse>): Promise<HttpResponse> => {
  const written = response instanceof Promise ? await response : response
  try {
    if (run.checkResponses && written !== NO_RESPONSE) await run.endpoint.checkResponse(written)
    return toHttpResponse(run, written)
  } catch (error) {
    return toHttpResponse(run, await writeError(run, error))
  }
}

const respond = (run: RequestRun): HostResponse | Promise<HostResponse> => {
  const { endpoint, exchange } = run
  try {
    exchange.stage = 'authorize'
    endpoint.identify(exchange)
    exchange.stage = 'validate'
    const request = endpoint.contract === undefined ? NO_REQUEST : readRequest(exchange, endpoint.contract)
    if (request instanceof Promise) return respondLater(run, request)
    const result = runOperation(run, request)
    return result instanceof Promise ? result.catch((error: unknown) => writeError(run, error)) : result
  } catch (error) {
    return writeError(run, error)
  }
}

const respondLater = async (run: RequestRun, request: Promise<ValidRequest>): Promise<HostResponse> => {
  try {
    const result = runOperation(run, await request)
    return result instanceof Promise ? await result : result
  } catch (error) {
    return writeError(run, error)
  }
}

const NO_REQUEST: ValidRequest = { body: undefined, query: undefined }

/** Use cases are synchronous, so the last step of the engine that was published meanwhile belongs to this request. */
const runOperation = (run: RequestRun, request: ValidRequest): HostResponse | Promise<HostResponse> => {
  const { endpoint, exchange } = run
  exchange.stage = 'handler'
  if (!endpoint.facts.talksToBank) return endpoint.run(exchange, request)
  const { lastStep } = exchange.world
  lastStep.clear()
  try {
    return endpoint.run(exchange, request)
  } finally {
    run.explanation = lastStep.explanation
  }
}

const writeError = (run: RequestRun, thrown: unknown): HostResponse | Promise<HostResponse> => {
  const { contract } = run.endpoint
  const error =
    thrown instanceof BodyTooLarge && contract !== undefined
      ? contract.refuse({ kind: 'too-large', limit: thrown.limit })
      : thrown
  run.error = error
  return error instanceof RequestAborted ? NO_RESPONSE : run.endpoint.writeError(error, run.exchange)
}

/** Stands for the response to a client that is gone. */
const NO_RESPONSE: HostResponse = { status: 400 }

/** Writes the error of a fault, which is not an error of the handled request. */
const writeFaultError = async (run: RequestRun, error: unknown, status: number): Promise<HttpResponse> => {
  const response = await run.endpoint.writeError(error, run.exchange)
  return toHttpResponse(run, { ...response, status })
}

const toHttpResponse = (run: RequestRun, response: HostResponse): HttpResponse => {
  run.hostResponse = response
  const { status, headers, body, text } = response
  const id = run.endpoint.hasRequestId ? run.exchange.requestId : undefined
  if (body === undefined) {
    return { status, headers: id === undefined ? { ...headers } : { ...headers, 'X-Request-Id': id }, text }
  }
  const json = JSON.stringify(body)
  // The usual case without a spread, which would be the costliest part of this function.
  if (headers === undefined && id !== undefined) {
    return { status, headers: { 'Content-Type': 'application/json', 'X-Request-Id': id }, text: json }
  }
  const own = id === undefined ? {} : { 'X-Request-Id': id }
  return { status, headers: { 'Content-Type': 'application/json', ...headers, ...own }, text: json }
}

/** The response and the fault of a handled request. */
interface Outcome {
  readonly response: HttpResponse | undefined
  readonly cut?: CutPlace | undefined
  readonly fault?: Fault | undefined
  readonly error?: unknown
}

const publish = (
  { endpoint, exchange, hostResponse, explanation, error: ownError }: RequestRun,
  { response, cut, fault, error = ownError }: Outcome,
): void => {
  const { events } = exchange.world
  if (!endpoint.isObserved || !events.hasSubscribers('exchange')) return
  events.publish(
    'exchange',
    recordExchange({
      exchange,
      operation: endpoint.operation,
      version: endpoint.version,
      facts: endpoint.facts,
      hasRequestId: endpoint.hasRequestId,
      explanation,
      fault,
      cut,
      refusal: error === undefined ? undefined : error instanceof Error ? error.message : String(error),
      response: response && {
        status: response.status,
        headers: response.headers,
        text: response.text,
        storesText: endpoint.storesBody,
        body: hostResponse?.body,
        errorCodes: hostResponse?.errorCodes ?? [],
        challenge: hostResponse?.challenge,
      },
    }),
  )
}
