import { type Context, Hono } from 'hono'
import { FinApiError } from '../errors.ts'
import { readBody } from '../middleware/read-body.ts'
import type { Settings } from '../options.ts'
import type { Worlds } from '../worlds.ts'
import { assertMayControl } from './access.ts'
import { clockHandlers } from './clock.ts'
import { type ControlAnswer, ControlError, type ControlHandler, type ControlHandlers } from './exchange.ts'
import { operations } from './generated/control.operations.ts'
import { psuHandlers } from './psu.ts'
import { scenarioHandlers } from './scenarios.ts'
import { worldHandlers } from './worlds.ts'

const handlers: ControlHandlers = {
  health: () => ({ status: 200, body: { status: 'UP' } }),
  describe: async () => ({ status: 200, body: (await import('./openapi.json', { with: { type: 'json' } })).default }),
  ...worldHandlers,
  ...clockHandlers,
  ...psuHandlers,
  ...scenarioHandlers,
}

type Operation = (typeof operations)[keyof typeof operations]

/** Snapshots are the only large bodies; a world of a test run has a few megabytes. */
const LARGEST_BODY = 64 * 1024 * 1024

/** What is ours: every operation of server/control/openapi.json, for the world of the path's prefix. */
export const controlRoutes = (worlds: Worlds, settings: Settings): Hono => {
  const routes = new Hono()
  for (const [operationId, operation] of Object.entries(operations)) {
    const handler = handlers[operationId]
    if (handler === undefined) throw new Error(`control operation ${operationId} has no handler`)
    const path = operation.path.slice('/_mock'.length).replace(/\{(\w+)\}/g, ':$1')
    routes.on(operation.method, path, (c) => answer(c, { operationId, operation, handler }))
  }

  const answer = async (c: Context, served: Served): Promise<Response> => {
    const answered = await attempt(c, served)
    if (settings.checkAnswers) await checkAnswer(served, answered)
    const { status, body } = answered
    return body === undefined
      ? new Response(null, { status })
      : new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  }

  const attempt = async (c: Context, { operationId, operation, handler }: Served): Promise<ControlAnswer> => {
    try {
      if (operationId !== 'health') assertMayControl(c.req.raw.headers, settings)
      const { world } = worlds.place(new URL(c.req.url).pathname)
      world.clock.runDue()
      const body = operation.body === null ? undefined : await readJson(c.req.raw, operationId)
      return await handler({ worlds, world, settings, path: c.req.param(), query: queryOf(c, operation), body })
    } catch (error) {
      return problem(error)
    }
  }

  return routes
}

interface Served {
  operationId: string
  operation: Operation
  handler: ControlHandler
}

const queryOf = (c: Context, { query }: Operation): Record<string, string | undefined> => {
  const known: readonly string[] = query
  const given = c.req.query()
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new ControlError(400, `unknown parameter; known are ${known.join(', ') || 'none'}`, unknown)
  }
  return given
}

/** Bodies that may be left out have only optional fields. */
const readJson = async (request: Request, operationId: string): Promise<unknown> => {
  const text = await readBody(request, LARGEST_BODY)
  const validators: Record<string, Validate | undefined> = { ...(await import('./generated/control.bodies.js')) }
  const validate = validators[`${operationId}Body`]
  const body = parse(text === '' ? '{}' : text)
  if (validate?.(body)) return body
  const error = validate?.errors?.[0]
  throw new ControlError(400, messageOf(error), fieldOf(error))
}

interface Violation {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  message?: string
}

interface Validate {
  (value: unknown): boolean
  errors?: Violation[] | null
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ControlError(400, `the body is not readable JSON: ${error instanceof Error ? error.message : error}`)
  }
}

const messageOf = (error: Violation | undefined): string => {
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

const fieldOf = (error: Violation | undefined): string | undefined => {
  const inner = error?.params.missingProperty ?? error?.params.additionalProperty
  const path = [...(error?.instancePath.split('/').slice(1) ?? []), ...(inner === undefined ? [] : [String(inner)])]
  return path.length === 0 ? undefined : path.join('.')
}

const problem = (error: unknown): ControlAnswer => {
  if (error instanceof ControlError) {
    const { status, message, field } = error
    return { status, body: { message, ...(field === undefined ? {} : { field }) } }
  }
  if (error instanceof FinApiError) return { status: 400, body: { message: error.message } }
  throw error
}

/** Throws where an answer is not as the document describes it; used in tests. */
const checkAnswer = async ({ operationId, operation }: Served, { status, body }: ControlAnswer): Promise<void> => {
  const documented: Readonly<Record<string, string | null>> = operation.responses
  const schema = documented[String(status)] ?? (status === 401 ? 'Problem' : undefined)
  if (documented[String(status)] === null && body === undefined) return
  const validators: Record<string, Validate | undefined> = { ...(await import('./generated/control.responses.js')) }
  const validate = schema === undefined ? undefined : validators[schema]
  if (validate?.(JSON.parse(JSON.stringify(body ?? null)))) return
  const why = validate?.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')
  throw new Error(`${operationId} answered ${status} that the control API's document does not describe: ${why ?? ''}`)
}
