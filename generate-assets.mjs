import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { build } from 'esbuild'

const FOLDERS = ['contracts']
/** Browsers of the last two years. */
const BROWSERS = ['es2022', 'chrome120', 'firefox121', 'safari17']

const toModuleName = (path) =>
  path.endsWith('.css') ? `${basename(path)}.ts` : basename(path).replace(/\.client\.ts$/, '.client.js.ts')

/** Bundles a script or style; a script with exports becomes an expression of them. */
const bundleAsset = async (path) => {
  const hasExports = path.endsWith('.ts') && /^export /m.test(await readFile(path, 'utf8'))
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    ...(hasExports ? { globalName: 'exported' } : {}),
    target: BROWSERS,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  })
  const text = outputFiles[0].text.trim()
  return hasExports ? `(()=>{${text}return exported})()` : text
}

/** Writes a module that exports `text` and `cspHash` for each `*.client.ts` and `*.css`, into `generated/` beside it. */
export const generateAssets = async (root) => {
  for (const folder of FOLDERS)
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!/\.(css|client\.ts)$/.test(name) || /(^|[\\/])(generated|node_modules)[\\/]/.test(name)) continue
      const path = join(root, folder, name)
      const text = await bundleAsset(path)
      const hash = createHash('sha256').update(text).digest('base64')
      const lines = [
        `export const text: string = ${JSON.stringify(text)}`,
        `export const cspHash: string = "'sha256-${hash}'"`,
        '',
      ]
      const output = join(dirname(path), 'generated', toModuleName(path))
      await mkdir(dirname(output), { recursive: true })
      await writeFile(output, lines.join('\n'))
    }
}
