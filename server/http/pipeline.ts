import { isUsableRequestId } from '../core/request-id.ts'
import { preferredLanguage } from '../core/text.ts'
import type { CutPlace } from '../faults/fault-spec.ts'
import type { Fault } from '../faults/faults.ts'
import { recordExchange } from '../observe/journal/record-exchange.ts'
import type { Explanation } from '../sca/explanation.ts'
import type { Endpoint } from '../world/endpoint.ts'
import type { Exchange, HostResponse } from '../world/exchange.ts'
import type { World } from '../world/world.ts'
import { type HttpResponse, rawHeadersOf, sendResponse } from './connection.ts'
import { injectFault } from './inject-fault.ts'
import { noteBody, readRequest } from './read-request.ts'

/** The place of a request: its world, the path within it, and the prefix of the world. */
export interface Placement {
  readonly world: World
  readonly path: string
  readonly prefix: string
}

export interface PipelineSettings {
  /** The address by which clients reach the server, if it is not the one that they call. */
  readonly publicUrl: string | undefined
  /** Checks every response against its contract. */
  readonly checkAnswers: boolean
}

/** A request with its place. */
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
 * Creates the one way that every request takes, whichever host it is for: due jobs run, a fault may respond, the token
 * is checked, query and body are validated, the operation runs, its result or error is written, the exchange is
 * published, and the response is sent.
 */
export const createPipeline =
  ({ publicUrl, checkAnswers }: PipelineSettings): Pipeline =>
  async (endpoint, incoming) => {
    const { env, placement } = incoming
    const { world } = placement
    world.clock.runDue()
    const exchange = createExchange(endpoint, incoming, publicUrl)
    const handling = new Handling(endpoint, exchange, checkAnswers)
    const fault = endpoint.isObserved && !world.faults.isIdle ? takeFault(endpoint, exchange) : undefined
    if (fault === undefined) {
      const response = await handling.handle()
      publish(endpoint, exchange, handling, { response })
      return sendResponse(response, env)
    }
    const outcome = await injectFault(fault, {
      world,
      env,
      handle: () => handling.handle(),
      writeError: (error, status) => handling.writeFaultError(error, status),
    })
    if (!outcome.isHandled) await noteUnhandled(endpoint, exchange)
    if (outcome.error !== undefined) exchange.stage = 'fault'
    const { response, cut, error } = outcome
    publish(endpoint, exchange, handling, { response, cut, fault, error })
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

/** Describes a request that a fault responded to, as far as that is possible without handling it. */
const noteUnhandled = async (endpoint: Endpoint, exchange: Exchange): Promise<void> => {
  exchange.stage = 'fault'
  Object.assign(exchange, endpoint.describeCaller(exchange))
  if (endpoint.contract !== undefined) await noteBody(exchange, endpoint.contract)
}

/** One request at one endpoint, with the results that the journal describes. */
class Handling {
  /** The response of the host, before a fault replaced it. */
  hostResponse: HostResponse | undefined
  /** The last step of the SCA engine that the request caused. */
  explanation: Explanation | undefined
  error: unknown
  readonly #endpoint: Endpoint
  readonly #exchange: Exchange
  readonly #checkAnswers: boolean

  constructor(endpoint: Endpoint, exchange: Exchange, checkAnswers: boolean) {
    this.#endpoint = endpoint
    this.#exchange = exchange
    this.#checkAnswers = checkAnswers
  }

  async handle(): Promise<HttpResponse> {
    const response = await this.#respond()
    if (!this.#checkAnswers) return this.#toHttp(response)
    try {
      await this.#endpoint.checkResponse(response)
      return this.#toHttp(response)
    } catch (error) {
      return this.#toHttp(await this.#fail(error))
    }
  }

  async writeFaultError(error: unknown, status: number): Promise<HttpResponse> {
    const response = await this.#endpoint.writeError(error, this.#exchange)
    return this.#toHttp({ ...response, status })
  }

  async #respond(): Promise<HostResponse> {
    const { contract } = this.#endpoint
    const exchange = this.#exchange
    try {
      exchange.stage = 'authorize'
      this.#endpoint.identify(exchange)
      exchange.stage = 'validate'
      const request =
        contract === undefined ? { body: undefined, query: undefined } : await readRequest(exchange, contract)
      exchange.stage = 'handler'
      const running = this.#runExplained(() => this.#endpoint.run(exchange, request))
      return running instanceof Promise ? await running : running
    } catch (error) {
      return this.#fail(error)
    }
  }

  /** Use cases are synchronous, so every step of the engine that is published meanwhile belongs to this request. */
  #runExplained<Result>(run: () => Result): Result {
    if (!this.#endpoint.facts.talksToBank) return run()
    const unsubscribe = this.#exchange.world.events.subscribe('flow-step', ({ explanation }) => {
      this.explanation = explanation ?? this.explanation
    })
    try {
      return run()
    } finally {
      unsubscribe()
    }
  }

  #fail(error: unknown): Promise<HostResponse> {
    this.error = error
    return this.#endpoint.writeError(error, this.#exchange)
  }

  #toHttp(response: HostResponse): HttpResponse {
    this.hostResponse = response
    const { status, headers, body, text } = response
    const id = this.#endpoint.hasRequestId ? { 'X-Request-Id': this.#exchange.requestId } : {}
    if (body === undefined) return { status, headers: { ...headers, ...id }, text }
    return { status, headers: { 'Content-Type': 'application/json', ...headers, ...id }, text: JSON.stringify(body) }
  }
}

interface Result {
  readonly response: HttpResponse | undefined
  readonly cut?: CutPlace | undefined
  readonly fault?: Fault | undefined
  readonly error?: unknown
}

const publish = (
  endpoint: Endpoint,
  exchange: Exchange,
  { hostResponse, explanation, error: ownError }: Handling,
  { response, cut, fault, error = ownError }: Result,
): void => {
  const { events } = exchange.world
  if (!endpoint.isObserved || !events.hasSubscribers('exchange')) return
  events.publish(
    'exchange',
    recordExchange({
      exchange,
      rawHeaders: rawHeadersOf(exchange.env),
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
