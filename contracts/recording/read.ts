import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiVersion, apiVersions } from '../api.ts'
import { FORMAT, MANIFEST, type Manifest, type RecordedExchange, type Recording } from './format.ts'
import { isJsonList, isJsonObject, parseJson } from './json.ts'

/** A recording that does not exist, is empty or cannot be read; the message says which and why. */
export class UnusableRecording extends Error {
  override name = 'UnusableRecording'
}

const readText = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined)

const isManifest = (value: unknown): value is Manifest =>
  isJsonObject(value) &&
  value.format === FORMAT &&
  apiVersions.some((version) => version === value.version) &&
  isJsonList(value.rules) &&
  value.rules.every((rule) => isJsonObject(rule) && typeof rule.file === 'string')

/** Parses the text of `recording.json`; returns undefined if it is anything else. */
export const parseManifest = (text: string): Manifest | undefined => {
  const manifest: unknown = parseJson(text)
  return isManifest(manifest) ? manifest : undefined
}

const isExchange = (value: unknown): value is RecordedExchange =>
  isJsonObject(value) &&
  isJsonObject(value.request) &&
  isJsonList(value.request.query) &&
  isJsonObject(value.response) &&
  typeof value.response.status === 'number'

const readRecording = async (directory: string): Promise<Recording | undefined> => {
  const text = await readText(join(directory, MANIFEST))
  if (text === undefined) return undefined
  const manifest = parseManifest(text)
  if (!manifest)
    throw new UnusableRecording(`${join(directory, MANIFEST)} is not the manifest of a recording of format ${FORMAT}`)
  const rules = []
  for (const rule of manifest.rules) {
    const file = join(directory, rule.file)
    const recorded = parseJson((await readText(file)) ?? '')
    if (!isJsonList(recorded)) throw new UnusableRecording(`${file}, a part of the recording, is missing or broken`)
    const exchanges: readonly unknown[] = recorded
    if (!exchanges.every(isExchange)) throw new UnusableRecording(`${file} contains something other than exchanges`)
    rules.push({ ...rule, recorded: exchanges })
  }
  return { manifest, rules }
}

/** Returns whether any rule was checked with a response of the target. */
const hasCheckedRule = ({ rules }: Recording): boolean =>
  rules.some(({ outcome, recorded }) => (outcome === 'passed' || outcome === 'failed') && recorded.length > 0)

/** Reads a directory of recordings, by version; throws `UnusableRecording` unless there is one with a checked rule. */
export const readRecordings = async (directory: string): Promise<ReadonlyMap<ApiVersion, Recording>> => {
  const found = new Map<ApiVersion, Recording>()
  for (const place of [directory, ...apiVersions.map((version) => join(directory, version))]) {
    const recording = await readRecording(place)
    if (!recording) continue
    if (!hasCheckedRule(recording))
      throw new UnusableRecording(`the recording in ${place} is empty: no rule got a response, or all were skipped`)
    found.set(recording.manifest.version, recording)
  }
  if (found.size === 0) throw new UnusableRecording(`there is no recording in ${directory}`)
  return found
}
