import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { COMMON_SOURCES, type GeneratedFile, once } from '../../build/lib/generated-file.ts'
import { makeTypes } from '../../build/lib/types.ts'
import { compileValidators } from '../../build/lib/validators.ts'
import {
  type ApiDocument,
  findResponseSchemas,
  listBodies,
  listOperations,
  listQueryParameters,
  type Operation,
  type Schema,
} from './document.ts'
import { type JsonSchema, pointTo, toDefinitions, toJsonSchema } from './json-schema.ts'

interface NamedDocument {
  readonly path: string
  /** The beginning of the names of its generated files. */
  readonly name: string
}

const DOCUMENTS: readonly NamedDocument[] = [
  { path: 'contracts/openapi/v1.json', name: 'v1' },
  { path: 'contracts/openapi/v2.json', name: 'v2' },
  { path: 'server/control/openapi.json', name: 'control' },
]
const SOURCES = [
  'contracts/openapi/generate.ts',
  'contracts/openapi/document.ts',
  'contracts/openapi/json-schema.ts',
  ...COMMON_SOURCES,
]

/**
 * Returns what is made from `v1.json` and `v2.json`, and from the document of the control API, into the `generated/`
 * beside each:
 * - `<name>.types.ts`: TypeScript types of every schema and operation;
 * - `<name>.bodies.js`, `<name>.queries.js`: validators of requests (unknown properties of a body are refused, values of
 *   a query are turned into the types they stand for);
 * - `<name>.responses.js`: validators of the schemas of responses (unknown properties are tolerated);
 * - `<name>.operations.ts`: what the server and the contract rules need to know of each operation.
 */
export const contractFiles = (): GeneratedFile[] => DOCUMENTS.flatMap(documentFiles)

const documentFiles = ({ path, name }: NamedDocument): GeneratedFile[] => {
  const read = once((): ApiDocument => JSON.parse(readFileSync(path, 'utf8')))
  const file = (ending: string, make: (document: ApiDocument) => string | Promise<string>): GeneratedFile => ({
    path: `${dirname(path)}/generated/${name}.${ending}`,
    sources: [path, ...SOURCES],
    make: () => make(read()),
  })
  return [
    file('operations.ts', makeOperationTable),
    file('types.ts', (document) => makeTypes(JSON.parse(JSON.stringify(document)))),
    file('bodies.js', (document) => compileRequests(document, bodySchemas(document), {})),
    file('bodies.d.ts', (document) => declareValidators(bodySchemas(document))),
    file('queries.js', (document) => compileRequests(document, querySchemas(document), { coerceTypes: true })),
    file('queries.d.ts', (document) => declareValidators(querySchemas(document))),
    file('responses.js', (document) =>
      compileValidators(responseSchemas(document), {
        ...VALIDATION,
        allErrors: true,
        shared: [toDefinitions(document, { closed: false })],
      }),
    ),
    file('responses.d.ts', (document) => declareValidators(responseSchemas(document))),
  ]
}

const VALIDATION = { ownProperties: true, inlineRefs: false } as const

const compileRequests = (
  document: ApiDocument,
  schemas: Record<string, JsonSchema>,
  options: { readonly coerceTypes?: boolean },
): Promise<string> =>
  compileValidators(schemas, { ...VALIDATION, ...options, shared: [toDefinitions(document, { closed: true })] })

const bodySchemas = (document: ApiDocument): Record<string, JsonSchema> =>
  Object.fromEntries(
    listOperations(document).flatMap(({ operationId, operation }) => {
      const schema = findBodySchema(operation)
      return schema === undefined ? [] : [[`${operationId}Body`, toJsonSchema(schema, { closed: true })]]
    }),
  )

const findBodySchema = (operation: Operation): Schema | undefined => {
  const bodies = new Map(listBodies(operation))
  return bodies.get('application/json') ?? bodies.get('application/x-www-form-urlencoded')
}

const querySchemas = (document: ApiDocument): Record<string, JsonSchema> =>
  Object.fromEntries(
    listOperations(document).flatMap(({ operationId, operation }) => {
      const parameters = listQueryParameters(operation)
      if (parameters.length === 0) return []
      const properties = parameters.map(({ name, schema = {} }) => [name, toJsonSchema(schema, { closed: true })])
      const required = parameters.flatMap((parameter) => (parameter.required ? parameter.name : []))
      return [[`${operationId}Query`, { type: 'object', properties: Object.fromEntries(properties), required }]]
    }),
  )

/** One entry per schema that only points to it, so that none is compiled twice. */
const responseSchemas = (document: ApiDocument): Record<string, JsonSchema> =>
  Object.fromEntries(Object.keys(document.components?.schemas ?? {}).map((name) => [name, pointTo(name)]))

/** Only what is asked at run time, so that it loads in no time. */
const makeOperationTable = (document: ApiDocument): string => {
  const table = listOperations(document).map(({ path, method, operationId, operation }) => {
    const query = listQueryParameters(operation)
    const lists = query.filter(({ schema }) => schema !== undefined && 'type' in schema && schema.type === 'array')
    return [
      operationId,
      {
        method: method.toUpperCase(),
        path,
        token: operation['x-token'],
        body: listBodies(operation)[0]?.[0] ?? null,
        lists: lists.map(({ name }) => name),
        query: query.map(({ name }) => name),
        order: operation['x-order-fields'] ?? [],
        responses: findResponseSchemas(operation),
      },
    ]
  })
  return `export const operations = ${JSON.stringify(Object.fromEntries(table), null, 1)} as const\n`
}

const declareValidators = (schemas: Record<string, JsonSchema>): string =>
  [
    'export interface SchemaError { instancePath: string; keyword: string; params: Record<string, unknown>; message?: string }',
    'export interface Validator { (value: unknown): boolean; errors?: SchemaError[] | null }',
    ...Object.keys(schemas).map((name) => `export declare const ${name}: Validator`),
    '',
  ].join('\n')
