import { type ApiDocument, findSchemaName, type Schema } from './document.ts'

export type JsonSchema = Record<string, unknown>

const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }
const INT64 = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }
/** The `$id` of the schema that has those of a document as its definitions. */
const DEFINITIONS = 'definitions'

export interface JsonSchemaOptions {
  /** Refuses properties that a schema does not name. */
  readonly closed: boolean
}

/**
 * Returns a schema of an OpenAPI document as the JSON Schema that Ajv compiles: references point to `toDefinitions` of
 * the document, and integer formats become ranges.
 */
export const toJsonSchema = (schema: Schema, options: JsonSchemaOptions): JsonSchema => {
  if ('$ref' in schema) return pointTo(findSchemaName(schema))
  const { format, deprecated, default: _, ...rest } = schema
  const range = format === 'int32' ? INT32 : format === 'int64' ? INT64 : {}
  const entries = Object.entries(rest).map(([key, value]) => [key, convertKeyword(key, value, options)])
  const closing = options.closed && rest.properties && rest.additionalProperties === undefined
  return { ...range, ...Object.fromEntries(entries), ...(closing ? { additionalProperties: false } : {}) }
}

const convertKeyword = (key: string, value: unknown, options: JsonSchemaOptions): unknown => {
  if (key === 'properties' && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, convert(inner, options)]))
  return convert(value, options)
}

const convert = (value: unknown, options: JsonSchemaOptions): unknown => {
  if (Array.isArray(value)) return value.map((inner) => convert(inner, options))
  return isObject(value) ? toJsonSchema(value, options) : value
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Returns a schema that is one of the document's. */
export const pointTo = (name: string): JsonSchema => ({ $ref: `${DEFINITIONS}#/$defs/${name}` })

/** Returns the schemas of a document as one JSON Schema, to be added to Ajv before those that refer to it. */
export const toDefinitions = (document: ApiDocument, options: JsonSchemaOptions): JsonSchema => ({
  $id: DEFINITIONS,
  $defs: Object.fromEntries(
    Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [name, toJsonSchema(schema, options)]),
  ),
})
