import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiVersion, apiVersions } from '../api.ts'
import { UnreachableError } from '../run.ts'
import { FORMAT, MANIFEST, type Manifest, type RecordedExchange, type Recording } from './format.ts'
import { isJsonList, isJsonObject, parseJson } from './json.ts'

const readText = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined)

const isManifest = (value: unknown): value is Manifest =>
  isJsonObject(value) &&
  value.format === FORMAT &&
  apiVersions.some((version) => version === value.version) &&
  isJsonList(value.chapters) &&
  value.chapters.every((chapter) => isJsonObject(chapter) && typeof chapter.file === 'string')

const isExchange = (value: unknown): value is RecordedExchange =>
  isJsonObject(value) &&
  isJsonObject(value.request) &&
  isJsonList(value.request.query) &&
  isJsonObject(value.response) &&
  typeof value.response.status === 'number'

const readOne = async (directory: string): Promise<Recording | undefined> => {
  const text = await readText(join(directory, MANIFEST))
  if (text === undefined) return undefined
  const manifest: unknown = parseJson(text)
  if (!isManifest(manifest))
    throw new UnreachableError(`${join(directory, MANIFEST)} is not the list of a recording of format ${FORMAT}`)
  const chapters = []
  for (const chapter of manifest.chapters) {
    const file = join(directory, chapter.file)
    const recorded = parseJson((await readText(file)) ?? '')
    if (!isJsonList(recorded)) throw new UnreachableError(`${file}, a part of the recording, is missing or broken`)
    const exchanges: readonly unknown[] = recorded
    if (!exchanges.every(isExchange)) throw new UnreachableError(`${file} holds something other than exchanges`)
    chapters.push({ ...chapter, recorded: exchanges })
  }
  return { manifest, chapters }
}

/** Whether a recording shows anything: somebody answered, and a rule looked at it. */
const showsSomething = ({ chapters }: Recording): boolean =>
  chapters.some(({ outcome, recorded }) => (outcome === 'passed' || outcome === 'failed') && recorded.length > 0)

/** Reads what was recorded, by version. Throws `UnreachableError` when there is nothing, or nothing that shows anything. */
export const readRecordings = async (directory: string): Promise<ReadonlyMap<ApiVersion, Recording>> => {
  const found = new Map<ApiVersion, Recording>()
  for (const place of [directory, ...apiVersions.map((version) => join(directory, version))]) {
    const recording = await readOne(place)
    if (!recording) continue
    if (!showsSomething(recording))
      throw new UnreachableError(`the recording in ${place} is empty: no rule got an answer, or all were skipped`)
    found.set(recording.manifest.version, recording)
  }
  if (found.size === 0) throw new UnreachableError(`there is no recording in ${directory}`)
  return found
}
