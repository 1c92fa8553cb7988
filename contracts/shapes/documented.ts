import { type ApiVersion, listOperations } from '../api.ts'
import { isJsonList, isJsonObject, type Json } from '../recording/json.ts'
import type { TypeName } from './shape.ts'

type JsonObject = { readonly [key: string]: Json }

/** What the contract document allows at one place. */
export interface Documented {
  readonly types: ReadonlySet<TypeName>
  readonly required: ReadonlySet<string>
  /** Constants; undefined where any text is allowed. */
  readonly values: ReadonlySet<string> | undefined
  /** `date` or `date-time` where the document says so. */
  readonly format: string | undefined
  field(name: string): Documented | undefined
  readonly items: Documented | undefined
}

/** The contract document of one version, as far as answers go. */
export interface ContractDocument {
  readonly version: ApiVersion
  /** By operation and status, like `getBank 200`: undefined when undocumented, null when the body is empty. */
  answer(operation: string, status: number): Documented | null | undefined
  has(operation: string, status: number): boolean
}

const typesOf = (schema: JsonObject): TypeName[] => {
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

const textsOf = (list: Json | undefined): string[] =>
  isJsonList(list) ? list.flatMap((entry) => (typeof entry === 'string' ? [entry] : [])) : []

const readSchema = (given: JsonObject, schemas: JsonObject): Documented => {
  const name = typeof given.$ref === 'string' ? given.$ref.split('/').at(-1) : undefined
  const target = name === undefined ? undefined : schemas[name]
  if (isJsonObject(target)) return readSchema(target, schemas)
  const choices = [given.anyOf, given.oneOf, given.allOf].flatMap((list) =>
    isJsonList(list) ? list.filter(isJsonObject).map((choice) => readSchema(choice, schemas)) : [],
  )
  const properties = isJsonObject(given.properties) ? given.properties : {}
  const items = isJsonObject(given.items) ? given.items : undefined
  const constants = isJsonList(given.enum) ? textsOf(given.enum) : choices.flatMap(({ values }) => [...(values ?? [])])
  return {
    types: new Set([...typesOf(given), ...choices.flatMap(({ types }) => [...types])]),
    required: new Set([...textsOf(given.required), ...choices.flatMap(({ required }) => [...required])]),
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

/** A quarter of a megabyte: loaded when somebody compares, not with the suite. */
const readDocument = async (version: ApiVersion): Promise<Json> => {
  const { document }: { document: unknown } =
    version === 'v1'
      ? await import('../openapi/generated/v1.document.ts')
      : await import('../openapi/generated/v2.document.ts')
  return isJsonObject(document) ? document : null
}

/** Loads what a version documents about its answers. */
export const loadContract = async (version: ApiVersion): Promise<ContractDocument> => {
  const document = await readDocument(version)
  const components = isJsonObject(document) && isJsonObject(document.components) ? document.components : {}
  const schemas = isJsonObject(components.schemas) ? components.schemas : {}
  const operations = listOperations(version)
  const nameOf = (operation: string, status: number): string | null | undefined =>
    operations.get(operation)?.responses[String(status)]
  return {
    version,
    has: (operation, status) => nameOf(operation, status) !== undefined,
    answer: (operation, status) => {
      const name = nameOf(operation, status)
      if (name === undefined || name === null) return name
      const schema = schemas[name]
      return isJsonObject(schema) ? readSchema(schema, schemas) : undefined
    },
  }
}
