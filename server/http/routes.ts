import type { Endpoint } from '../world/endpoint.ts'

/** A method and path, with `{name}` for a parameter, and its endpoint. */
export interface Route {
  readonly method: string
  readonly path: string
  /** Returns the endpoint for a value of the path's parameter, which is empty if the path has none. */
  endpoint(pathValue: string): Endpoint | Promise<Endpoint>
}

/**
 * Merges a fixed path such as `/accounts/dailyBalances` into a path with a parameter in the same place, such as
 * `/accounts/{id}`, of which it is a value: Hono's fastest router does not accept both.
 */
export const mergeFixedPaths = (routes: readonly Route[]): Route[] => {
  const fixed = new Map(
    routes.filter(({ path }) => !path.includes('{')).map((route) => [`${route.method} ${route.path}`, route]),
  )
  const merged = routes
    .filter(({ path }) => path.includes('{'))
    .map((route): Route => {
      const [start = '', end = ''] = route.path.split(/\{\w+\}/)
      const values = new Map<string, Route>()
      for (const [key, other] of fixed) {
        if (other.method !== route.method || !other.path.startsWith(start) || !other.path.endsWith(end)) continue
        const value = other.path.slice(start.length, other.path.length - end.length)
        if (value === '' || value.includes('/')) continue
        values.set(value, other)
        fixed.delete(key)
      }
      return values.size === 0
        ? route
        : { ...route, endpoint: (value) => (values.get(value) ?? route).endpoint(values.has(value) ? '' : value) }
    })
  return [...fixed.values(), ...merged]
}
