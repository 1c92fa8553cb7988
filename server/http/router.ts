import { RegExpRouter } from 'hono/router/reg-exp-router'
import type { Endpoint } from '../world/endpoint.ts'
import { type MergedRoute, mergeFixedPaths, type Route } from './routes.ts'

/** The endpoint of a request, which is loaded on first use, and the value of its path's parameter. */
export interface Found {
  readonly endpoint: Endpoint | Promise<Endpoint>
  /** Empty if the path has no parameter. */
  readonly pathValue: string
}

export interface Router {
  find(method: string, path: string): Found
}

/**
 * Creates a router with Hono's fastest one, without the rest of Hono: its context of a request costs as much as the
 * routing, and the pipeline has its own. A path may end in `*`; a HEAD is a GET whose body is not sent.
 */
export const createRouter = (routes: readonly Route[], notFound: (path: string) => Endpoint): Router => {
  const router = new RegExpRouter<MergedRoute>()
  for (const route of mergeFixedPaths(routes)) {
    router.add(route.method, route.path.replace(/\{\w+\}/, ':value'), route)
  }
  return {
    find: (method, path) => {
      const [handlers, values] = router.match(method === 'HEAD' ? 'GET' : method, path)
      const [route, parameters] = handlers[0] ?? []
      if (route === undefined || parameters === undefined) return { endpoint: notFound(path), pathValue: '' }
      const index = parameters.value
      const value = typeof index === 'number' ? values?.[index] : index
      const pathValue = value === undefined ? '' : decode(value)
      const fixed = route.fixed.get(pathValue)
      return fixed === undefined
        ? { endpoint: route.endpoint(pathValue), pathValue }
        : { endpoint: fixed.endpoint(''), pathValue: '' }
    },
  }
}

/** Decodes a part of a path; one that is not encoded correctly stays as it is. */
const decode = (part: string): string => {
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
