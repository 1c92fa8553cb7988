/**
 * `node .build/run.mjs FILE.ts [ARGUMENTS]`: runs a TypeScript file of this project, in the project's folder. Node 20
 * cannot do that by itself: esbuild bundles the file into `node_modules/.cache/finapi-mock/`, unless the bundle there is
 * newer than everything that it was made from. JavaScript, because nothing has been compiled yet when it starts.
 */
import { mkdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules/.cache/finapi-mock')
const HEADER = '// Made from '

/** Returns whether a bundle is newer than the files that its first line names. */
const isFresh = async (bundle) => {
  try {
    const { mtimeMs } = await stat(bundle)
    const [first = ''] = (await readFile(bundle, 'utf8')).split('\n', 1)
    const sources = await Promise.all(JSON.parse(first.slice(HEADER.length)).map((path) => stat(path)))
    return sources.every((source) => source.mtimeMs < mtimeMs)
  } catch {
    return false
  }
}

const makeBundle = async (file, bundle) => {
  const { build } = await import('esbuild')
  const started = new Date()
  const { metafile, outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    sourceRoot: pathToFileURL(root).href,
    outfile: bundle,
    metafile: true,
    write: false,
    logLevel: 'warning',
  })
  await mkdir(cache, { recursive: true })
  // Renamed into place, because another process may be about to read the file.
  const temporary = `${bundle}.${process.pid}`
  await writeFile(temporary, `${HEADER}${JSON.stringify(Object.keys(metafile.inputs))}\n${outputFiles[0].text}`)
  // As old as the beginning, so that a source which changed in the meantime is newer.
  await utimes(temporary, started, started)
  await rename(temporary, bundle)
}

/** Runs a TypeScript file, named from the project's folder. */
export const run = async (file) => {
  process.chdir(root)
  process.setSourceMapsEnabled(true)
  const bundle = join(cache, `${file.replaceAll('/', '-')}.mjs`)
  if (!(await isFresh(bundle))) await makeBundle(file, bundle)
  await import(pathToFileURL(bundle))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file] = process.argv.splice(2, 1)
  await run(file)
}
