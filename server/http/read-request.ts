import type { Validator } from '../../contracts/openapi/validator.ts'
import { type HttpRequest, readParameters } from '../core/http-request.ts'
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

/** Reads and validates query and body; waits only if there is one. Throws the host's errors, and those of `readText`. */
export const readRequest = (exchange: Exchange, contract: RequestContract): ValidRequest | Promise<ValidRequest> => {
  const hasQuery = contract.query.length > 0 || contract.isStrictQuery === true
  if (contract.body === null && !hasQuery) return EMPTY_REQUEST
  if (contract.body !== null && hasQuery) return readBoth(exchange, contract)
  return hasQuery ? readQuery(exchange, contract) : readBody(exchange, contract)
}

const readBoth = async (exchange: Exchange, contract: RequestContract): Promise<ValidRequest> => {
  const { query } = await readQuery(exchange, contract)
  const { body } = await readBody(exchange, contract)
  return { query, body }
}

const readBody = async (exchange: Exchange, contract: RequestContract): Promise<ValidRequest> => {
  switch (contract.body) {
    case JSON_TYPE: {
      if (!contract.isBodyOptional) assertMediaType(exchange.request, JSON_TYPE, contract)
      const text = await exchange.request.readText(contract.maxBody ?? MAX_JSON)
      if (contract.isBodyOptional && text !== '') assertMediaType(exchange.request, JSON_TYPE, contract)
      const body = parseBody(exchange, text, contract)
      const validator = contract.loadBodyValidator?.()
      const validate = validator instanceof Promise ? await validator : validator
      if (validate !== undefined) assertValid(validate, body, 'body', contract)
      return { query: undefined, body }
    }
    case FORM_TYPE:
      return { query: undefined, body: await readForm(exchange, contract) }
    default:
      return EMPTY_REQUEST
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

const readQuery = async ({ request }: Exchange, contract: RequestContract): Promise<ValidRequest> => {
  const parameters = readParameters(request)
  if (contract.isStrictQuery) assertKnown(parameters, contract)
  const query = toQuery(parameters, contract)
  if (contract.query.length > 0) assertValid(await contract.loadQueryValidator(), query, 'query', contract)
  return { query, body: undefined }
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

const parseBody = (exchange: Exchange, text: string, contract: RequestContract): unknown => {
  exchange.sentText = text
  const sent = parseJson(text === '' && contract.isBodyOptional ? '{}' : text, contract)
  exchange.sent = sent
  // Most bodies have no null, and a search for the word costs less than a walk through the body.
  return contract.ignoresNulls && text.includes('null') ? withoutNulls(sent) : sent
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
  const text = await exchange.request.readText(contract.maxBody ?? MAX_FORM)
  exchange.sentText = text
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
