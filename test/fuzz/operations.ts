import {
  type ApiDocument,
  listBodies,
  listOperations,
  listQueryParameters,
  type Schema,
} from '../../contracts/openapi/document.ts'
import { document as v1 } from '../../contracts/openapi/generated/v1.document.ts'
import { document as v2 } from '../../contracts/openapi/generated/v2.document.ts'
import { document as control } from '../../server/control/generated/control.document.ts'

/** The schemas that references of a document point to. */
export type Schemas = Readonly<Record<string, Schema>>

/** The kind of token that an operation requires. */
export type TokenKind = 'none' | 'client' | 'user' | 'admin' | 'any'

export interface QueryParameter {
  readonly name: string
  readonly isRequired: boolean
  readonly schema: Schema
}

/** An operation or a page that requests are generated for. */
export interface FuzzOperation {
  /** Names it in findings: `v2 importBankConnection`, `page bank-login`. */
  readonly key: string
  readonly id: string
  readonly surface: 'v1' | 'v2' | 'control' | 'page'
  readonly method: string
  readonly path: string
  readonly query: readonly QueryParameter[]
  readonly headers: readonly string[]
  readonly body: { readonly mediaType: string; readonly schema: Schema } | undefined
  readonly token: TokenKind
  readonly orderFields: readonly string[]
  readonly schemas: Schemas
  /** How often it is drawn, compared with others. */
  readonly weight: number
}

/** Operations that carry the flows are drawn more often, those that end them less often. */
const WEIGHTS: Readonly<Record<string, number>> = {
  importBankConnection: 8,
  getToken: 2,
  updateBankConnection: 4,
  settleClock: 2,
  createUser: 0.7,
  getAndSearchAllTransactions: 2,
  getDailyBalances: 2,
  revokeToken: 0.2,
  deleteAuthorizedUser: 0.1,
  deleteBankConnection: 0.5,
  deleteWorld: 0.2,
  resetWorld: 0.2,
  restoreSnapshot: 0.5,
  takeSnapshot: 0.2,
  exportHar: 0.3,
  findJournalEntries: 0.4,
  clearJournal: 0.3,
  advanceClock: 0.5,
  setClock: 0.3,
  clearFaults: 0.3,
  addFault: 2,
}

const TOKENS: Readonly<Record<string, TokenKind>> = {
  none: 'none',
  user: 'user',
  client: 'client',
  mandatorAdminClient: 'admin',
  'user|client': 'any',
}

const listHeaders = (parameters: readonly unknown[]): string[] =>
  parameters.flatMap((parameter) =>
    typeof parameter === 'object' &&
    parameter !== null &&
    'in' in parameter &&
    'name' in parameter &&
    parameter.in === 'header' &&
    typeof parameter.name === 'string'
      ? [parameter.name]
      : [],
  )

const text: Schema = { type: 'string' }

/** The schemas of parameters are those of OpenAPI 3.1, whatever their type says. */
const readSchema = (schema: object): Schema => schema

const readDocument = (surface: 'v1' | 'v2' | 'control', document: ApiDocument): FuzzOperation[] =>
  listOperations(document).map(({ path, method, operationId, operation }) => {
    const [body] = listBodies(operation)
    return {
      key: `${surface} ${operationId}`,
      id: operationId,
      surface,
      method: method.toUpperCase(),
      path,
      query: listQueryParameters(operation).map(({ name, required, schema }) => ({
        name,
        isRequired: required === true,
        schema: readSchema(schema ?? text),
      })),
      headers: listHeaders(operation.parameters ?? []),
      body: body?.[1] === undefined ? undefined : { mediaType: body[0], schema: body[1] },
      token: TOKENS[operation['x-token'] ?? 'none'] ?? 'user',
      orderFields: operation['x-order-fields'] ?? [],
      schemas: document.components?.schemas ?? {},
      weight: WEIGHTS[operationId] ?? 1,
    }
  })

/** Describes a page by the fields of its query or form. */
const createPage = (
  name: string,
  method: 'GET' | 'POST',
  path: string,
  fields: readonly string[],
  weight = 1,
): FuzzOperation => ({
  key: `page ${name}`,
  id: name,
  surface: 'page',
  method,
  path,
  query: method === 'GET' ? fields.map((name) => ({ name, isRequired: false, schema: text })) : [],
  headers: [],
  body:
    method === 'GET'
      ? undefined
      : {
          mediaType: 'application/x-www-form-urlencoded',
          schema: { type: 'object', properties: Object.fromEntries(fields.map((field) => [field, text])) },
        },
  token: 'none',
  orderFields: [],
  schemas: {},
  weight,
})

const pages: readonly FuzzOperation[] = [
  createPage('bank-login', 'GET', '/_mock/bank/login', ['state', 'lang']),
  createPage('bank-login-form', 'POST', '/_mock/bank/login', ['state', 'user', 'pin', 'lang'], 3),
  createPage('bank-decision-form', 'POST', '/_mock/bank/decision', ['state', 'session', 'decision', 'lang'], 3),
  createPage('bank-decision', 'GET', '/_mock/bank/decision', ['state', 'lang'], 0.3),
  createPage('device', 'GET', '/_mock/device', ['lang', 'gone']),
  createPage('device-form', 'POST', '/_mock/device', ['hash', 'action', 'lang', 'token']),
]

/** Every operation of finAPI in both versions and of the control API, and every page. */
export const operations: readonly FuzzOperation[] = [
  ...readDocument('v1', v1),
  ...readDocument('v2', v2),
  ...readDocument('control', control),
  ...pages,
]

/** Returns an operation by its key. */
export const findOperation = (key: string): FuzzOperation => {
  const found = operations.find((operation) => operation.key === key)
  if (found === undefined) throw new Error(`there is no operation ${key}`)
  return found
}
