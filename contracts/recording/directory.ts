import { constants } from 'node:fs'
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BadFile, describeCause, hasCode, nameBeside } from '../files.ts'
import { FORMAT, MANIFEST } from './format.ts'
import { parseManifest } from './read.ts'

/** Returns the names of the files that belong to the recording in a directory; none if there is no recording. */
const listOwnFiles = async (directory: string): Promise<ReadonlySet<string>> => {
  const text = await readFile(join(directory, MANIFEST), 'utf8').catch(() => '')
  const manifest = parseManifest(text)
  return new Set(manifest ? [MANIFEST, ...manifest.rules.map(({ file }) => file)] : [])
}

/** Throws `BadFile` if a directory contains anything but a recording. */
const checkContents = async (directory: string): Promise<void> => {
  const [entries, own] = await Promise.all([readdir(directory, { withFileTypes: true }), listOwnFiles(directory)])
  const foreign = entries.find((entry) => !entry.isFile() || !own.has(entry.name))
  if (foreign)
    throw new BadFile(
      `${directory} contains ${foreign.name}, which is not part of a recording of format ${FORMAT} and is not deleted; choose another folder`,
    )
}

/** Throws `BadFile` unless a directory exists that can be written to, or can be created. */
const checkParent = async (directory: string): Promise<void> => {
  const existing = await stat(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined
    throw new BadFile(`${directory} cannot be used (${describeCause(error)})`)
  })
  if (!existing) return checkParent(dirname(directory))
  if (!existing.isDirectory()) throw new BadFile(`${directory} is a file, but has to be a folder`)
  await access(directory, constants.W_OK).catch((error: unknown) => {
    throw new BadFile(`${directory} cannot be written to (${describeCause(error)})`)
  })
}

/** Throws `BadFile` unless a directory is absent, empty, or an earlier recording that can be replaced. */
export const checkReplaceable = async (directory: string): Promise<void> => {
  await checkParent(dirname(directory))
  try {
    await checkContents(directory)
  } catch (error) {
    if (error instanceof BadFile) throw error
    if (hasCode(error, 'ENOENT')) return
    const reason = hasCode(error, 'ENOTDIR') ? 'is a file' : `cannot be read (${describeCause(error)})`
    throw new BadFile(`${directory} ${reason}, but has to be a folder`)
  }
}

/** Renames a directory to another place, with what was there before to a third one; changes nothing if that fails. */
const exchangeDirectory = async (from: string, to: string, earlier: string): Promise<void> => {
  const hasEarlier = await rename(to, earlier).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return false
      throw error
    },
  )
  try {
    await rename(from, to)
  } catch (error) {
    if (hasEarlier) await rename(earlier, to)
    throw error
  }
}

/**
 * Writes a recording beside its place and renames it when it is complete. An earlier recording is kept until then;
 * throws `BadFile`, and keeps it, if that fails or if the directory contains anything else.
 */
export const replaceRecording = async (directory: string, files: ReadonlyMap<string, string>): Promise<void> => {
  await checkReplaceable(directory)
  const part = nameBeside(directory, 'part')
  const earlier = nameBeside(directory, 'earlier')
  try {
    await mkdir(part, { recursive: true })
    for (const [name, text] of files) await writeFile(join(part, name), text)
    await exchangeDirectory(part, directory, earlier)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw new BadFile(`the recording could not be written to ${directory} (${describeCause(error)})`, { cause: error })
  }
  await rm(earlier, { recursive: true, force: true })
}
