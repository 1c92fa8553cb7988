import { messageOf, type SchemaError, type Validator } from '../../contracts/openapi/validator.ts'
import { FinApiError } from '../access/errors.ts'
import type { HttpRequest } from '../core/http-request.ts'
import { InputError, UnknownNameError } from '../core/input.ts'
import type { RequestProblem } from '../core/request-problem.ts'
import { type ControlAccess, describeForeignRequest, hasControlToken } from '../http/foreign-request.ts'
import { JSON_TYPE } from '../http/read-request.ts'
import type { Route } from '../http/routes.ts'
import type { Endpoint } from '../world/endpoint.ts'
import type { Exchange, HostResponse } from '../world/exchange.ts'
import type { Worlds } from '../world/worlds.ts'
import { checkResponse } from './check-response.ts'
import { ControlError, type ControlHandler } from './exchange.ts'
import { operations } from './generated/control.operations.ts'

// The control API as a host: each operation of control/openapi.json, for the world of the path's prefix.

type ControlOperation = (typeof operations)[keyof typeof operations]

/** In bytes. Snapshots are the only large bodies; the world of a test run has a few megabytes. */
const MAX_SNAPSHOT = 64 * 1024 * 1024

/**
 * Operations without a validator, because their input can also be given in code: the handlers validate it by the same
 * functions as the public API, whose messages are more precise than a schema's.
 */
const READ_BY_HANDLER: ReadonlySet<string> = new Set(['addFault', 'verifyJournal', 'restoreSnapshot'])

export const controlRoutes = (worlds: Worlds, access: ControlAccess): Route[] =>
  Object.entries(operations).map(([id, operation]) => {
    const endpoint = createControlEndpoint(worlds, access, id, operation)
    return { method: operation.method, path: operation.path, endpoint: () => endpoint }
  })

/** The common properties of the endpoints: exchanges are not recorded, and faults do not hit them. */
const COMMON = {
  version: undefined,
  facts: {},
  hasRequestId: false,
  isObserved: false,
  storesBody: false,
  describeCaller: () => ({ userId: undefined, clientId: undefined }),
} as const

const createControlEndpoint = (
  worlds: Worlds,
  access: ControlAccess,
  id: string,
  operation: ControlOperation,
): Endpoint => ({
  ...COMMON,
  operation: id,
  contract: {
    ...operation,
    // Of every operation that changes something, so that a body of another type is refused: forms of other sites have one.
    body: operation.method === 'GET' ? null : JSON_TYPE,
    isBodyOptional: true,
    isStrictQuery: true,
    ignoresNulls: false,
    maxBody: id === 'restoreSnapshot' ? MAX_SNAPSHOT : undefined,
    loadBodyValidator:
      operation.body === null || READ_BY_HANDLER.has(id)
        ? undefined
        : async () => requireValidator({ ...(await import('./generated/control.bodies.js')) }, `${id}Body`),
    loadQueryValidator: async () =>
      requireValidator({ ...(await import('./generated/control.queries.js')) }, `${id}Query`),
    refuse: refuseRequest,
  },
  identify: ({ request }) => {
    // Readiness is no secret, and clients check it before they know the token.
    if (id !== 'health') assertAllowed(request, access)
  },
  run: async (exchange, { query, body }) => {
    const { world, request, baseUrl, pathValue } = exchange
    const handler = await loadHandler(id)
    return toControlResponse(await handler({ worlds, world, request, baseUrl, pathValue, query, body }))
  },
  writeError: (error) => toControlResponse(writeError(error)),
  checkResponse: (response) => checkResponse(id, operation.responses, response),
})

/** Creates the endpoint of unknown paths and methods below `/_mock`. */
export const createUnknownControlEndpoint = (access: ControlAccess): Endpoint => ({
  ...COMMON,
  operation: undefined,
  contract: undefined,
  identify: ({ request }) => assertAllowed(request, access),
  run: (exchange) => {
    throw createPathError(exchange)
  },
  writeError: (error) => toControlResponse(writeError(error)),
  checkResponse: async () => undefined,
})

const createPathError = ({ request, path }: Exchange): ControlError => {
  const methods = Object.values(operations)
    .filter((operation) => new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map(({ method }) => method)
  return methods.length === 0
    ? new ControlError(404, `unknown path ${path}; GET /_mock/openapi.json describes the control API`)
    : new ControlError(405, `${request.method} is not allowed at ${path}, only ${methods.join(', ')}`)
}

/** Loads the handlers with the first call, so that processes without calls to the control API start quickly. */
const loadHandler = async (id: string): Promise<ControlHandler> => {
  // Without loading the others, because clients poll it until the server is up.
  if (id === 'health') return () => ({ status: 200, body: { status: 'UP' } })
  const handler = (await import('./handlers.ts')).handlers[id]
  if (handler === undefined) throw new Error(`control operation ${id} has no handler`)
  return handler
}

const requireValidator = (validators: Readonly<Record<string, Validator>>, name: string): Validator => {
  const validator = validators[name]
  if (validator === undefined) throw new Error(`there is no validator ${name}`)
  return validator
}

/** Throws if the request lacks a required token, or comes from a foreign page. */
const assertAllowed = (request: HttpRequest, access: ControlAccess): void => {
  if (!hasControlToken(request, access)) {
    throw new ControlError(
      401,
      'the control API requires its token, as Authorization: Bearer … or X-Mock-Token: that of FINAPI_MOCK_CONTROL_TOKEN or --control-token, or else the one that the server printed at its start',
    )
  }
  const reason = describeForeignRequest(request, access)
  if (reason !== undefined) throw new ControlError(403, reason)
}

/** Adds the headers of every response: it may contain tokens, so that no browser should store it or guess its type. */
const toControlResponse = (response: HostResponse): HostResponse => ({
  ...response,
  headers: {
    ...(response.text === undefined ? {} : { 'Content-Type': 'text/plain; charset=utf-8' }),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...response.headers,
  },
})

const refuseRequest = (problem: RequestProblem): ControlError => {
  switch (problem.kind) {
    case 'unknown-parameter':
      return new ControlError(
        400,
        `unknown parameter; the known ones are ${problem.known.join(', ') || 'none'}`,
        problem.name,
      )
    case 'repeated-parameter':
      return new ControlError(400, 'may be given only once', problem.name)
    case 'unreadable':
      return new ControlError(400, `the body is not readable JSON: ${problem.reason}`)
    case 'too-large':
      return new ControlError(400, `the body is larger than ${problem.limit} bytes`)
    case 'too-deep':
      return new ControlError(400, `the body is nested deeper than ${problem.limit} levels`)
    case 'media-type':
      return new ControlError(415, `the content type must be ${problem.expected}, but is ${problem.given ?? 'missing'}`)
    case 'invalid':
      return new ControlError(400, describeViolation(problem.violation), readField(problem.violation))
    default:
      return problem satisfies never
  }
}

const describeViolation = (violation: SchemaError | undefined): string => {
  switch (violation?.keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
      return 'is unknown'
    case 'enum':
      return `must be one of ${[violation.params.allowedValues].flat().join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(violation.params.allowedValue)}`
    default:
      return (violation && messageOf(violation)) ?? 'the request violates the schema in /_mock/openapi.json'
  }
}

const readField = (violation: SchemaError | undefined): string | undefined => {
  const inner = violation?.params.missingProperty ?? violation?.params.additionalProperty
  const path = [...(violation?.instancePath.split('/').slice(1) ?? []), ...(inner === undefined ? [] : [String(inner)])]
  return path.length === 0 ? undefined : path.join('.')
}

const writeError = (error: unknown): HostResponse => {
  if (error instanceof ControlError) {
    const { status, message, field } = error
    return { status, body: { message, field } }
  }
  if (error instanceof InputError) {
    const { message, field } = error
    return { status: error instanceof UnknownNameError ? 404 : 400, body: { message, field } }
  }
  if (error instanceof FinApiError) return { status: 400, body: { message: error.message } }
  // Only bugs of this server reach this line.
  console.error(error)
  return { status: 500, body: { message: 'an unexpected error occurred' } }
}
