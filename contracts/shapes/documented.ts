import { type ApiVersion, listOperations } from '../api.ts'
import { isJsonList, isJsonObject, type Json } from '../recording/json.ts'
import type { TypeName } from './shape.ts'

type JsonObject = { readonly [key: string]: Json }

/** Everything that the API document allows at one place. */
export interface Documented {
  readonly types: ReadonlySet<TypeName>
  readonly required: ReadonlySet<string>
  /** Undefined where any string is allowed. */
  readonly values: ReadonlySet<string> | undefined
  /** `date` or `date-time`. */
  readonly format: string | undefined
  readonly field: (name: string) => Documented | undefined
  readonly items: Documented | undefined
}

/** The responses in the API document of one version. */
export interface ContractDocument {
  readonly version: ApiVersion
  /** Returns null if the body is documented to be empty, and undefined if the response is not documented. */
  readonly findBody: (operation: string, status: number) => Documented | null | undefined
  readonly has: (operation: string, status: number) => boolean
}

const readTypes = (schema: JsonObject): TypeName[] => {
  const names = typeof schema.type === 'string' ? [schema.type] : isJsonList(schema.type) ? schema.type : []
  return names.flatMap((name): TypeName[] => {
    switch (name) {
      case 'integer':
        return ['number']
      case 'object':
      case 'array':
      case 'string':
      case 'number':
      case 'boolean':
      case 'null':
        return [name]
      default:
        return []
    }
  })
}

const readStrings = (list: Json | undefined): string[] =>
  isJsonList(list) ? list.flatMap((item) => (typeof item === 'string' ? [item] : [])) : []

const readSchema = (given: JsonObject, schemas: JsonObject): Documented => {
  const name = typeof given.$ref === 'string' ? given.$ref.split('/').at(-1) : undefined
  const target = name === undefined ? undefined : schemas[name]
  if (isJsonObject(target)) return readSchema(target, schemas)
  const choices = [given.anyOf, given.oneOf, given.allOf].flatMap((list) =>
    isJsonList(list) ? list.filter(isJsonObject).map((choice) => readSchema(choice, schemas)) : [],
  )
  const properties = isJsonObject(given.properties) ? given.properties : {}
  const items = isJsonObject(given.items) ? given.items : undefined
  const constants = isJsonList(given.enum)
    ? readStrings(given.enum)
    : choices.flatMap(({ values }) => [...(values ?? [])])
  return {
    types: new Set([...readTypes(given), ...choices.flatMap(({ types }) => [...types])]),
    required: new Set([...readStrings(given.required), ...choices.flatMap(({ required }) => [...required])]),
    values: constants.length > 0 ? new Set(constants) : undefined,
    format: given.format === 'date' || given.format === 'date-time' ? given.format : undefined,
    field: (field) => {
      const own = properties[field]
      if (isJsonObject(own)) return readSchema(own, schemas)
      return choices.map((choice) => choice.field(field)).find((found) => found !== undefined)
    },
    items: items ? readSchema(items, schemas) : choices.find((choice) => choice.items)?.items,
  }
}

/** Loads a quarter of a megabyte, so only for a comparison. */
const readDocument = async (version: ApiVersion): Promise<Json> => {
  const { document }: { document: unknown } =
    version === 'v1'
      ? await import('../openapi/generated/v1.document.ts')
      : await import('../openapi/generated/v2.document.ts')
  return isJsonObject(document) ? document : null
}

/** Loads the documented responses of a version. */
export const loadContract = async (version: ApiVersion): Promise<ContractDocument> => {
  const document = await readDocument(version)
  const components = isJsonObject(document) && isJsonObject(document.components) ? document.components : {}
  const schemas = isJsonObject(components.schemas) ? components.schemas : {}
  const operations = listOperations(version)
  const findSchemaName = (operation: string, status: number): string | null | undefined =>
    operations.get(operation)?.responses[String(status)]
  return {
    version,
    has: (operation, status) => findSchemaName(operation, status) !== undefined,
    findBody: (operation, status) => {
      const name = findSchemaName(operation, status)
      if (name === undefined || name === null) return name
      const schema = schemas[name]
      return isJsonObject(schema) ? readSchema(schema, schemas) : undefined
    },
  }
}
