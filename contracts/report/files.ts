import { readFile } from 'node:fs/promises'
import { BadFile, describeCause, hasCode, replaceFile } from '../files.ts'
import { BadParity, emptyParity, type Parity, parseParity } from './parity.ts'

/** Reads a parity file; returns an empty one if it does not exist. */
export const readParity = async (path: string): Promise<Parity> => {
  try {
    return parseParity(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof BadParity)
      throw new BadFile(`${path} ${error.message}; delete it to begin a new one, or name another file with --parity`)
    if (hasCode(error, 'ENOENT')) return emptyParity
    throw new BadFile(`${path} cannot be read (${describeCause(error)})`)
  }
}

/** Writes every file that can be written, and returns an error message for each of the others. */
export const writeReports = (reports: ReadonlyMap<string, string>): string[] => {
  const errors: string[] = []
  for (const [path, text] of reports)
    try {
      replaceFile(path, text)
    } catch (error) {
      errors.push(`${path} could not be written (${describeCause(error)})`)
    }
  return errors
}
