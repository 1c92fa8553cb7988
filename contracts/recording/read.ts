import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiVersion, apiVersions } from '../api.ts'
import { CouldNotLook } from '../run.ts'
import { FORMAT, MANIFEST, type Manifest, type RecordedExchange, type Recording } from './format.ts'
import { isJsonList, isJsonObject, parseJson } from './json.ts'

const readText = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined)

const isManifest = (value: unknown): value is Manifest =>
  isJsonObject(value) &&
  value.format === FORMAT &&
  apiVersions.some((version) => version === value.version) &&
  isJsonList(value.rules) &&
  value.rules.every((rule) => isJsonObject(rule) && typeof rule.file === 'string')

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
    throw new CouldNotLook(`${join(directory, MANIFEST)} is not the list of a recording of format ${FORMAT}`)
  const rules = []
  for (const rule of manifest.rules) {
    const file = join(directory, rule.file)
    const recorded = parseJson((await readText(file)) ?? '')
    if (!isJsonList(recorded)) throw new CouldNotLook(`${file}, a part of the recording, is missing or broken`)
    const exchanges: readonly unknown[] = recorded
    if (!exchanges.every(isExchange)) throw new CouldNotLook(`${file} holds something other than exchanges`)
    rules.push({ ...rule, recorded: exchanges })
  }
  return { manifest, rules }
}

/** Whether a recording shows anything: somebody answered, and a rule looked at it. */
const showsSomething = ({ rules }: Recording): boolean =>
  rules.some(({ outcome, recorded }) => (outcome === 'held' || outcome === 'failed') && recorded.length > 0)

/** Reads what was recorded, by version. Throws `CouldNotLook` when there is nothing, or nothing that shows anything. */
export const readRecordings = async (directory: string): Promise<ReadonlyMap<ApiVersion, Recording>> => {
  const found = new Map<ApiVersion, Recording>()
  for (const place of [directory, ...apiVersions.map((version) => join(directory, version))]) {
    const recording = await readOne(place)
    if (!recording) continue
    if (!showsSomething(recording))
      throw new CouldNotLook(`the recording in ${place} is empty: no rule got an answer, or all were skipped`)
    found.set(recording.manifest.version, recording)
  }
  if (found.size === 0) throw new CouldNotLook(`there is no recording in ${directory}`)
  return found
}
