/**
 * Checks every YAML file of this folder against its schema and makes, into `generated/`:
 * - `library.json`: all banks, personas, categories and scenarios, embedded by the bundle;
 * - `<schema>.types.ts`: TypeScript types of the schemas.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv/dist/2020.js'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

const here = dirname(fileURLToPath(import.meta.url))
const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'))

const yamlFiles = async (folder) =>
  (await readdir(join(here, folder)))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(here, folder, name))

/** The checked contents of YAML files; an error names the file, the place in it and what is wrong. */
const readAll = async (paths, validate) => {
  const contents = []
  for (const path of paths) {
    const content = parse(await readFile(path, 'utf8'))
    if (!validate(content)) {
      const [error] = validate.errors
      throw new Error(
        `${basename(path)}: ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`,
      )
    }
    contents.push(content)
  }
  return contents
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

export const generateScenarios = async () => {
  await mkdir(join(here, 'generated'), { recursive: true })
  const ajv = new Ajv({ strict: false, allowUnionTypes: true })
  const validators = {}
  for (const name of ['bank', 'persona', 'categories', 'scenario']) {
    const schema = await readJson(join(here, 'schema', `${name}.json`))
    validators[name] = ajv.compile(schema)
    await writeTypes(name, schema)
  }
  const bankFiles = await readAll(await yamlFiles('banks'), validators.bank)
  const [categories] = await readAll([join(here, 'categories.yaml')], validators.categories)
  const library = {
    banks: bankFiles.flatMap((file) => file.banks),
    personas: await readAll(await yamlFiles('personas'), validators.persona),
    categories: categories.categories,
    scenarios: await readAll(
      (await yamlFiles('.')).filter((path) => basename(path) !== 'categories.yaml'),
      validators.scenario,
    ),
  }
  await writeFile(join(here, 'generated', 'library.json'), JSON.stringify(library))
}
