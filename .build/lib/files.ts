import { readdirSync, statSync } from 'node:fs'
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file or folder, with the moment of its last change in milliseconds. */
export interface FoundFile {
  readonly path: string
  readonly changedAt: number
}

const NOT_SOURCES = new Set(['generated', 'node_modules', 'dist'])
const found = new Map<string, readonly FoundFile[]>()

/**
 * Returns a file, or all files below a folder that are not generated, and the folders: these change when a file goes.
 * The files are read from disk once per process.
 */
export const findFiles = (path: string): readonly FoundFile[] => {
  const known = found.get(path)
  if (known !== undefined) return known
  const files = readFiles(path)
  found.set(path, files)
  return files
}

const readFiles = (path: string): FoundFile[] => {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info === undefined) return []
  const own = { path, changedAt: info.mtimeMs }
  if (!info.isDirectory()) return [own]
  const names = readdirSync(path)
    .sort()
    .filter((name) => !NOT_SOURCES.has(name))
  return [own, ...names.flatMap((name) => readFiles(join(path, name)))]
}

/** Returns when the newest of the sources changed. Tests are no source of anything. */
export const newestChange = (sources: readonly string[]): number =>
  sources
    .flatMap(findFiles)
    .reduce((newest, { path, changedAt }) => (path.endsWith('.test.ts') ? newest : Math.max(newest, changedAt)), 0)

/** Returns whether a file exists and is newer than its sources. */
export const isFresh = (path: string, sources: readonly string[]): boolean => {
  const made = statSync(path, { throwIfNoEntry: false })
  return made !== undefined && made.mtimeMs > newestChange(sources)
}

let writes = 0

/**
 * Writes a file in one move, because other processes may read it at any time. It becomes as old as the moment given,
 * before its sources were read: a source that changed afterwards is newer.
 */
export const writeMade = async (path: string, content: string | Uint8Array, madeAt: Date): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${writes++}`)
  await writeFile(temporary, content)
  await utimes(temporary, madeAt, madeAt)
  await rename(temporary, path)
}
