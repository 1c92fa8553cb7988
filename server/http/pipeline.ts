import { isUsableRequestId } from '../core/request-id.ts'
import { preferredLanguage } from '../core/text.ts'
import type { CutPlace } from '../faults/fault-spec.ts'
import type { Fault } from '../faults/faults.ts'
import { recordExchange } from '../observe/journal/record-exchange.ts'
import type { Explanation } from '../sca/explanation.ts'
import type { Endpoint, ValidRequest } from '../world/endpoint.ts'
import type { Exchange, HostResponse } from '../world/exchange.ts'
import type { Placement } from '../world/worlds.ts'
import { findRawHeaders, type HttpResponse, sendResponse } from './connection.ts'
import { injectFault } from './inject-fault.ts'
import { readRequest, tryReadBody } from './read-request.ts'

export interface PipelineSettings {
  /** The server's base URL for clients; undefined if it is the one that they call. */
  readonly publicUrl: string | undefined
  /** Checks every response against its contract. */
  readonly checkResponses: boolean
}

/** A request with its world. */
export interface Incoming {
  readonly request: Request
  readonly env: unknown
  readonly placement: Placement
  /** The value of the path's parameter; empty if the path has none. */
  readonly pathValue: string
}

/** Handles a request to an endpoint. */
export type Pipeline = (endpoint: Endpoint, incoming: Incoming) => Promise<Response>

/**
 * Creates the pipeline that handles every request of every host, in this order: due jobs run, a fault may respond, the
 * token is checked, query and body are validated, the operation runs, its result or error is written, the exchange is
 * published, and the response is sent.
 */
export const createPipeline =
  ({ publicUrl, checkResponses }: PipelineSettings): Pipeline =>
  async (endpoint, incoming) => {
    const { env, placement } = incoming
    const { world } = placement
    world.clock.runDue()
    const exchange = createExchange(endpoint, incoming, publicUrl)
    const run: RequestRun = {
      endpoint,
      exchange,
      checkResponses,
      hostResponse: undefined,
      explanation: undefined,
      error: undefined,
    }
    const fault = endpoint.isObserved && !world.faults.isIdle ? takeFault(endpoint, exchange) : undefined
    if (fault === undefined) {
      const response = await handle(run)
      publish(run, { response })
      return sendResponse(response, env)
    }
    const outcome = await injectFault(fault, {
      world,
      request: incoming.request,
      env,
      handle: () => handle(run),
      writeError: (error, status) => writeFaultError(run, error, status),
    })
    if (!outcome.isHandled) await describeUnhandled(endpoint, exchange)
    if (outcome.error !== undefined) exchange.stage = 'fault'
    const { response, cut, error } = outcome
    publish(run, { response, cut, fault, error })
    return outcome.send()
  }

const createExchange = (
  { hasRequestId }: Endpoint,
  { request, env, placement: { world, path, prefix }, pathValue }: Incoming,
  publicUrl: string | undefined,
): Exchange => {
  const givenId = request.headers.get('x-request-id')
  return {
    world,
    request,
    env,
    path,
    pathValue,
    baseUrl: (publicUrl ?? originOf(request.url)) + prefix,
    requestId: hasRequestId ? (isUsableRequestId(givenId) ? givenId : world.ids.requestId()) : '',
    language: preferredLanguage(request.headers.get('accept-language')),
    startedAt: world.clock.now(),
    stage: 'world',
    caller: undefined,
    userId: undefined,
    clientId: undefined,
    flow: undefined,
    sent: undefined,
    sentSize: 0,
  }
}

/** Returns the origin of an absolute URL without parsing it. */
const originOf = (url: string): string => {
  const end = url.indexOf('/', url.indexOf('//') + 2)
  return end < 0 ? url : url.slice(0, end)
}

const takeFault = (endpoint: Endpoint, exchange: Exchange): Fault | undefined => {
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

/** A request at an endpoint, with the results that the journal describes. */
interface RequestRun {
  readonly endpoint: Endpoint
  readonly exchange: Exchange
  readonly checkResponses: boolean
  /** The response of the host, before a fault replaced it. */
  hostResponse: HostResponse | undefined
  /** The last step of the SCA engine that the request caused. */
  explanation: Explanation | undefined
  error: unknown
}

const handle = async (run: RequestRun): Promise<HttpResponse> => {
  const response = await respond(run)
  if (!run.checkResponses) return toHttpResponse(run, response)
  try {
    await run.endpoint.checkResponse(response)
    return toHttpResponse(run, response)
  } catch (error) {
    return toHttpResponse(run, await writeError(run, error))
  }
}

const respond = async (run: RequestRun): Promise<HostResponse> => {
  const { endpoint, exchange } = run
  try {
    exchange.stage = 'authorize'
    endpoint.identify(exchange)
    exchange.stage = 'validate'
    const request =
      endpoint.contract === undefined
        ? { body: undefined, query: undefined }
        : await readRequest(exchange, endpoint.contract)
    exchange.stage = 'handler'
    const result = runExplained(run, request)
    return result instanceof Promise ? await result : result
  } catch (error) {
    return writeError(run, error)
  }
}

/** Use cases are synchronous, so every step of the engine that is published meanwhile belongs to this request. */
const runExplained = (run: RequestRun, request: ValidRequest): HostResponse | Promise<HostResponse> => {
  const { endpoint, exchange } = run
  if (!endpoint.facts.talksToBank) return endpoint.run(exchange, request)
  const unsubscribe = exchange.world.events.subscribe('flow-step', ({ explanation }) => {
    run.explanation = explanation ?? run.explanation
  })
  try {
    return endpoint.run(exchange, request)
  } finally {
    unsubscribe()
  }
}

const writeError = (run: RequestRun, error: unknown): Promise<HostResponse> => {
  run.error = error
  return run.endpoint.writeError(error, run.exchange)
}

/** Writes the error of a fault, which is not an error of the handled request. */
const writeFaultError = async (run: RequestRun, error: unknown, status: number): Promise<HttpResponse> => {
  const response = await run.endpoint.writeError(error, run.exchange)
  return toHttpResponse(run, { ...response, status })
}

const toHttpResponse = (run: RequestRun, response: HostResponse): HttpResponse => {
  run.hostResponse = response
  const { status, headers, body, text } = response
  const id = run.endpoint.hasRequestId ? { 'X-Request-Id': run.exchange.requestId } : {}
  if (body === undefined) return { status, headers: { ...headers, ...id }, text }
  return { status, headers: { 'Content-Type': 'application/json', ...headers, ...id }, text: JSON.stringify(body) }
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
      rawHeaders: findRawHeaders(exchange.env),
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
        text: endpoint.storesBody ? response.text : undefined,
        body: hostResponse?.body,
        errorCodes: hostResponse?.errorCodes ?? [],
        challenge: hostResponse?.challenge,
      },
    }),
  )
}
