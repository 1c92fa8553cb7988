/**
 * `node build.mjs [--if-needed]`: generates what comes from data (API types and validators, the scenario library)
 * and bundles the published files into `dist/`. With `--if-needed` each half runs only when a source is newer.
 * `node build.mjs generate` stops after the first half, for tests and type checks.
 */
import { copyFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))
const ifNeeded = process.argv.includes('--if-needed')
const onlyGenerate = process.argv.includes('generate')

/** Newest modification below the given paths, in milliseconds; 0 if there is nothing. */
const newest = async (paths, skip = /(^|\/)(generated|node_modules|dist)(\/|$)/) => {
  let latest = 0
  for (const path of paths) {
    if (skip.test(path)) continue
    const info = await stat(join(root, path)).catch(() => undefined)
    if (info === undefined) continue
    const inner = info.isDirectory()
      ? await newest(
          (await readdir(join(root, path))).map((name) => join(path, name)),
          skip,
        )
      : info.mtimeMs
    latest = Math.max(latest, inner)
  }
  return latest
}

const isFresh = async (output, sources) => {
  const made = await stat(join(root, output)).catch(() => undefined)
  return made !== undefined && made.mtimeMs > (await newest(sources))
}

const generate = async () => {
  const contractsFresh =
    ifNeeded &&
    (await isFresh('server/control/generated/control.operations.ts', [
      'contracts/openapi/v1.json',
      'contracts/openapi/v2.json',
      'server/control/openapi.json',
      'contracts/openapi/generate.mjs',
    ]))
  if (!contractsFresh) await (await import('./contracts/openapi/generate.mjs')).generateContracts()
  if (!(ifNeeded && (await isFresh('scenarios/generated/library.json', ['scenarios']))))
    await (await import('./scenarios/generate.mjs')).generateScenarios()
  await (await import('./generate-assets.mjs')).generateAssets(root)
}

const bundle = async () => {
  if (
    ifNeeded &&
    (await isFresh('dist/cli.js', ['server', 'client', 'contracts', 'scenarios', 'build.mjs', 'package.json']))
  )
    return
  await rm(join(root, 'dist'), { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'server/cli.ts',
      index: 'server/index.ts',
      client: 'client/index.ts',
      contracts: 'contracts/index.ts',
      'contracts-vitest': 'contracts/adapters/vitest.ts',
      'contracts-node-test': 'contracts/adapters/node-test.ts',
      'contract-cli': 'contracts/cli.ts',
      'mutants-cli': 'contracts/mutants/cli.ts',
    },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    external: ['undici', 'playwright-core'],
    // Bundled CommonJS packages (ajv, qrcode) call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  })
  // For editors, and for whoever checks scenario files before a mock reads them.
  for (const name of ['scenario', 'bank', 'persona']) {
    await copyFile(join(root, `scenarios/schema/${name}.json`), join(root, `dist/${name}.schema.json`))
  }
}

await generate()
if (!onlyGenerate) await bundle()
