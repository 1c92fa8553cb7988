import { constants } from 'node:fs'
import { access, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BadParity, emptyParity, type Parity, parseParity } from './parity.ts'

/** A named file cannot be used; the message says which and why. */
export class BadFile extends Error {
  override name = 'BadFile'
}

const describeCause = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}

/** Throws `BadFile` if a file cannot be written: checked before a run, which may take long. */
export const checkWritable = async (path: string): Promise<void> => {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory()) throw new BadFile(`${path} is a folder, but has to be a file`)
  await access(existing ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    throw new BadFile(`${path} cannot be written (${describeCause(error)})`)
  })
}

/** Reads a parity file; returns an empty one if it does not exist. */
export const readParity = async (path: string): Promise<Parity> => {
  try {
    return parseParity(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof BadParity) throw new BadFile(`${path} ${error.message}`)
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return emptyParity
    throw new BadFile(`${path} cannot be read (${describeCause(error)})`)
  }
}

/** Writes every file that can be written, and returns an error message for each of the others. */
export const writeReports = async (reports: ReadonlyMap<string, string>): Promise<string[]> => {
  const errors = await Promise.all(
    [...reports].map(([path, text]) =>
      writeFile(path, text).then(
        () => [],
        (error: unknown) => [`${path} could not be written (${describeCause(error)})`],
      ),
    ),
  )
  return errors.flat()
}
