import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import { MAX_REQUEST_ID } from '../core/request-id.ts'
import type { Endpoint } from '../world/endpoint.ts'
import type { Exchange, HostResponse } from '../world/exchange.ts'
import { assertTokenKind, assertVersion, authenticate } from './authorization/authenticate.ts'
import { checkResponse } from './check-response.ts'
import { API_VERSIONS, type OperationContract, operationsByVersion, successStatus } from './contract.ts'
import type { Operation } from './define-operation.ts'
import { writeErrorResponse } from './error-response/write-error.ts'
import { badRequest, FinApiError, methodNotAllowed, notServed } from './errors.ts'
import { loadOperation } from './load-operation.ts'
import { OperationContext } from './operation-context.ts'
import { refuseRequest } from './refuse-request.ts'
import { bodyValidator, queryValidator } from './validators.ts'

/** Returns every route of finAPI Access, in both versions, with `{id}` for the parameter of a path. */
export const accessRoutes = () => {
  const routes = new Map<string, { method: string; path: string; operations: LazyEndpoint[] }>()
  for (const version of API_VERSIONS) {
    for (const [id, contract] of Object.entries(operationsByVersion[version])) {
      const { method } = contract
      const path = contract.path.replace('{ids}', '{id}')
      const route = routes.get(`${method} ${path}`) ?? { method, path, operations: [] }
      route.operations.push(lazyEndpoint(version, id, contract))
      routes.set(`${method} ${path}`, route)
    }
  }
  return [...routes.values()].map(({ method, path, operations }) => ({
    method,
    path,
    endpoint: (value: string): Endpoint | Promise<Endpoint> => chooseOperation(operations, value).get(),
  }))
}

/** Chooses the operation by the parameter's value, because v1 has `/banks/{id}` and `/banks/{ids}`. */
const chooseOperation = (operations: readonly LazyEndpoint[], pathValue: string): LazyEndpoint => {
  const [first] = operations
  if (first === undefined) throw new Error('a route without an operation')
  if (operations.length === 1) return first
  const isList = pathValue.includes(',')
  return operations.find(({ takesList }) => takesList === isList) ?? first
}

interface LazyEndpoint {
  readonly takesList: boolean
  get(): Endpoint | Promise<Endpoint>
}

const lazyEndpoint = (version: ApiVersion, id: string, contract: OperationContract): LazyEndpoint => {
  let endpoint: Endpoint | undefined
  const load = async (): Promise<Endpoint> => {
    endpoint = createEndpoint(version, id, contract, await loadOperation(contract.tag, id))
    return endpoint
  }
  return { takesList: contract.path.endsWith('{ids}'), get: () => endpoint ?? load() }
}

/** The properties of every endpoint of finAPI. */
const SURFACE = { hasRequestId: true, isObserved: true, storesBody: true } as const

const createEndpoint = (
  version: ApiVersion,
  id: string,
  contract: OperationContract,
  operation: Operation | undefined,
): Endpoint => {
  const status = successStatus(contract)
  return {
    ...SURFACE,
    operation: id,
    version,
    facts: operation?.facts ?? {},
    contract: {
      ...contract,
      // v1 accepts the forms of OAuth in the query as well.
      allowsFormInQuery: version === 'v1',
      // Clients that were generated from v1 send every field, null for one without a value (assumption).
      ignoresNulls: true,
      loadBodyValidator: bodyValidator(version, contract.tag, id),
      loadQueryValidator: queryValidator(version, contract.tag, id),
      refuse: refuseRequest,
    },
    describeCaller,
    identify: (exchange) => {
      assertRequestId(exchange)
      if (contract.token !== 'none') identify(exchange, version, contract)
    },
    run: (exchange, request) => {
      if (operation === undefined) throw notServed(id)
      describeTokenRequest(exchange, request.body)
      const body = operation.run(new OperationContext(exchange, version), request)
      return body instanceof FinApiError ? writeErrorResponse(body, exchange, version) : { status, body }
    },
    writeError: (error, exchange) => writeErrorResponse(error, exchange, version),
    checkResponse: (response) => checkResponse(version, id, contract, response),
  }
}

const assertRequestId = (exchange: Exchange): void => {
  exchange.stage = 'request-id'
  const given = exchange.request.header('x-request-id')
  if (given !== undefined && given.length > MAX_REQUEST_ID) {
    throw badRequest(`X-Request-Id is longer than ${MAX_REQUEST_ID} characters.`)
  }
  exchange.stage = 'authorize'
}

const identify = (exchange: Exchange, version: ApiVersion, { token }: OperationContract): void => {
  const caller = authenticate(exchange.world, exchange.request.header('authorization'))
  exchange.caller = caller
  exchange.clientId = caller.client.id
  exchange.userId = caller.user?.id
  assertVersion(caller.client.boundTo, version)
  assertTokenKind(caller, token)
}

const describeCaller = ({ world, request }: Exchange): ReturnType<Endpoint['describeCaller']> => {
  try {
    const { client, user } = authenticate(world, request.header('authorization'))
    return { clientId: client.id, userId: user?.id }
  } catch {
    return { clientId: undefined, userId: undefined }
  }
}

/** Sets client and user of a token request, which names them in its form. */
const describeTokenRequest = (exchange: Exchange, form: unknown): void => {
  if (typeof form !== 'object' || form === null) return
  if ('username' in form && typeof form.username === 'string') exchange.userId ??= form.username
  if ('client_id' in form && typeof form.client_id === 'string') exchange.clientId ??= form.client_id
}

/**
 * Creates the endpoint of paths and methods that finAPI does not have. It responds with 405 in finAPI's usual shape for
 * a known path, and with the bare 404 of finAPI's framework for any other (both measured).
 */
export const createUnmappedEndpoint = (): ((path: string) => Endpoint) => {
  const paths = API_VERSIONS.flatMap((version) =>
    Object.values(operationsByVersion[version]).map(({ path, method }) => ({
      version,
      method,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
    })),
  )
  return (path) => {
    const known = paths.filter(({ pattern }) => pattern.test(path))
    const version = known[0]?.version
    return {
      ...SURFACE,
      operation: undefined,
      version,
      facts: {},
      contract: undefined,
      describeCaller,
      identify: (exchange) => {
        exchange.stage = 'route'
      },
      run: (exchange) => {
        exchange.stage = 'route'
        throw version === undefined ? new UnknownPath(exchange) : methodNotAllowed(exchange.request.method)
      },
      writeError: async (error, exchange) => {
        if (error instanceof UnknownPath) return writeUnknownPath(exchange)
        const response = await writeErrorResponse(error, exchange, version ?? 'v1')
        const allowed = new Set(known.map(({ method }) => method))
        return response.status === 405 ? { ...response, headers: { Allow: [...allowed].join(', ') } } : response
      },
      checkResponse: async () => undefined,
    }
  }
}

class UnknownPath extends Error {
  override readonly name = 'UnknownPath'

  constructor({ request, path }: Exchange) {
    super(`there is nothing at ${request.method} ${path}`)
  }
}

const writeUnknownPath = ({ world, path }: Exchange): HostResponse => ({
  status: 404,
  body: { timestamp: new Date(world.clock.now()).toISOString(), status: 404, error: 'Not Found', path },
})
