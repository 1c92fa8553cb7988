import { methodNotAllowed } from '../access/errors.ts'
import { preferredLanguage } from '../core/text.ts'
import type { Worlds } from '../world/worlds.ts'
import { answerError } from './answer-error.ts'
import type { SentAnswer } from './exchange.ts'
import { injectFault, suspectOf, usualFate } from './inject-fault.ts'
import { asSent, type ServedOperation } from './operation.ts'
import { recordExchange } from './record-exchange.ts'
import { requestIdOf } from './request-id.ts'

/**
 * What finAPI answers where no operation is: 405 in its usual shape for a known path, and for any other the bare
 * 404 of the framework beneath it (both measured).
 */
export const answerUnmapped = (worlds: Worlds, operations: readonly ServedOperation[]) => {
  const paths = operations.map((served) => ({
    served,
    pattern: new RegExp(`^${served.operation.path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }))

  return async (request: Request, path: string, env: unknown): Promise<Response> => {
    const { world, prefix } = worlds.place(new URL(request.url).pathname)
    world.clock.runDue()
    const begun = world.clock.now()
    const { requestId } = requestIdOf(world, request.headers.get('x-request-id'))
    const known = paths.filter(({ pattern }) => pattern.test(path)).map(({ served }) => served)
    const refusal = methodNotAllowed(request.method)
    const api = known[0]?.api ?? operations[0]?.api
    if (api === undefined) throw new Error('a server without operations')
    const answerIn = async (error: unknown): Promise<SentAnswer> =>
      asSent(
        await answerError(error, {
          world,
          api,
          language: preferredLanguage(request.headers.get('accept-language')),
          requestId,
          endpoint: `${request.method} ${path}`,
          caller: undefined,
        }),
        requestId,
      )

    const proceed = async (): Promise<SentAnswer> => {
      if (known.length === 0) {
        const body = { timestamp: new Date(world.clock.now()).toISOString(), status: 404, error: 'Not Found', path }
        return asSent({ status: 404, body }, requestId)
      }
      const answer = await answerIn(refusal)
      const allowed = new Set(known.map(({ operation }) => operation.method))
      return { ...answer, headers: { ...answer.headers, Allow: [...allowed].join(', ') } }
    }

    const version = known[0]?.api.version
    const fault = world.faults.isIdle
      ? undefined
      : world.faults.take(suspectOf(world, request, { operation: undefined, version, path }))
    const fate =
      fault === undefined
        ? usualFate(await proceed())
        : await injectFault(fault, { world, env, proceed, answerError: ({ error }) => answerIn(error) })
    const error = known.length === 0 ? new Error(`there is nothing at ${request.method} ${path}`) : refusal
    // What is ours is no part of what is recorded, not even where there is nothing.
    if (!path.startsWith('/_mock/') && path !== '/_mock') {
      recordExchange({
        world,
        request,
        env,
        begun,
        requestId,
        version,
        operation: undefined,
        path,
        baseUrl: new URL(request.url).origin + prefix,
        userId: undefined,
        clientId: undefined,
        sent: undefined,
        sentSize: 0,
        stage: fate.isUntouched ? 'fault' : 'route',
        error: fate.isUntouched ? undefined : error,
        explanation: undefined,
        flow: undefined,
        schema: undefined,
        fault,
        answer: fate.answer,
        cut: fate.cut,
      })
    }
    return fate.send()
  }
}
