import { expect, it } from 'vitest'
import type { Endpoint } from '../world/endpoint.ts'
import { createRouter } from './router.ts'
import type { Route } from './routes.ts'

/** An endpoint that a test knows by its operation. */
const endpointOf = (operation: string): Endpoint => ({
  operation,
  version: undefined,
  facts: {},
  hasRequestId: false,
  isObserved: false,
  storesBody: false,
  contract: undefined,
  describeCaller: () => ({ userId: undefined, clientId: undefined }),
  identify: () => undefined,
  run: () => ({ status: 200 }),
  writeError: () => ({ status: 500 }),
  checkResponse: async () => undefined,
})

const route = (method: string, path: string): Route => {
  const endpoint = endpointOf(`${method} ${path}`)
  return { method, path, endpoint: () => endpoint }
}

const router = createRouter(
  [
    route('GET', '/items/{id}'),
    route('GET', '/items/all'),
    route('DELETE', '/items/{id}'),
    route('GET', '/items/{id}/parts'),
    route('GET', '/items/all/parts'),
    route('GET', '/pages/*'),
  ],
  (path) => endpointOf(`nothing at ${path}`),
)

it.each([
  { method: 'GET', path: '/items/7', operation: 'GET /items/{id}', pathValue: '7' },
  { method: 'HEAD', path: '/items/7', operation: 'GET /items/{id}', pathValue: '7' },
  { method: 'GET', path: '/items/all', operation: 'GET /items/all', pathValue: '' },
  { method: 'DELETE', path: '/items/all', operation: 'DELETE /items/{id}', pathValue: 'all' },
  { method: 'GET', path: '/items/7/parts', operation: 'GET /items/{id}/parts', pathValue: '7' },
  { method: 'GET', path: '/items/all/parts', operation: 'GET /items/all/parts', pathValue: '' },
  { method: 'GET', path: '/items/a%2Cb', operation: 'GET /items/{id}', pathValue: 'a,b' },
  { method: 'GET', path: '/items/%zz', operation: 'GET /items/{id}', pathValue: '%zz' },
  { method: 'GET', path: '/pages/a/b', operation: 'GET /pages/*', pathValue: '' },
  { method: 'PUT', path: '/items/7', operation: 'nothing at /items/7', pathValue: '' },
  { method: 'GET', path: '/items', operation: 'nothing at /items', pathValue: '' },
  { method: 'GET', path: '/items/', operation: 'nothing at /items/', pathValue: '' },
])('routes $method $path to $operation', async ({ method, path, operation, pathValue }) => {
  const found = router.find(method, path)
  expect((await found.endpoint).operation).toBe(operation)
  expect(found.pathValue).toBe(pathValue)
})
