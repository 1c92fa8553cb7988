/**
 * Makes from `v1.json` and `v2.json`, and from the document of the control API, into the `generated/` beside each:
 * - `<version>.types.ts`: TypeScript types of every schema and operation;
 * - `<version>.bodies.js`, `<version>.queries.js`: validators of requests (unknown properties of a body are refused,
 *   values of a query are turned into the types they stand for);
 * - `<version>.responses.js`: validators of the answered schemas (unknown properties are tolerated);
 * - `<version>.operations.ts`: what the server and the contract rules need to know of each operation.
 * The validators are standalone code, because compiling them when a process starts costs some 300 ms.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build, transform } from 'esbuild'
import openapiTS, { astToString } from 'openapi-typescript'

const here = dirname(fileURLToPath(import.meta.url))
const SCHEMAS = '#/components/schemas/'
const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }
const INT64 = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }

/** Every operation of a document, in its order. */
const operationsOf = (document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/**
 * An OpenAPI schema as the JSON Schema that Ajv compiles: references point to the bundle's definitions, integer
 * formats become ranges, and requests are closed against unknown properties.
 */
const toJsonSchema = (schema, { closed }) => {
  if (Array.isArray(schema)) return schema.map((entry) => toJsonSchema(entry, { closed }))
  if (schema === null || typeof schema !== 'object') return schema
  if (schema.$ref) return { $ref: `#/$defs/${schema.$ref.slice(SCHEMAS.length)}` }
  const { format, deprecated, default: _, ...rest } = schema
  const result = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === 'properties'
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJsonSchema(inner, { closed })]))
        : toJsonSchema(value, { closed }),
    ]),
  )
  if (format === 'int32') return { ...INT32, ...result }
  if (format === 'int64') return { ...INT64, ...result }
  if (closed && result.properties && result.additionalProperties === undefined) result.additionalProperties = false
  return result
}

const definitions = (document, options) =>
  Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, toJsonSchema(schema, options)]),
  )

const queryParameters = (operation) => (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')

const querySchema = (operation) => ({
  type: 'object',
  properties: Object.fromEntries(
    queryParameters(operation).map(({ name, schema }) => [name, toJsonSchema(schema, { closed: true })]),
  ),
  required: queryParameters(operation)
    .filter((parameter) => parameter.required)
    .map((parameter) => parameter.name),
})

/** Compiles named schemas over shared definitions to one self-contained ES module. */
const compile = async (schemas, $defs, options) => {
  const ajv = new Ajv({
    strict: false,
    allErrors: false,
    ownProperties: true,
    verbose: false,
    inlineRefs: false,
    code: { source: true, esm: true, optimize: 2 },
    ...options,
  })
  ajv.addSchema({ $id: 'definitions', $defs })
  const pointed = JSON.parse(JSON.stringify(schemas).replaceAll('"#/$defs/', '"definitions#/$defs/'))
  for (const [name, schema] of Object.entries(pointed)) ajv.addSchema({ $id: name, ...schema })
  const code = standaloneCode(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])))
  const bundled = await build({
    stdin: { contents: code, resolveDir: here, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  })
  return (await transform(bundled.outputFiles[0].text, { minifyWhitespace: true })).code
}

/** One entry per definition that only points to it, so that no definition is compiled twice. */
const pointers = ($defs) => Object.fromEntries(Object.keys($defs).map((name) => [name, { $ref: `#/$defs/${name}` }]))

const requestSchemas = (document) => {
  const bodies = {}
  const queries = {}
  for (const { operation } of operationsOf(document)) {
    const content = operation.requestBody?.content
    const schema = content?.['application/json']?.schema ?? content?.['application/x-www-form-urlencoded']?.schema
    if (schema) bodies[`${operation.operationId}Body`] = toJsonSchema(schema, { closed: true })
    if (queryParameters(operation).length > 0) queries[`${operation.operationId}Query`] = querySchema(operation)
  }
  return { bodies, queries }
}

const responseSchemaName = (response) => response.content?.['application/json']?.schema.$ref.slice(SCHEMAS.length)

/** The operation table: only what is asked at run time, so that it loads in no time. */
const operationTable = (document) =>
  Object.fromEntries(
    operationsOf(document).map(({ path, method, operation }) => [
      operation.operationId,
      {
        method: method.toUpperCase(),
        path,
        tag: operation.tags?.[0],
        token: operation['x-token'],
        body: Object.keys(operation.requestBody?.content ?? {})[0] ?? null,
        lists: queryParameters(operation)
          .filter((parameter) => parameter.schema.type === 'array')
          .map((parameter) => parameter.name),
        query: queryParameters(operation).map((parameter) => parameter.name),
        order: operation['x-order-fields'] ?? [],
        responses: Object.fromEntries(
          Object.entries(operation.responses).map(([status, response]) => [
            status,
            responseSchemaName(response) ?? null,
          ]),
        ),
      },
    ]),
  )

const declarations = (names) =>
  [
    'export interface SchemaError { instancePath: string; keyword: string; params: Record<string, unknown>; message?: string }',
    'export interface Validator { (value: unknown): boolean; errors?: SchemaError[] | null }',
    ...names.map((name) => `export declare const ${name}: Validator`),
    '',
  ].join('\n')

const controlApi = join(here, '../../server/control')

/** Where each document is, and what its generated files begin with. */
const documents = [
  { file: join(here, 'v1.json'), name: 'v1' },
  { file: join(here, 'v2.json'), name: 'v2' },
  { file: join(controlApi, 'openapi.json'), name: 'control' },
]

export const generateContracts = async () => {
  for (const { file, name: version } of documents) {
    const target = join(dirname(file), 'generated')
    await mkdir(target, { recursive: true })
    const document = JSON.parse(await readFile(file, 'utf8'))
    const types = astToString(await openapiTS(document, { alphabetize: false, defaultNonNullable: false }))
    const closed = definitions(document, { closed: true })
    const open = definitions(document, { closed: false })
    const { bodies, queries } = requestSchemas(document)
    const [bodyCode, queryCode, responseCode] = await Promise.all([
      compile(bodies, closed, {}),
      compile(queries, closed, { coerceTypes: true }),
      compile(pointers(open), open, { allErrors: true }),
    ])
    const write = (name, text) => writeFile(join(target, `${version}.${name}`), text)
    await Promise.all([
      write('types.ts', types),
      write('bodies.js', bodyCode),
      write('bodies.d.ts', declarations(Object.keys(bodies))),
      write('queries.js', queryCode),
      write('queries.d.ts', declarations(Object.keys(queries))),
      write('responses.js', responseCode),
      write('responses.d.ts', declarations(Object.keys(open))),
      write(
        'operations.ts',
        `export const operations = ${JSON.stringify(operationTable(document), null, 1)} as const\n`,
      ),
    ])
  }
}
