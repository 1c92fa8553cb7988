import type { Endpoint } from '../world/endpoint.ts'

/** A method and path, with `{name}` for a parameter, and its endpoint. */
export interface Route {
  readonly method: string
  readonly path: string
  /** Returns the endpoint for a value of the path's parameter, which is empty if the path has none. */
  endpoint(pathValue: string): Endpoint | Promise<Endpoint>
}

/** A route with the fixed paths that its parameter also matches, by the parameter's value. */
export interface MergedRoute extends Route {
  readonly fixed: ReadonlyMap<string, Route>
}

/**
 * Merges a fixed path such as `/accounts/dailyBalances` into a path with a parameter in the same place, such as
 * `/accounts/{id}`: Hono's fastest router does not accept both.
 */
export const mergeFixedPaths = (routes: readonly Route[]): MergedRoute[] => {
  const alone = new Map(
    routes.filter(({ path }) => !path.includes('{')).map((route) => [`${route.method} ${route.path}`, route]),
  )
  const merged = routes
    .filter(({ path }) => path.includes('{'))
    .map((route): MergedRoute => {
      const [start = '', end = ''] = route.path.split(/\{\w+\}/)
      const fixed = new Map<string, Route>()
      for (const [key, other] of alone) {
        if (other.method !== route.method || !other.path.startsWith(start) || !other.path.endsWith(end)) continue
        const value = other.path.slice(start.length, other.path.length - end.length)
        if (value === '' || value.includes('/')) continue
        fixed.set(value, other)
        alone.delete(key)
      }
      return { ...route, fixed }
    })
  return [...[...alone.values()].map((route) => ({ ...route, fixed: new Map() })), ...merged]
}
