import { readFile } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findFiles, writeMade } from '../.build/lib/files.ts'
import { COMMON_SOURCES, type GeneratedFile } from '../.build/lib/generated-file.ts'
import { SourceError } from '../.build/lib/run-step.ts'
import { makeTypes } from '../.build/lib/types.ts'
import { compileValidators } from '../.build/lib/validators.ts'
import type { Schema } from './schema-violations.ts'

const OUTPUT = 'scenarios/generated'
/** Schemas of files that users may write, and of one that only the library has. */
const FILE_SCHEMAS = ['bank', 'persona', 'scenario'] as const
const SCHEMAS = [...FILE_SCHEMAS, 'categories'] as const

type SchemaName = (typeof SCHEMAS)[number]
type NamedSchema = Schema & { readonly title: string; readonly $defs?: object }

const schemaPath = (name: SchemaName): string => `scenarios/schema/${name}.json`
const readSchema = async (name: SchemaName): Promise<NamedSchema> =>
  JSON.parse(await readFile(schemaPath(name), 'utf8'))
const validatorName = (name: SchemaName): string => `validate${name.charAt(0).toUpperCase()}${name.slice(1)}`

/**
 * Returns what is made from the schemas and the YAML files of this folder:
 * - `<schema>.types.ts`: TypeScript types of the schemas;
 * - `validators.js`: validators of the files that users may write;
 * - `library.json`: all banks, personas, categories and scenarios, checked, to be embedded by the bundle.
 */
export const scenarioFiles = (): GeneratedFile[] => {
  const sources = ['scenarios/generate.ts', ...COMMON_SOURCES]
  const schemas = FILE_SCHEMAS.map(schemaPath)
  return [
    ...SCHEMAS.map((name) => ({
      path: `${OUTPUT}/${name}.types.ts`,
      sources: [schemaPath(name), ...sources],
      make: async () => makeSchemaTypes(name, await readSchema(name)),
    })),
    { path: `${OUTPUT}/validators.js`, sources: [...schemas, ...sources], make: makeValidators },
    { path: `${OUTPUT}/validators.d.ts`, sources: [...schemas, ...sources], make: declareValidators },
    {
      path: `${OUTPUT}/library.json`,
      // The code that reads and checks scenarios is here, and uses some of the server's.
      sources: ['scenarios', 'server/core', 'server/bank', ...COMMON_SOURCES],
      make: makeLibrary,
    },
  ]
}

const makeSchemaTypes = (
  name: string,
  { $defs = {}, $schema, $id, ...root }: NamedSchema & { $schema?: string; $id?: string },
) => {
  const text = JSON.stringify({ ...$defs, [root.title]: root }).replaceAll('"#/$defs/', '"#/components/schemas/')
  return makeTypes({
    openapi: '3.1.0',
    info: { title: name, version: '1' },
    paths: {},
    components: { schemas: JSON.parse(text) },
  })
}

const makeValidators = async (): Promise<string> => {
  const schemas = await Promise.all(FILE_SCHEMAS.map(async (name) => [validatorName(name), await readSchema(name)]))
  // Without `allErrors`, which would check the branches of a step once for each kind of step: three times as often per level.
  return compileValidators(Object.fromEntries(schemas))
}

const declareValidators = async (): Promise<string> => {
  const exports = FILE_SCHEMAS.map(async (name) => {
    const type = `import('./${name}.types.ts').components['schemas']['${(await readSchema(name)).title}']`
    return `export declare const ${validatorName(name)}: Validator<${type}>`
  })
  return [
    'export interface SchemaError { instancePath: string; message?: string }',
    'export interface Validator<Value> { (value: unknown): value is Value; errors?: SchemaError[] | null }',
    ...(await Promise.all(exports)),
    '',
  ].join('\n')
}

const makeLibrary = async (): Promise<string> => {
  const { readFiles } = await importReadFiles()
  const files = findFiles('scenarios').flatMap(({ path }) => {
    const name = relative('scenarios', path)
    return name.endsWith('.yaml') && name !== 'categories.yaml' ? [path] : []
  })
  const texts = await Promise.all(
    files.map(async (file) => ({ file, kind: findKind(file), text: await readFile(file, 'utf8') })),
  )
  // By the reader of users' files, so that ours are as right as theirs have to be.
  const { scenarios, banks, personas, problems } = await readFiles(texts, { scenarios: [], banks: [], personas: [] })
  if (problems.length > 0) {
    const lines = problems.map(
      ({ file, line, column, path, message }) => `${file}:${line}:${column}: ${path.join('/')}: ${message}`,
    )
    throw new SourceError(`the scenarios have problems:\n${lines.join('\n')}`)
  }
  return JSON.stringify({ banks, personas, categories: await readCategories(), scenarios })
}

const findKind = (path: string): 'bank' | 'persona' | 'scenario' => {
  const folder = basename(dirname(path))
  return folder === 'banks' ? 'bank' : folder === 'personas' ? 'persona' : 'scenario'
}

/** The reader needs the validators, which may have been made just before: it cannot be a part of this program. */
const importReadFiles = async (): Promise<typeof import('./read-files.ts')> => {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: ['scenarios/read-files.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    write: false,
  })
  const bundle = 'node_modules/.cache/finapi-mock/read-files.mjs'
  await writeMade(bundle, outputFiles[0]?.text ?? '', new Date())
  return import(pathToFileURL(resolve(bundle)).href)
}

const readCategories = async (): Promise<unknown> => {
  const [{ Ajv2020 }, { parse }] = await Promise.all([import('ajv/dist/2020.js'), import('yaml')])
  const validate = new Ajv2020({ strict: false }).compile(await readSchema('categories'))
  const content: unknown = parse(await readFile('scenarios/categories.yaml', 'utf8'))
  if (typeof content !== 'object' || content === null || !validate(content))
    throw new SourceError(`scenarios/categories.yaml: ${JSON.stringify(validate.errors)}`)
  return 'categories' in content ? content.categories : undefined
}
