import { type Context, Hono } from 'hono'
import { listOperations, listResponseTypes } from '../../contracts/openapi/document.ts'
import { createResponseValidators, type FindValidator } from '../../contracts/openapi/response-validators.ts'
import type { SchemaError, Validator } from '../../contracts/openapi/validator.ts'
import { FinApiError } from '../access/errors.ts'
import { InputError, UnknownNameError } from '../core/input.ts'
import { LARGEST_BODY, readBody } from '../http/read-body.ts'
import type { Settings } from '../options.ts'
import type { Worlds } from '../world/worlds.ts'
import { assertMayControl } from './access.ts'
import { type ControlAnswer, ControlError, type ControlHandler } from './exchange.ts'
import { operations } from './generated/control.operations.ts'

/** Loaded with the first call: most processes are never controlled, and all of them shall start quickly. */
const handlerOf = async (operationId: string): Promise<ControlHandler> => {
  // Whoever waits for the server asks for this until it answers.
  if (operationId === 'health') return () => ({ status: 200, body: { status: 'UP' } })
  const handler = (await import('./handlers.ts')).handlers[operationId]
  if (handler === undefined) throw new Error(`control operation ${operationId} has no handler`)
  return handler
}

type Operation = (typeof operations)[keyof typeof operations]

/** Snapshots are the only large bodies; a world of a test run has a few megabytes. */
const LARGEST_SNAPSHOT = 64 * 1024 * 1024

/**
 * Their bodies can be given in code as well, where nothing has checked them: the handlers read them by the same code,
 * whose messages say more than a schema's.
 */
const READ_BY_HANDLER: ReadonlySet<string> = new Set(['addFault', 'verifyJournal'])

/** What is ours: every operation of server/control/openapi.json, for the world of the path's prefix. */
export const controlRoutes = (worlds: Worlds, settings: Settings): Hono => {
  const routes = new Hono()
  for (const [operationId, operation] of Object.entries(operations)) {
    const path = operation.path.slice('/_mock'.length).replace(/\{(\w+)\}/g, ':$1')
    routes.on(operation.method, path, (c) => answer(c, { operationId, operation }))
  }

  const answer = async (c: Context, served: Served): Promise<Response> => {
    const answered = await attempt(c, served)
    if (settings.checkAnswers) await checkAnswer(served, answered)
    const { status, body, text } = answered
    if (text !== undefined)
      return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=UTF-8' } })
    if (body === undefined) return new Response(null, { status })
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  }

  const attempt = async (c: Context, { operationId, operation }: Served): Promise<ControlAnswer> => {
    try {
      if (operationId !== 'health') assertMayControl(c.req.raw.headers, settings)
      const { world } = worlds.place(new URL(c.req.url).pathname)
      world.clock.runDue()
      const body = operation.body === null ? undefined : await readJson(c.req.raw, operationId)
      const query = await readQuery(c, operationId, operation)
      const handler = await handlerOf(operationId)
      return await handler({ worlds, world, settings, path: c.req.param(), query, body })
    } catch (error) {
      return problem(error)
    }
  }

  return routes
}

interface Served {
  operationId: string
  operation: Operation
}

/** The query with the types that its document says; each parameter may be given once. */
const readQuery = async (c: Context, operationId: string, operation: Operation): Promise<unknown> => {
  const known: readonly string[] = operation.query
  const query: Record<string, unknown> = {}
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (!known.includes(name)) {
      throw new ControlError(400, `unknown parameter; known are ${known.join(', ') || 'none'}`, name)
    }
    if (values.length > 1) throw new ControlError(400, 'may be given only once', name)
    query[name] = values[0]
  }
  if (Object.keys(query).length === 0) return query
  const validators: Record<string, Validator | undefined> = { ...(await import('./generated/control.queries.js')) }
  return assertValid(query, validators[`${operationId}Query`])
}

/** Bodies that may be left out have only optional fields. */
const readJson = async (request: Request, operationId: string): Promise<unknown> => {
  const text = await readBody(request, operationId === 'restoreSnapshot' ? LARGEST_SNAPSHOT : LARGEST_BODY)
  const body = parse(text === '' ? '{}' : text)
  if (READ_BY_HANDLER.has(operationId)) return body
  const validators: Record<string, Validator | undefined> = { ...(await import('./generated/control.bodies.js')) }
  return assertValid(body, validators[`${operationId}Body`])
}

const assertValid = (value: unknown, validate: Validator | undefined): unknown => {
  if (validate?.(value)) return value
  const error = validate?.errors?.[0]
  throw new ControlError(400, messageOf(error), fieldOf(error))
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ControlError(400, `the body is not readable JSON: ${error instanceof Error ? error.message : error}`)
  }
}

const messageOf = (error: SchemaError | undefined): string => {
  switch (error?.keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
      return 'is unknown'
    case 'enum':
      return `must be one of ${[error.params.allowedValues].flat().join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(error.params.allowedValue)}`
    default:
      return error?.message ?? 'the body is not as described in /_mock/openapi.json'
  }
}

const fieldOf = (error: SchemaError | undefined): string | undefined => {
  const inner = error?.params.missingProperty ?? error?.params.additionalProperty
  const path = [...(error?.instancePath.split('/').slice(1) ?? []), ...(inner === undefined ? [] : [String(inner)])]
  return path.length === 0 ? undefined : path.join('.')
}

const problem = (error: unknown): ControlAnswer => {
  if (error instanceof ControlError) {
    const { status, message, field } = error
    return { status, body: { message, field } }
  }
  if (error instanceof InputError) {
    const { message, field } = error
    return { status: error instanceof UnknownNameError ? 404 : 400, body: { message, field } }
  }
  if (error instanceof FinApiError) return { status: 400, body: { message: error.message } }
  throw error
}

/** Throws where an answer is not as the document describes it; used in tests. */
const checkAnswer = async (
  { operationId, operation }: Served,
  { status, body, text }: ControlAnswer,
): Promise<void> => {
  const documented: Readonly<Record<string, string | null>> = operation.responses
  const schema = documented[String(status)]
  if (text === undefined ? schema === null && body === undefined : await describesText(operationId, status)) return
  const validate = schema === undefined || schema === null ? undefined : (await loadResponseValidators())(schema)
  if (validate?.(JSON.parse(JSON.stringify(body ?? null)))) return
  const why = validate?.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')
  throw new Error(`${operationId} answered ${status} that the control API's document does not describe: ${why ?? ''}`)
}

const describesText = async (operationId: string, status: number): Promise<boolean> => {
  const { document } = await import('./generated/control.document.ts')
  const described = listOperations(document).find((placed) => placed.operationId === operationId)
  return described !== undefined && listResponseTypes(described.operation, status).includes('text/plain')
}

let responseValidators: Promise<FindValidator> | undefined
const loadResponseValidators = (): Promise<FindValidator> => {
  responseValidators ??= import('./generated/control.document.ts').then(({ document }) =>
    createResponseValidators(document),
  )
  return responseValidators
}
