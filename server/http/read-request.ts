import type { Validator } from '../../contracts/openapi/validator.ts'
import type { RequestContract, ValidRequest } from '../world/endpoint.ts'
import type { Exchange } from '../world/exchange.ts'
import { BodyTooLarge, readBody } from './read-body.ts'

export const JSON_TYPE = 'application/json'
export const FORM_TYPE = 'application/x-www-form-urlencoded'

/** Reads and validates query and body. Throws the host's errors. */
export const readRequest = async (exchange: Exchange, contract: RequestContract): Promise<ValidRequest> => ({
  query: contract.query.length > 0 || contract.isStrictQuery ? await readQuery(exchange, contract) : undefined,
  body: contract.body === null ? undefined : await readValidBody(exchange, contract),
})

const readValidBody = async (exchange: Exchange, contract: RequestContract): Promise<unknown> => {
  if (contract.body === JSON_TYPE) return readJson(exchange, contract)
  return contract.body === FORM_TYPE ? readForm(exchange, contract) : undefined
}

/** Reads the body of a request that a fault responds to, for the journal. Ignores a body that cannot be read. */
export const tryReadBody = async (exchange: Exchange, { body }: RequestContract): Promise<void> => {
  if (body === null || exchange.request.bodyUsed) return
  try {
    const text = await readText(exchange, undefined)
    exchange.sent = body === JSON_TYPE ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
  } catch {}
}

const readText = async (exchange: Exchange, limit: number | undefined): Promise<string> => {
  const text = await readBody(exchange.request, limit)
  exchange.sentSize = text.length
  return text
}

const readTextOrRefuse = async (exchange: Exchange, { maxBody, refuse }: RequestContract): Promise<string> => {
  try {
    return await readText(exchange, maxBody)
  } catch (error) {
    throw error instanceof BodyTooLarge ? refuse({ kind: 'too-large', limit: error.limit }) : error
  }
}

const readQuery = async ({ request }: Exchange, contract: RequestContract): Promise<unknown> => {
  const parameters = new URL(request.url).searchParams
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
  const text = await readTextOrRefuse(exchange, contract)
  if (contract.isBodyOptional && text !== '') assertMediaType(exchange.request, JSON_TYPE, contract)
  exchange.sent = parseJson(text === '' && contract.isBodyOptional ? '{}' : text, contract)
  const body = contract.ignoresNulls ? withoutNulls(exchange.sent) : exchange.sent
  if (contract.loadBodyValidator !== undefined) assertValid(await contract.loadBodyValidator(), body, 'body', contract)
  return body
}

const parseJson = (text: string, { refuse }: RequestContract): unknown => {
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
  const inQuery = contract.allowsFormInQuery ? Object.fromEntries(new URL(request.url).searchParams) : {}
  const text = await readTextOrRefuse(exchange, contract)
  const sent = Object.fromEntries(new URLSearchParams(text))
  exchange.sent = sent
  if (text !== '') assertMediaType(request, FORM_TYPE, contract)
  const form = { ...inQuery, ...sent }
  if (contract.loadBodyValidator !== undefined) assertValid(await contract.loadBodyValidator(), form, 'form', contract)
  return form
}

const assertMediaType = (request: Request, expected: string, { refuse }: RequestContract): void => {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (given !== expected) throw refuse({ kind: 'media-type', given, expected })
}

const assertValid = (
  validate: Validator,
  value: unknown,
  part: 'body' | 'query' | 'form',
  { refuse }: RequestContract,
): void => {
  if (!validate(value)) throw refuse({ kind: 'invalid', part, violation: validate.errors?.[0] })
}
