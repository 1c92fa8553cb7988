import { constants } from 'node:fs'
import { access, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BadParity, noParity, type Parity, parseParity } from './parity.ts'

/** A file that was named cannot be used; the message says which and why. */
export class BadFile extends Error {
  override name = 'BadFile'
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? String(error.code)
    : error instanceof Error
      ? error.message
      : String(error)

/** Before a run that may take long: somebody would be sorry to learn only at its end that a folder is missing. */
export const expectWritable = async (path: string): Promise<void> => {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory()) throw new BadFile(`${path} is a folder, but has to be a file`)
  await access(existing ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    throw new BadFile(`${path} cannot be written (${reasonOf(error)})`)
  })
}

/** The record in a file, an empty one where there is no file yet. */
export const readParity = async (path: string): Promise<Parity> => {
  try {
    return parseParity(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof BadParity) throw new BadFile(`${path} ${error.message}`)
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return noParity
    throw new BadFile(`${path} cannot be read (${reasonOf(error)})`)
  }
}

/** Writes files, each for itself: what is wrong with one keeps no other from being written. Answers the complaints. */
export const writeReports = async (reports: ReadonlyMap<string, string>): Promise<string[]> => {
  const complaints = await Promise.all(
    [...reports].map(([path, text]) =>
      writeFile(path, text).then(
        () => [],
        (error: unknown) => [`${path} could not be written (${reasonOf(error)})`],
      ),
    ),
  )
  return complaints.flat()
}
