import type { Options } from 'ajv/dist/2020.js'
import { once } from './generated-file.ts'
import { describeContents } from './licences.ts'

const loadAjv = once(async () => {
  const [{ Ajv2020 }, standalone] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv/dist/standalone/index.js'),
  ])
  return { Ajv2020, standaloneCode: standalone.default.default }
})

/**
 * Compiles schemas to one self-contained ES module of validators, because compiling them when a process starts costs
 * some 300 ms. `shared` schemas are there to be referred to by their `$id`; `exported` ones by the name of the export.
 */
export const compileValidators = async (
  exported: Readonly<Record<string, object>>,
  { shared = [], ...options }: Options & { readonly shared?: readonly object[] } = {},
): Promise<string> => {
  const [{ Ajv2020, standaloneCode }, { build }] = await Promise.all([loadAjv(), import('esbuild')])
  const ajv = new Ajv2020({ strict: false, ...options, code: { source: true, esm: true, optimize: 2 } })
  for (const schema of shared) ajv.addSchema(schema)
  for (const [name, schema] of Object.entries(exported)) ajv.addSchema(schema, name)
  const code = standaloneCode(ajv, Object.fromEntries(Object.keys(exported).map((name) => [name, name])))
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    minify: true,
    write: false,
    metafile: true,
  })
  return describeContents(metafile) + (outputFiles[0]?.text ?? '')
}
