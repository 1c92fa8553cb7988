import { randomBytes } from 'node:crypto'
import { chmodSync, constants, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A named file or folder cannot be used; the message says which and why. */
export class BadFile extends Error {
  override name = 'BadFile'
}

/** Returns the code of a system error, else the message. */
export const describeCause = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.some((code) => code === error.code)

/** Returns a path beside another that nothing else has, for what is renamed into place when it is complete. */
export const nameBeside = (path: string, purpose: string): string =>
  `${path}.${purpose}-${randomBytes(6).toString('hex')}`

/** A file that is a mount, or in a folder that is read-only, can be written but not replaced. */
const NOT_REPLACEABLE = ['EACCES', 'EBUSY', 'EPERM', 'EROFS', 'EXDEV']

/**
 * Writes a file beside its place and then renames it, so that an error such as a full disk leaves the earlier file as
 * it was, and nothing beside it. Synchronous, because a process that is killed has no other chance to write.
 */
export const replaceFile = (path: string, text: string, { mode }: { readonly mode?: number } = {}): void => {
  const earlier = statSync(path, { throwIfNoEntry: false })
  // Devices and pipes, such as /dev/stdout, are there to be written to.
  if (earlier && !earlier.isFile()) {
    writeFileSync(path, text)
    return
  }
  const place = earlier ? realpathSync(path) : path
  const part = nameBeside(place, 'part')
  try {
    writeFileSync(part, text, { flag: 'wx', mode: mode ?? 0o666 })
    if (earlier && mode === undefined) chmodSync(part, earlier.mode & 0o777)
    renameSync(part, place)
  } catch (error) {
    rmSync(part, { force: true })
    if (!earlier || !hasCode(error, ...NOT_REPLACEABLE)) throw error
    writeFileSync(place, text)
  }
}

/** Throws `BadFile` if a file cannot be written: checked before a run, which may take long. */
export const checkWritable = async (path: string): Promise<void> => {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory()) throw new BadFile(`${path} is a folder, but has to be a file`)
  await access(existing ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    throw new BadFile(`${path} cannot be written (${describeCause(error)})`)
  })
}
