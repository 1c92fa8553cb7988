import { methodNotAllowed } from './errors.ts'
import { answerError } from './middleware/answer-error.ts'
import { requestIdOf } from './middleware/request-id.ts'
import { respond, type ServedOperation } from './operation.ts'
import { preferredLanguage } from './text.ts'
import type { Worlds } from './worlds.ts'

/**
 * What finAPI answers where no operation is: 405 in its usual shape for a known path, and for any other the bare
 * 404 of the framework beneath it (both measured).
 */
export const answerUnmapped = (worlds: Worlds, operations: readonly ServedOperation[]) => {
  const paths = operations.map((served) => ({
    served,
    pattern: new RegExp(`^${served.operation.path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }))

  return async (request: Request, path: string): Promise<Response> => {
    const { world } = worlds.place(new URL(request.url).pathname)
    world.clock.runDue()
    const { requestId } = requestIdOf(world, request.headers.get('x-request-id'))
    const known = paths.find(({ pattern }) => pattern.test(path))
    if (known === undefined) {
      const body = { timestamp: new Date(world.clock.now()).toISOString(), status: 404, error: 'Not Found', path }
      return respond({ status: 404, body }, requestId)
    }
    const answer = await answerError(methodNotAllowed(request.method), {
      world,
      api: known.served.api,
      language: preferredLanguage(request.headers.get('accept-language')),
      requestId,
      endpoint: `${request.method} ${path}`,
      caller: undefined,
    })
    const response = respond(answer, requestId)
    const allowed = paths.filter(({ pattern }) => pattern.test(path)).map(({ served }) => served.operation.method)
    response.headers.set('Allow', [...new Set(allowed)].join(', '))
    return response
  }
}
