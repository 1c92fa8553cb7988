import type { Context } from 'hono'
import type { Api, Operation } from './api.ts'
import type { Answer, Exchange, Handler } from './exchange.ts'
import { answerError } from './middleware/answer-error.ts'
import { authorize } from './middleware/authorize.ts'
import { checkAnswer } from './middleware/check-answer.ts'
import { requestIdOf } from './middleware/request-id.ts'
import { validateRequest } from './middleware/validate-request.ts'
import type { Settings } from './options.ts'
import { preferredLanguage } from './text.ts'
import type { Placement, Worlds } from './worlds.ts'

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
 * What every request of finAPI's surface passes, in this order: its world is found and what is due there happens; its
 * id is taken or made; the token is looked at; query and body are checked; the operation's handler decides. Whatever
 * is thrown on the way is answered in finAPI's shape.
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
    }
    const answer = await answerOperation(exchange, served.handler, assertUsable)
    if (!settings.checkAnswers) return respond(answer, requestId)
    try {
      await checkAnswer(exchange, answer)
      return respond(answer, requestId)
    } catch (error) {
      return respond(await answerError(error, exchange), requestId)
    }
  }

const answerOperation = async (exchange: Exchange, handler: Handler, assertUsable: () => void): Promise<Answer> => {
  try {
    assertUsable()
    authorize(exchange)
    await validateRequest(exchange)
    return handler(exchange)
  } catch (error) {
    return answerError(error, exchange)
  }
}

export const respond = ({ status, body }: Answer, requestId: string): Response =>
  body === undefined
    ? new Response(null, { status, headers: { 'X-Request-Id': requestId } })
    : new Response(JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json', 'X-Request-Id': requestId },
      })

/** How the client reached this world, unless the server was told how it is reached. */
const baseUrlOf = (request: Request, { prefix }: Placement, publicUrl: string | undefined): string =>
  (publicUrl ?? new URL(request.url).origin) + prefix
