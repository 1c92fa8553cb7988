import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OptionError } from '../server/core/option-error.ts'
import { sourcedFrom } from './check.ts'
import type { LibraryContents } from './library.ts'
import { MAX_FILE_SIZE } from './limits.ts'
import { type FileKind, type PlacedProblem, readFiles } from './read-files.ts'

/**
 * Returns the known contents and those of a directory's YAML and JSON files: scenarios, banks below `banks/` and personas
 * below `personas/`. Throws an OptionError that lists every problem with file, line and fix.
 */
export const loadScenarios = async (directory: string, known: LibraryContents): Promise<LibraryContents> => {
  const paths = await scenarioFiles(directory)
  if (paths.length === 0) throw new OptionError(`scenarios: there is no .yaml, .yml or .json file in '${directory}'`)
  const tooLarge = (await Promise.all(paths.map(checkSize))).flat()
  if (tooLarge.length > 0) throw new OptionError(report(tooLarge))
  const files = await Promise.all(
    paths.map(async (path) => ({ file: path, kind: kindOf(path), text: await readFile(path, 'utf8') })),
  )
  const { scenarios, banks, personas, problems } = await readFiles(files, sourcedFrom('finapi-mock itself', known))
  if (problems.length > 0) throw new OptionError(report(problems))
  return {
    ...known,
    scenarios: [...known.scenarios, ...scenarios],
    banks: [...known.banks, ...banks],
    personas: [...known.personas, ...personas],
  }
}

/** Returns every YAML and JSON file below, in the order of their paths, without hidden files, packages and schemas. */
const scenarioFiles = async (directory: string): Promise<string[]> => {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new OptionError(`scenarios: the directory '${directory}' cannot be read (${error.code})`)
  })
  const visible = entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const found = await Promise.all(
    visible.map(async (entry) => {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) return scenarioFiles(path)
      return /\.(ya?ml|json)$/.test(entry.name) && !entry.name.endsWith('.schema.json') ? [path] : []
    }),
  )
  return found.flat()
}

const kindOf = (path: string): FileKind => {
  const folder = basename(dirname(path))
  return folder === 'banks' ? 'bank' : folder === 'personas' ? 'persona' : 'scenario'
}

/** Checks a file before it is read. */
const checkSize = async (file: string): Promise<PlacedProblem[]> => {
  const { size } = await stat(file)
  if (size <= MAX_FILE_SIZE) return []
  const message = `has ${size} bytes, but at most ${MAX_FILE_SIZE} are allowed; make several files`
  return [{ file, path: [], line: 1, column: 1, message }]
}

/** The number of problems that are listed; of a file that is no scenario at all there may be one for each line. */
const MAX_LISTED = 50

const report = (problems: readonly PlacedProblem[]): string => {
  const lines = problems.slice(0, MAX_LISTED).map(({ file, line, column, path, message }) => {
    const place = path.length === 0 ? '' : ` ${path.join('/')}:`
    return `${file}:${line}:${column}:${place} ${message}`
  })
  const more = problems.length - lines.length
  return [
    `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the scenario files:`,
    ...lines,
    ...(more > 0 ? [`… and ${more} more`] : []),
  ].join('\n')
}
