import type { OpenAPIV3_1 } from 'openapi-types'

/** Facts about an operation for which OpenAPI has no words. */
export interface OperationExtensions {
  /** Kinds of access tokens that the operation accepts, separated by `|`. */
  readonly 'x-token'?: string
  /** Fields by which its list can be ordered. */
  readonly 'x-order-fields'?: readonly string[]
}

/** An OpenAPI document, as `v1.json` and `v2.json` are. */
export type ApiDocument = OpenAPIV3_1.Document<OperationExtensions>
export type Operation = OpenAPIV3_1.OperationObject<OperationExtensions>
export type Schema = OpenAPIV3_1.SchemaObject | OpenAPIV3_1.ReferenceObject
export type Parameter = OpenAPIV3_1.ParameterObject

/** An operation with its place in the document. */
export interface PlacedOperation {
  readonly path: string
  /** In lower case. */
  readonly method: string
  readonly operationId: string
  readonly operation: Operation
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const
const SCHEMAS = '#/components/schemas/'

/** Returns the operations of a document in its order. */
export const listOperations = (document: ApiDocument): PlacedOperation[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item ?? {}).flatMap((key) => {
      const method = METHODS.find((known) => known === key)
      const operation = method === undefined ? undefined : item?.[method]
      if (method === undefined || operation === undefined) return []
      if (operation.operationId === undefined) throw new Error(`${method} ${path} has no operationId`)
      return { path, method, operationId: operation.operationId, operation }
    }),
  )

/** Returns the parameters of an operation's query. */
export const listQueryParameters = (operation: Operation): Parameter[] =>
  (operation.parameters ?? []).flatMap((parameter) => ('in' in parameter && parameter.in === 'query' ? parameter : []))

/** Returns the media types of an operation's body with their schemas. */
export const listBodies = ({ requestBody }: Operation): [mediaType: string, schema: Schema | undefined][] =>
  requestBody !== undefined && 'content' in requestBody
    ? Object.entries(requestBody.content).map(([mediaType, { schema }]) => [mediaType, schema])
    : []

/** Returns the media types with which an operation responds with a status. */
export const listResponseTypes = (operation: Operation, status: number | string): string[] => {
  const response = operation.responses?.[status]
  return response !== undefined && 'content' in response ? Object.keys(response.content ?? {}) : []
}

/** Returns the names of the JSON schemas of an operation's responses by status; null where there is no JSON body. */
export const findResponseSchemas = (operation: Operation): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(operation.responses ?? {}).map(([status, response]) => {
      const schema = 'content' in response ? response.content?.['application/json']?.schema : undefined
      return [status, schema === undefined ? null : findSchemaName(schema)]
    }),
  )

/** Returns the name of the shared schema that a reference points to. */
export const findSchemaName = (schema: Schema): string => {
  if ('$ref' in schema && schema.$ref.startsWith(SCHEMAS)) return schema.$ref.slice(SCHEMAS.length)
  throw new Error(`not a reference to a schema of the document: ${JSON.stringify(schema)}`)
}
