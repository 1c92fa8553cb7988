import type { Context } from 'hono'
import type { Api, Operation } from '../access/api.ts'
import { preferredLanguage } from '../core/text.ts'
import type { Fault } from '../faults/faults.ts'
import type { Settings } from '../options.ts'
import type { Placement, Worlds } from '../world/worlds.ts'
import { answerError } from './answer-error.ts'
import { authorize } from './authorize.ts'
import { checkAnswer } from './check-answer.ts'
import { sendAnswer } from './connection.ts'
import type { Answer, Exchange, Handler, SentAnswer } from './exchange.ts'
import { callerOf, type Fate, injectFault, suspectOf } from './inject-fault.ts'
import { recordExchange } from './record-exchange.ts'
import { requestIdOf } from './request-id.ts'
import { noteBody, validateRequest } from './validate-request.ts'

/** An operation of one API version with what answers it. */
export interface ServedOperation {
  api: Api
  operationId: string
  operation: Operation
  handler: Handler
  /** The operation's path in Hono's words. */
  route: string
  takesList: boolean
}

/**
 * What every request of finAPI's surface passes, in this order: its world is found and what is due there happens; a
 * fault may hit it; its id is taken or made; the token is looked at; query and body are checked; the operation's handler
 * decides. Whatever is thrown on the way is answered in finAPI's shape, and the journal remembers all of it.
 */
export const createOperationHandler =
  (worlds: Worlds, settings: Settings) =>
  async (served: ServedOperation, c: Context): Promise<Response> => {
    const request = c.req.raw
    const placement = worlds.place(new URL(request.url).pathname)
    const { world } = placement
    world.clock.runDue()
    const { requestId, assertUsable } = requestIdOf(world, request.headers.get('x-request-id'))
    const exchange: Exchange = {
      world,
      api: served.api,
      operationId: served.operationId,
      operation: served.operation,
      request,
      requestId,
      language: preferredLanguage(request.headers.get('accept-language')),
      endpoint: `${request.method} ${placement.path}`,
      baseUrl: baseUrlOf(request, placement, settings.publicUrl),
      pathValue: c.req.param('value') ?? '',
      caller: undefined,
      body: undefined,
      query: undefined,
      explanation: undefined,
      begun: world.clock.now(),
      stage: 'world',
      sent: undefined,
      sentSize: 0,
      error: undefined,
    }
    const proceed = async (): Promise<SentAnswer> => {
      const answer = await answerOperation(exchange, served.handler, assertUsable)
      return settings.checkAnswers ? checkedAnswer(exchange, answer) : asSent(answer, requestId)
    }
    const path = placement.path
    const fault = world.faults.isIdle
      ? undefined
      : world.faults.take(
          suspectOf(world, request, { operation: served.operationId, version: served.api.version, path }),
        )
    if (fault === undefined) {
      const answer = await proceed()
      record(exchange, { path, env: c.env, answer, cut: undefined, fault })
      return sendAnswer(answer, c.env)
    }
    const fate = await injectFault(fault, {
      world,
      env: c.env,
      proceed,
      answerError: async ({ error }) => asSent(await answerError(error, exchange), requestId),
    })
    if (fate.isUntouched) {
      exchange.stage = 'fault'
      exchange.caller = callerOf(world, request)
      await noteBody(exchange)
    }
    if (fate.error !== undefined) {
      exchange.stage = 'fault'
      exchange.error = fate.error
    }
    record(exchange, { path, env: c.env, answer: fate.answer, cut: fate.cut, fault })
    return fate.send()
  }

const answerOperation = async (exchange: Exchange, handler: Handler, assertUsable: () => void): Promise<Answer> => {
  try {
    exchange.stage = 'request-id'
    assertUsable()
    exchange.stage = 'authorize'
    authorize(exchange)
    exchange.stage = 'validate'
    await validateRequest(exchange)
    exchange.stage = 'handler'
    const answer = handler(exchange)
    noteBanks(exchange, answer)
    return answer
  } catch (error) {
    exchange.error = error
    return answerError(error, exchange)
  }
}

const BANK_OPERATIONS: ReadonlySet<string> = new Set(['getAndSearchAllBanks', 'getMultipleBanks', 'getBank'])

/** Remembers which banks the client was told of. */
const noteBanks = ({ world, operationId, caller }: Exchange, { body }: Answer): void => {
  if (caller !== undefined && BANK_OPERATIONS.has(operationId)) world.bankSightings.note(caller.client.id, body)
}

/** The answer, unless it breaks the API's contract. */
const checkedAnswer = async (exchange: Exchange, answer: Answer): Promise<SentAnswer> => {
  const { requestId } = exchange
  try {
    await checkAnswer(exchange, answer)
    return asSent(answer, requestId)
  } catch (error) {
    exchange.error = error
    return asSent(await answerError(error, exchange), requestId)
  }
}

interface Ending extends Pick<Fate, 'answer' | 'cut'> {
  path: string
  env: unknown
  fault: Fault | undefined
}

const record = (exchange: Exchange, { path, env, answer, cut, fault }: Ending): void => {
  const { caller, operation } = exchange
  recordExchange({
    world: exchange.world,
    request: exchange.request,
    env,
    begun: exchange.begun,
    requestId: exchange.requestId,
    version: exchange.api.version,
    operation: exchange.operationId,
    path,
    baseUrl: exchange.baseUrl,
    userId: caller?.user?.id ?? textIn(exchange.body, 'username'),
    clientId: caller?.client.id ?? textIn(exchange.body, 'client_id'),
    sent: exchange.sent,
    sentSize: exchange.sentSize,
    stage: exchange.stage,
    error: exchange.error,
    explanation: exchange.explanation,
    flow: undefined,
    schema: answer === undefined ? undefined : operation.responses[answer.status],
    fault,
    answer,
    cut,
  })
}

/** Who asks for a token names itself in the form. */
const textIn = (form: unknown, name: string): string | undefined => {
  if (typeof form !== 'object' || form === null) return undefined
  const value: unknown = Object.entries(form).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}

/** An answer as it goes out, under the id of its request. */
export const asSent = ({ status, body }: Answer, requestId: string): SentAnswer =>
  body === undefined
    ? { status, headers: { 'X-Request-Id': requestId }, text: undefined }
    : {
        status,
        headers: { 'Content-Type': 'application/json', 'X-Request-Id': requestId },
        text: JSON.stringify(body),
      }

/** How the client reached this world, unless the server was told how it is reached. */
export const baseUrlOf = (request: Request, { prefix }: Placement, publicUrl: string | undefined): string =>
  (publicUrl ?? new URL(request.url).origin) + prefix
