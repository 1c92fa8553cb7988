import type { SchemaError, Validators } from '../../contracts/openapi/validator.ts'
import type { Operation } from '../access/api.ts'
import {
  badRequest,
  type FinApiError,
  illegalPageSize,
  missingField,
  tooManyIds,
  unsupportedMediaType,
} from '../access/errors.ts'
import type { Exchange } from './exchange.ts'
import { readBody } from './read-body.ts'

export const JSON_TYPE = 'application/json'
export const FORM_TYPE = 'application/x-www-form-urlencoded'

/**
 * Notes the body of a request that is refused before anybody looks at it, so that the journal can show it. What cannot
 * be read is not noted.
 */
export const noteBody = async (exchange: Exchange): Promise<void> => {
  const { operation, request } = exchange
  if (operation.body === null || request.bodyUsed) return
  try {
    const text = await readBody(request)
    exchange.sentSize = text.length
    exchange.sent = operation.body === JSON_TYPE ? parseJson(text) : Object.fromEntries(new URLSearchParams(text))
  } catch {}
}

/** Reads and checks query and body of a request. Throws 400, 413 and 415 with a text that names what is wrong. */
export const validateRequest = async (exchange: Exchange): Promise<void> => {
  const { operation } = exchange
  if (operation.query.length > 0) exchange.query = await validQuery(exchange)
  if (operation.body === JSON_TYPE) exchange.body = await validJson(exchange)
  if (operation.body === FORM_TYPE) exchange.body = await validForm(exchange)
}

const validQuery = async ({ request, api, operationId, operation }: Exchange): Promise<unknown> => {
  const query = queryObject(new URL(request.url).searchParams, operation)
  assertValid(await api.loadQueryValidators(operation.tag), `${operationId}Query`, query, 'parameter')
  return query
}

/** Lists may be repeated or separated by commas; of anything else the first value counts. Empty values are no values. */
const queryObject = (parameters: URLSearchParams, operation: Operation): Record<string, unknown> => {
  const query: Record<string, unknown> = {}
  for (const name of operation.query) {
    const values = parameters.getAll(name).filter((value) => value !== '')
    if (values.length === 0) continue
    query[name] = operation.lists.includes(name) ? listOf(name, values) : values[0]
  }
  return query
}

/** A comma inside an order belongs to it: `order=amount,desc` is one criterion. */
const listOf = (name: string, values: readonly string[]): string[] =>
  name === 'order' ? [...values] : values.flatMap((value) => value.split(','))

const validJson = async (exchange: Exchange): Promise<unknown> => {
  const { request, api, operationId, operation } = exchange
  assertMediaType(request, JSON_TYPE)
  const text = await readBody(request)
  exchange.sentSize = text.length
  exchange.sent = parseJson(text)
  const body = withoutNulls(exchange.sent)
  assertValid(await api.loadBodyValidators(operation.tag), `${operationId}Body`, body, 'field')
  return body
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badRequest(`The request body is not readable JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** A field that is null counts as not given: clients that were generated from v1 send every field (assumption). */
const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  )
}

/** A form, in the body and, as v1 still allows, in the query; the body goes first. */
const validForm = async (exchange: Exchange): Promise<unknown> => {
  const { request, api, operationId, operation } = exchange
  const inQuery = Object.fromEntries(new URL(request.url).searchParams)
  const mayUseQuery = api.version === FORMS_IN_QUERY
  const text = await readBody(request)
  exchange.sentSize = text.length
  const sent = Object.fromEntries(new URLSearchParams(text))
  exchange.sent = sent
  if (text !== '') assertMediaType(request, FORM_TYPE)
  const form = { ...(mayUseQuery ? inQuery : {}), ...sent }
  assertValid(await api.loadBodyValidators(operation.tag), `${operationId}Body`, form, 'parameter')
  return form
}

const FORMS_IN_QUERY = 'v1'

const assertMediaType = (request: Request, expected: string): void => {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (given !== expected) throw unsupportedMediaType(given, expected)
}

const assertValid = (validators: Validators, name: string, value: unknown, kind: 'field' | 'parameter'): void => {
  const validate = validators[name]
  if (validate === undefined) throw new Error(`there is no validator ${name}`)
  if (!validate(value)) throw violation(validate.errors?.[0], kind)
}

/** What a violation of the contract means to the client, by its kind. */
const violation = (error: SchemaError | undefined, kind: 'field' | 'parameter'): FinApiError => {
  if (error === undefined) return badRequest('The request is not valid.')
  const where = error.instancePath.slice(1).replaceAll('/', '.')
  const within = (name: unknown): string => (where === '' ? String(name) : `${where}.${name}`)
  switch (error.keyword) {
    case 'required':
      return missingField(`Required ${kind} '${within(error.params.missingProperty)}' is missing.`)
    case 'additionalProperties':
      return badRequest(
        `The request body is not readable: unknown ${kind} '${within(error.params.additionalProperty)}'.`,
      )
    case 'enum':
      return badRequest(`${where || 'The value'} must be one of ${[error.params.allowedValues].flat().join(', ')}.`)
    case 'maximum':
      if (where === 'perPage') return illegalPageSize(`perPage ${error.message}.`)
      break
    case 'minimum':
      if (where === 'perPage') return illegalPageSize(`perPage ${error.message}.`)
      break
    case 'maxItems':
      return tooManyIds(`${where} may hold at most ${error.params.limit} values.`)
  }
  return badRequest(`${where || 'The request body'} ${error.message}.`)
}
