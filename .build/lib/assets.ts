/**
 * Browser scripts and styles of our pages and reports, as modules that export their text.
 *
 * Write `server/pages/style.css` or `server/pages/device/live.client.ts`, run `npm run generate`, and import
 *
 *     import { cspHash, text } from './generated/style.css.ts'
 *     import * as live from './generated/live.client.js.ts'
 *
 * from the `generated/` folder beside it. `text` is minified and safe between `<style>` or `<script>` tags, as long as
 * nothing stands between it and the tags; `cspHash` is its source for a Content-Security-Policy, quotes included:
 * `style-src ${cspHash}`. tsc, Vitest and esbuild need no plugin for this.
 *
 * A `*.client.ts` runs in the browser: it is checked by `tsconfig.client.json`, which has the DOM and no Node, and may
 * import what such a file may import; the main `tsconfig.json` leaves it out. Its text is an expression that runs it.
 * Where the file exports something, the value of the expression is an object of its exports, to be used by what is
 * evaluated in a page: `` frame.evaluateHandle(`${text}.readPage()`) ``.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { findFiles } from './files.ts'
import { COMMON_SOURCES, type GeneratedFile } from './generated-file.ts'

const FOLDERS = ['server', 'contracts']
/** Browsers of the last two years. */
const BROWSERS = ['es2022', 'chrome120', 'firefox121', 'safari17']

/** Returns the modules of all browser scripts and styles below the folders that have pages or reports. */
export const assetFiles = (folders: readonly string[] = FOLDERS): GeneratedFile[] =>
  folders.flatMap(findFiles).flatMap(({ path }) => {
    const name = outputName(path)
    if (name === undefined) return []
    const source = readFileSync(path, 'utf8')
    return {
      path: join(dirname(path), 'generated', name),
      // With an import, any file of the folder may be a source: simpler than following the imports.
      sources: [/^import /m.test(source) ? dirname(path) : path, ...COMMON_SOURCES],
      make: async () => toModule(await bundleAsset(path, /^export /m.test(source))),
    }
  })

const outputName = (path: string): string | undefined => {
  if (path.endsWith('.css')) return `${basename(path)}.ts`
  return path.endsWith('.client.ts') ? basename(path).replace(/\.ts$/, '.js.ts') : undefined
}

const bundleAsset = async (path: string, hasExports: boolean): Promise<string> => {
  const { build } = await import('esbuild')
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
  const text = outputFiles[0]?.text.trim() ?? ''
  return hasExports ? `(()=>{${text}return exported})()` : text
}

const toModule = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('base64')
  return [
    `export const text: string = ${JSON.stringify(text)}`,
    `export const cspHash: string = "'sha256-${hash}'"`,
    '',
  ].join('\n')
}
