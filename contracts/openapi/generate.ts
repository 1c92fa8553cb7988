import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { COMMON_SOURCES, type GeneratedFile, once } from '../../.build/lib/generated-file.ts'
import { makeTypes } from '../../.build/lib/types.ts'
import { compileValidators } from '../../.build/lib/validators.ts'
import {
  type ApiDocument,
  findResponseSchemas,
  listBodies,
  listOperations,
  listQueryParameters,
  type PlacedOperation,
} from './document.ts'
import { type JsonSchema, toDefinitions, toJsonSchema } from './json-schema.ts'
import { toTagName } from './tag.ts'
import { WHOLE_NUMBER } from './validator.ts'

interface NamedDocument {
  readonly path: string
  /** The beginning of the names of its generated files. */
  readonly name: string
}

const FINAPI: readonly NamedDocument[] = [
  { path: 'contracts/openapi/v1.json', name: 'v1' },
  { path: 'contracts/openapi/v2.json', name: 'v2' },
]
const CONTROL: NamedDocument = { path: 'server/control/openapi.json', name: 'control' }
const SOURCES = ['document', 'generate', 'json-schema', 'tag', 'validator']
  .map((module) => `contracts/openapi/${module}.ts`)
  .concat(COMMON_SOURCES)

/**
 * Returns what is made from `v1.json` and `v2.json` into the `generated/` beside them:
 * - `<version>.types.ts`: TypeScript types of every schema and operation;
 * - `<version>.operations.ts`: the few facts about each operation that the server and the contract rules need;
 * - `<version>.<tag>.bodies.js`, `<version>.<tag>.queries.js`: validators of the requests of a tag's operations. Unknown
 *   properties of a body are refused, values of a query become the types that they stand for;
 * - `<version>.validators.ts`: loads the validators of a tag;
 * - `<version>.document.ts`: the document itself;
 * - `error-codes.ts`: the codes of finAPI's errors.
 *
 * The control API's document has no tags: its validators are `control.bodies.js` and `control.queries.js`.
 */
export const contractFiles = (): GeneratedFile[] => {
  const versions = FINAPI.map(({ path }) => path)
  const errorCodes = once(() => listErrorCodes(versions.map(readDocument)))
  return [
    ...FINAPI.flatMap((document) => documentFiles(document, [], (text) => text)),
    {
      path: 'contracts/openapi/generated/error-codes.ts',
      sources: [...versions, ...SOURCES],
      make: () => makeErrorCodes(errorCodes()),
    },
    ...documentFiles(CONTROL, versions, (text) =>
      text.replaceAll('"x-enum-from": "error-codes"', () => `"enum": ${JSON.stringify(errorCodes())}`),
    ),
  ]
}

const readDocument = (path: string): ApiDocument => JSON.parse(readFileSync(path, 'utf8'))

const documentFiles = (
  { path, name }: NamedDocument,
  moreSources: readonly string[],
  complete: (text: string) => string,
): GeneratedFile[] => {
  const document: ApiDocument = JSON.parse(complete(readFileSync(path, 'utf8')))
  const file = (ending: string, make: () => string | Promise<string>): GeneratedFile => ({
    path: `${dirname(path)}/generated/${name}.${ending}`,
    sources: [path, ...moreSources, ...SOURCES],
    make,
  })
  const groups = groupByTag(listOperations(document))
  const validators = KINDS.flatMap((kind) =>
    [...groups].flatMap(([tag, operations]) => {
      const schemas = kind.toSchemas(operations)
      if (Object.keys(schemas).length === 0) return []
      const module = tag === undefined ? kind.name : `${tag}.${kind.name}`
      const shared = [toDefinitions(document, { closed: true })]
      return [
        file(`${module}.js`, () => compileValidators(schemas, { ...VALIDATION, ...kind.options, shared })),
        file(`${module}.d.ts`, () => declareValidators(dirname(path), Object.keys(schemas))),
      ]
    }),
  )
  return [
    file('operations.ts', () => makeOperationTable(document)),
    file('types.ts', () => makeTypes(JSON.parse(JSON.stringify(document)))),
    file('document.ts', () => makeDocument(dirname(path), document)),
    ...validators,
    ...(groups.has(undefined) ? [] : [file('validators.ts', () => makeLoaders(name, groups))]),
  ]
}

const groupByTag = (operations: readonly PlacedOperation[]): Map<string | undefined, PlacedOperation[]> => {
  const groups = new Map<string | undefined, PlacedOperation[]>()
  for (const placed of operations) {
    const tag = findTag(placed)
    groups.set(tag, [...(groups.get(tag) ?? []), placed])
  }
  return groups
}

const findTag = ({ operation }: PlacedOperation): string | undefined =>
  operation.tags?.[0] === undefined ? undefined : toTagName(operation.tags[0])

const VALIDATION = { ownProperties: true, inlineRefs: false }

const toBodySchemas = (operations: readonly PlacedOperation[]): Record<string, JsonSchema> =>
  Object.fromEntries(
    operations.flatMap(({ operationId, operation }) => {
      const bodies = new Map(listBodies(operation))
      const schema = bodies.get('application/json') ?? bodies.get('application/x-www-form-urlencoded')
      return schema === undefined ? [] : [[`${operationId}Body`, toJsonSchema(schema, { closed: true })]]
    }),
  )

const toQuerySchemas = (operations: readonly PlacedOperation[]): Record<string, JsonSchema> =>
  Object.fromEntries(
    operations.flatMap(({ operationId, operation }) => {
      const parameters = listQueryParameters(operation)
      if (parameters.length === 0) return []
      const properties = parameters.map(({ name, schema = {} }): [string, JsonSchema] => [
        name,
        toJsonSchema(schema, { closed: true }),
      ])
      const required = parameters.flatMap((parameter) => (parameter.required ? parameter.name : []))
      // Ajv applies `allOf` before `properties`, so it sees the text of a number before that becomes a number.
      const texts = properties.flatMap(([name, schema]) => {
        const text = toTextSchema(schema)
        return text === undefined ? [] : [[name, text]]
      })
      const allOf = texts.length === 0 ? {} : { allOf: [{ properties: Object.fromEntries(texts) }] }
      return [
        [`${operationId}Query`, { type: 'object', ...allOf, properties: Object.fromEntries(properties), required }],
      ]
    }),
  )

/** Returns the schema for the text of a parameter; undefined if any text will do. */
const toTextSchema = ({ type, items }: JsonSchema): JsonSchema | undefined => {
  if (type === 'integer') return { pattern: WHOLE_NUMBER }
  const text = isSchema(items) ? toTextSchema(items) : undefined
  return text && { items: text }
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null

/** The parts of a request that are validated. */
const KINDS = [
  { name: 'bodies', loader: 'loadBodyValidators', toSchemas: toBodySchemas, options: {} },
  { name: 'queries', loader: 'loadQueryValidators', toSchemas: toQuerySchemas, options: { coerceTypes: true } },
] as const

/** Only what is needed to serve, because it is loaded when the process starts. */
const makeOperationTable = (document: ApiDocument): string => {
  const table = listOperations(document).map((placed) => {
    const { path, method, operationId, operation } = placed
    const query = listQueryParameters(operation)
    const lists = query.filter(({ schema }) => schema !== undefined && 'type' in schema && schema.type === 'array')
    return [
      operationId,
      {
        tag: findTag(placed),
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

/** Text that is parsed, which is quicker than a literal of the language. */
const makeDocument = (folder: string, document: ApiDocument): string =>
  [
    `import type { ApiDocument } from '${toContracts(folder)}/document.ts'`,
    '',
    `export const document: ApiDocument = JSON.parse(${JSON.stringify(JSON.stringify(document))})`,
    '',
  ].join('\n')

/** Returns the way from the generated files of a folder to the modules of this one. */
const toContracts = (folder: string): string =>
  folder === 'contracts/openapi' ? '..' : `${folder.replaceAll(/[^/]+/g, '..')}/../contracts/openapi`

const declareValidators = (folder: string, names: readonly string[]): string =>
  [
    `import type { Validator } from '${toContracts(folder)}/validator.ts'`,
    ...names.map((name) => `export declare const ${name}: Validator`),
    '',
  ].join('\n')

const makeLoaders = (name: string, groups: ReadonlyMap<string | undefined, readonly PlacedOperation[]>): string =>
  [
    "import type { Validators } from '../validator.ts'",
    ...KINDS.flatMap(({ name: kind, loader, toSchemas }) => [
      '',
      `export const ${loader} = async (tag: string): Promise<Validators> => {`,
      '  switch (tag) {',
      ...[...groups].flatMap(([tag, operations]) =>
        Object.keys(toSchemas(operations)).length === 0
          ? []
          : [`    case '${tag}':`, `      return { ...(await import('./${name}.${tag}.${kind}.js')) }`],
      ),
      '    default:',
      '      return {}',
      '  }',
      '}',
    ]),
    '',
  ].join('\n')

const listErrorCodes = (documents: readonly ApiDocument[]): string[] => {
  const codes = documents.flatMap(({ components }) => components?.schemas?.ErrorCode?.enum ?? [])
  return [...new Set(codes.map(String))]
}

const makeErrorCodes = (codes: readonly string[]): string =>
  [
    '/** The codes of errors that finAPI documents, in either version. */',
    `export const ERROR_CODES = ${JSON.stringify(codes, null, 2)} as const`,
    '',
    'export type ErrorCode = (typeof ERROR_CODES)[number]',
    '',
  ].join('\n')
