import type { Validator } from '../../contracts/openapi/validator.ts'
import { BodyTooLarge, type HttpRequest, readParameters } from '../core/http-request.ts'
import type { RequestContract, ValidRequest } from '../world/endpoint.ts'
import type { Exchange } from '../world/exchange.ts'
import { measureDepth } from './measure-depth.ts'

export const JSON_TYPE = 'application/json'
export const FORM_TYPE = 'application/x-www-form-urlencoded'

/** In bytes. The largest sensible requests have a few KiB, and some work on a body costs far more than its reading. */
const MAX_JSON = 256 * 1024
const MAX_FORM = 64 * 1024
/** Deeper JSON would overflow the stack of whatever walks through it. */
const MAX_DEPTH = 100

/** A request without query parameters and body. */
const EMPTY_REQUEST: ValidRequest = { query: undefined, body: undefined }

/** Reads and validates query and body; waits only if there is a body, or a validator to load. Throws the host's errors. */
export const readRequest = (exchange: Exchange, contract: RequestContract): ValidRequest | Promise<ValidRequest> => {
  const hasQuery = contract.query.length > 0 || contract.isStrictQuery === true
  if (contract.body === null && !hasQuery) return EMPTY_REQUEST
  return readParts(exchange, contract, hasQuery)
}

const readParts = async (exchange: Exchange, contract: RequestContract, hasQuery: boolean): Promise<ValidRequest> => ({
  query: hasQuery ? await readQuery(exchange, contract) : undefined,
  body: await readBody(exchange, contract),
})

const readBody = (exchange: Exchange, contract: RequestContract): Promise<unknown> | undefined => {
  switch (contract.body) {
    case JSON_TYPE:
      return readJson(exchange, contract)
    case FORM_TYPE:
      return readForm(exchange, contract)
    default:
      return undefined
  }
}

/** Reads the body of a request that a fault responds to, for the journal. Ignores a body that cannot be read. */
export const tryReadBody = async (exchange: Exchange, { body }: RequestContract): Promise<void> => {
  if (body === null || exchange.sentText !== undefined) return
  try {
    const text = await exchange.request.readText(body === FORM_TYPE ? MAX_FORM : MAX_JSON)
    exchange.sentText = text
    exchange.sent = body === JSON_TYPE ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
  } catch {}
}

const readText = async (exchange: Exchange, limit: number, { refuse }: RequestContract): Promise<string> => {
  try {
    const text = await exchange.request.readText(limit)
    exchange.sentText = text
    return text
  } catch (error) {
    throw error instanceof BodyTooLarge ? refuse({ kind: 'too-large', limit: error.limit }) : error
  }
}

const readQuery = async ({ request }: Exchange, contract: RequestContract): Promise<unknown> => {
  const parameters = readParameters(request)
  if (contract.isStrictQuery) assertKnown(parameters, contract)
  const query = toQuery(parameters, contract)
  if (contract.query.length === 0) return query
  assertValid(await contract.loadQueryValidator(), query, 'query', contract)
  return query
}

const assertKnown = (parameters: URLSearchParams, { query: known, refuse }: RequestContract): void => {
  for (const name of new Set(parameters.keys())) {
    if (!known.includes(name)) throw refuse({ kind: 'unknown-parameter', name, known })
    if (parameters.getAll(name).length > 1) throw refuse({ kind: 'repeated-parameter', name })
  }
}

/** Lists may be repeated or separated by commas; any other parameter has its first value. Empty values are ignored. */
const toQuery = (parameters: URLSearchParams, { query: names, lists }: RequestContract): Record<string, unknown> => {
  const query: Record<string, unknown> = {}
  for (const name of names) {
    const values = parameters.getAll(name).filter((value) => value !== '')
    if (values.length === 0) continue
    query[name] = lists.includes(name) ? splitList(name, values) : values[0]
  }
  return query
}

/** A comma inside an order belongs to it: `order=amount,desc` is one criterion. */
const splitList = (name: string, values: readonly string[]): string[] =>
  name === 'order' ? [...values] : values.flatMap((value) => value.split(','))

const readJson = async (exchange: Exchange, contract: RequestContract): Promise<unknown> => {
  if (!contract.isBodyOptional) assertMediaType(exchange.request, JSON_TYPE, contract)
  const text = await readText(exchange, contract.maxBody ?? MAX_JSON, contract)
  const sent = parseJson(text === '' && contract.isBodyOptional ? '{}' : text, contract)
  exchange.sent = sent
  // Most bodies have no null, and a search for the word costs less than a walk through the body.
  const body = contract.ignoresNulls && text.includes('null') ? withoutNulls(sent) : sent
  if (contract.loadBodyValidator === undefined) return body
  const validator = contract.loadBodyValidator()
  assertValid(validator instanceof Promise ? await validator : validator, body, 'body', contract)
  return body
}

const parseJson = (text: string, { refuse }: RequestContract): unknown => {
  if (measureDepth(text) > MAX_DEPTH) throw refuse({ kind: 'too-deep', limit: MAX_DEPTH })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refuse({ kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) })
  }
}

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  )
}

const readForm = async (exchange: Exchange, contract: RequestContract): Promise<unknown> => {
  const { request } = exchange
  const inQuery = contract.allowsFormInQuery ? Object.fromEntries(readParameters(request)) : {}
  const text = await readText(exchange, contract.maxBody ?? MAX_FORM, contract)
  const sent = Object.fromEntries(new URLSearchParams(text))
  exchange.sent = sent
  if (text !== '') assertMediaType(request, FORM_TYPE, contract)
  const form = { ...inQuery, ...sent }
  if (contract.loadBodyValidator !== undefined) assertValid(await contract.loadBodyValidator(), form, 'form', contract)
  return form
}

const assertMediaType = (request: HttpRequest, expected: string, { refuse }: RequestContract): void => {
  const given = request.header('content-type')
  // The usual value needs no parsing.
  if (given === expected) return
  const type = given?.split(';')[0]?.trim().toLowerCase()
  if (type !== expected) throw refuse({ kind: 'media-type', given: type, expected })
}

const assertValid = (
  validate: Validator,
  value: unknown,
  part: 'body' | 'query' | 'form',
  { refuse }: RequestContract,
): void => {
  if (!validate(value)) throw refuse({ kind: 'invalid', part, violation: validate.errors?.[0] })
}
