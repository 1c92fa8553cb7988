/**
 * Makes from the schemas and the YAML files of this folder, into `generated/`:
 * - `<schema>.types.ts`: TypeScript types of the schemas;
 * - `validators.js`: their validators;
 * - `library.json`: all banks, personas, categories and scenarios, checked, embedded by the bundle.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import Ajv from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

const here = dirname(fileURLToPath(import.meta.url))
const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'))

/** The YAML files below a folder, in the order of their paths. */
const yamlFiles = async (folder) => {
  const entries = await readdir(join(here, folder), { withFileTypes: true })
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const found = await Promise.all(
    sorted.map((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return yamlFiles(path)
      return entry.name.endsWith('.yaml') ? [path] : []
    }),
  )
  return found.flat()
}

const writeTypes = async (name, schema) => {
  const { $defs = {}, $schema, $id, ...root } = schema
  const text = JSON.stringify({ ...$defs, [schema.title]: root }).replaceAll('"#/$defs/', '"#/components/schemas/')
  const document = {
    openapi: '3.1.0',
    info: { title: name, version: '1' },
    paths: {},
    components: { schemas: JSON.parse(text) },
  }
  const types = astToString(await openapiTS(document, { defaultNonNullable: false }))
  await writeFile(join(here, 'generated', `${name}.types.ts`), types)
}

/** The schemas' validators as one module, because compiling them when a process starts takes its time. */
const writeValidators = async (schemas) => {
  const ajv = new Ajv({ strict: false, allErrors: true, code: { source: true, esm: true, optimize: 2 } })
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name)
  const exported = Object.fromEntries(Object.keys(schemas).map((name) => [validatorName(name), name]))
  const { outputFiles } = await build({
    stdin: { contents: standaloneCode(ajv, exported), resolveDir: here, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    write: false,
  })
  await writeFile(join(here, 'generated', 'validators.js'), outputFiles[0].text)
  const declarations = [
    'export interface SchemaError { instancePath: string; message?: string }',
    'export interface Validator<Thing> { (value: unknown): value is Thing; errors?: SchemaError[] | null }',
    ...Object.entries(schemas).map(
      ([name, { title }]) =>
        `export declare const ${validatorName(name)}: Validator<import('./${name}.types.ts').components['schemas']['${title}']>`,
    ),
    '',
  ]
  await writeFile(join(here, 'generated', 'validators.d.ts'), declarations.join('\n'))
}

const validatorName = (name) => `validate${name[0].toUpperCase()}${name.slice(1)}`

/** A TypeScript module of this folder, as a module that this process can run. */
const importTypeScript = async (name) => {
  const outfile = join(here, 'generated', `${name}.mjs`)
  const entryPoints = [join(here, `${name}.ts`)]
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', packages: 'external' })
  return import(pathToFileURL(outfile))
}

export const generateScenarios = async () => {
  await mkdir(join(here, 'generated'), { recursive: true })
  const schemas = {}
  for (const name of ['bank', 'persona', 'categories', 'scenario']) {
    schemas[name] = await readJson(join(here, 'schema', `${name}.json`))
    await writeTypes(name, schemas[name])
  }
  const { categories: _, ...ofFiles } = schemas
  await writeValidators(ofFiles)
  const { readFiles } = await importTypeScript('read-files')
  const kindOf = (path) => ({ banks: 'bank', personas: 'persona' })[dirname(path)] ?? 'scenario'
  const read = async (path) => ({
    file: `scenarios/${path}`,
    kind: kindOf(path),
    text: await readFile(join(here, path), 'utf8'),
  })
  const paths = (await yamlFiles('.')).filter((path) => path !== 'categories.yaml')
  // Read with the same eyes as users' files, so that ours are as right as theirs have to be.
  const nothing = { scenarios: [], banks: [], personas: [] }
  const { scenarios, banks, personas, problems } = await readFiles(await Promise.all(paths.map(read)), nothing)
  if (problems.length > 0) {
    const lines = problems.map(
      ({ file, line, column, path, message }) => `${file}:${line}:${column}: ${path.join('/')}: ${message}`,
    )
    throw new Error(`the scenarios have problems:\n${lines.join('\n')}`)
  }
  const { categories } = await readCategories(schemas.categories)
  await writeFile(join(here, 'generated', 'library.json'), JSON.stringify({ banks, personas, categories, scenarios }))
}

const readCategories = async (schema) => {
  const validate = new Ajv({ strict: false }).compile(schema)
  const content = parse(await readFile(join(here, 'categories.yaml'), 'utf8'))
  if (!validate(content)) throw new Error(`categories.yaml: ${JSON.stringify(validate.errors)}`)
  return content
}
