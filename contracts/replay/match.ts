import type { RecordedBody, RecordedExchange } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json, parseJson } from '../recording/json.ts'
import { pairsOf } from '../recording/normalise.ts'
import { wholePlaceholder } from '../recording/placeholder.ts'
import type { Cast, Closeness } from './cast.ts'

/** A request as it arrives at the replay. */
export interface LiveRequest {
  readonly method: string
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Headers by which an answer may differ. What a client library sends besides does not matter. */
const TELLING = ['authorization', 'x-request-id', 'x-http-method-override']

interface Match {
  readonly cast: Cast
  readonly closeness: Closeness
  readonly bound: Map<string, string>
}

const matchesText = ({ cast, closeness, bound }: Match, recorded: string, live: string): boolean =>
  cast.matches(recorded, live, closeness, bound)

const matchesJson = (match: Match, recorded: Json, live: Json): boolean => {
  if (typeof recorded === 'string') {
    const isNumber = wholePlaceholder(recorded)?.isNumber === true
    if (typeof live !== (isNumber ? 'number' : 'string')) return false
    return matchesText(match, recorded, String(live))
  }
  if (isJsonList(recorded))
    return (
      isJsonList(live) &&
      live.length === recorded.length &&
      recorded.every((entry, index) => matchesJson(match, entry, live[index] ?? null))
    )
  // How long a token is still good, or what is in an account: numbers pass the time.
  if (match.closeness === 'told' && typeof recorded === 'number') return typeof live === 'number'
  if (!isJsonObject(recorded)) return recorded === live
  if (!isJsonObject(live)) return false
  const names = Object.keys(recorded)
  return (
    names.length === Object.keys(live).length &&
    names.every((name) => name in live && matchesJson(match, recorded[name] ?? null, live[name] ?? null))
  )
}

type Pairs = readonly (readonly [string, string])[]

const sorted = (pairs: Pairs): Pairs => [...pairs].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))

/** Parameters of one name keep their order; names have none. */
const matchesPairs = (match: Match, recorded: Pairs, live: Pairs): boolean => {
  if (recorded.length !== live.length) return false
  const given = sorted(live)
  return sorted(recorded).every(([name, value], index) => {
    const [liveName, liveValue] = given[index] ?? []
    return liveName === name && liveValue !== undefined && matchesText(match, value, liveValue)
  })
}

const matchesBody = (match: Match, recorded: RecordedBody | null, live: string): boolean => {
  if (recorded === null) return live === ''
  if ('form' in recorded) return matchesPairs(match, recorded.form, pairsOf(live))
  if ('text' in recorded) return matchesText(match, recorded.text, live.slice(0, 200))
  const json = parseJson(live)
  return json !== undefined && matchesJson(match, recorded.json, json)
}

const matchesHeaders = (match: Match, recorded: RecordedExchange['request']['headers'], live: LiveRequest): boolean =>
  TELLING.every((name) => {
    const value = recorded[name]
    const given = live.headers[name]
    if (value === undefined || value === null) return given === undefined
    return given !== undefined && matchesText(match, value, given)
  })

const mediaType = (value: string | null | undefined): string => (value ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** What the request would bind, besides what is bound before, if it were this recorded one; undefined otherwise. */
export const matchRequest = (
  cast: Cast,
  { request }: RecordedExchange,
  live: LiveRequest,
  closeness: Closeness,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> | undefined => {
  if (request.method !== live.method) return undefined
  const match: Match = { cast, closeness, bound: new Map(before) }
  const isSame =
    matchesText(match, request.path, live.path) &&
    (live.body === '' || mediaType(request.headers['content-type']) === mediaType(live.headers['content-type'])) &&
    matchesHeaders(match, request.headers, live) &&
    matchesPairs(match, request.query, live.query) &&
    matchesBody(match, request.body, live.body)
  return isSame ? match.bound : undefined
}

/** What an answer that was given would bind if it had been this recorded one; undefined when it is another. */
export const matchAnswer = (
  cast: Cast,
  { response }: RecordedExchange,
  given: { readonly status: number; readonly json: Json | undefined },
  bound: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> | undefined => {
  if (response.status !== given.status) return undefined
  const match: Match = { cast, closeness: 'told', bound: new Map(bound) }
  const json = response.body && 'json' in response.body ? response.body.json : undefined
  if (json === undefined || given.json === undefined) return json === given.json ? match.bound : undefined
  return matchesJson(match, json, given.json) ? match.bound : undefined
}
