import { existsSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Plugin } from 'esbuild'
import { ENTRY_POINTS, EXTERNAL } from './entry-points.ts'
import { isFresh, writeMade } from './files.ts'
import { formatLicences, listPackages } from './licences.ts'

const OUTPUT = 'dist'
/** Written last: where it is, all the others are. */
const COMMAND = 'dist/cli.js'
/** The licences of most packages require their texts wherever the packages are. */
const LICENCES = 'dist/THIRD-PARTY-LICENSES'
const SOURCES = ['server', 'client', 'contracts', 'scenarios', '.build/lib', 'package.json', 'package-lock.json']

/** Schemas of the files that users write, for their editors. */
const SCHEMAS = ['scenario', 'bank', 'persona']

/**
 * Refuses `import('package')` of a package that is bundled: where it is CommonJS, such an import has no names but
 * `default`, although the same line works in tests, which run the sources. A module of ours with a static import of the
 * package can be imported so.
 */
const refuseDynamicPackages: Plugin = {
  name: 'refuse-dynamic-packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind !== 'dynamic-import' || path.startsWith('node:') || EXTERNAL.includes(path)) return undefined
      return { errors: [{ text: `import('${path}') in ${importer}: import a module of ours that imports it` }] }
    })
  },
}

export interface BundleOptions {
  /** Maps for stack traces lead to sources that a clone has and the package has not. */
  readonly sourceMaps: boolean
}

/** Bundles the published files into `dist/` when a source is newer than they are. */
export const bundleIfNeeded = async (): Promise<void> => {
  if (!isFresh(COMMAND, SOURCES)) await bundle({ sourceMaps: true })
}

/** Bundles the published files into `dist/`. */
export const bundle = async ({ sourceMaps }: BundleOptions): Promise<void> => {
  const startedAt = new Date()
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    entryPoints: { cli: 'server/cli.ts', ...ENTRY_POINTS },
    outdir: OUTPUT,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    external: EXTERNAL,
    plugins: [refuseDynamicPackages],
    // Bundled CommonJS packages (ajv, qrcode) call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    // Names stay, for stack traces: `keepNames` would name every closure again whenever it is created.
    minifyIdentifiers: false,
    sourcemap: sourceMaps && 'linked',
    sourcesContent: false,
    write: false,
    metafile: true,
    logLevel: 'warning',
  })
  const files = new Map<string, string | Uint8Array>(
    outputFiles.map(({ path, contents }) => [relative('', path), contents]),
  )
  files.set(LICENCES, formatLicences(listPackages(metafile)))
  for (const name of SCHEMAS)
    files.set(join(OUTPUT, `${name}.schema.json`), await readFile(`scenarios/schema/${name}.json`))
  // Written over the former ones rather than after their removal: a server may be running from here.
  for (const [path, contents] of files) if (path !== COMMAND) await writeMade(path, contents, startedAt)
  await writeMade(COMMAND, files.get(COMMAND) ?? '', startedAt)
  removeOthers(OUTPUT, files)
}

/** Removes what former builds left; declarations are made by another step. */
const removeOthers = (folder: string, files: ReadonlyMap<string, unknown>): void => {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) removeOthers(path, files)
    else if (!files.has(path) && !entry.name.startsWith('.') && !entry.name.endsWith('.d.ts'))
      rmSync(path, { force: true })
  }
}
