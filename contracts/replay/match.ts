import type { RecordedBody, RecordedExchange } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json, parseJson } from '../recording/json.ts'
import { parsePairs } from '../recording/normalise.ts'
import { readPlaceholder } from '../recording/placeholder.ts'
import type { Bindings } from './bindings.ts'
import type { LiveRequest } from './live.ts'
import { type Comparison, matchesText, type Strictness } from './match-text.ts'

/** The headers that a response may depend on; client libraries differ in all others. */
const COMPARED_HEADERS = ['authorization', 'x-request-id', 'x-http-method-override']
/** Text bodies are recorded up to this length. */
const MAX_TEXT = 200

const matchesJson = (comparison: Comparison, recorded: Json, live: Json): boolean => {
  if (typeof recorded === 'string') {
    const isNumber = readPlaceholder(recorded)?.isNumber === true
    if (typeof live !== (isNumber ? 'number' : 'string')) return false
    return matchesText(comparison, recorded, String(live))
  }
  if (isJsonList(recorded))
    return (
      isJsonList(live) &&
      live.length === recorded.length &&
      recorded.every((item, index) => matchesJson(comparison, item, live[index] ?? null))
    )
  // Numbers of a response vary with time: the remaining life of a token, the balance of an account.
  if (comparison.strictness === 'asAnswered' && typeof recorded === 'number') return typeof live === 'number'
  if (!isJsonObject(recorded)) return recorded === live
  if (!isJsonObject(live)) return false
  const names = Object.keys(recorded)
  return (
    names.length === Object.keys(live).length &&
    names.every((name) => name in live && matchesJson(comparison, recorded[name] ?? null, live[name] ?? null))
  )
}

type Pairs = readonly (readonly [string, string])[]

const sortByName = (pairs: Pairs): Pairs =>
  [...pairs].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))

/** The order matters only among parameters of the same name. */
const matchesPairs = (comparison: Comparison, recorded: Pairs, live: Pairs): boolean => {
  if (recorded.length !== live.length) return false
  const sorted = sortByName(live)
  return sortByName(recorded).every(([name, value], index) => {
    const [liveName, liveValue] = sorted[index] ?? []
    return liveName === name && liveValue !== undefined && matchesText(comparison, value, liveValue)
  })
}

const matchesBody = (comparison: Comparison, recorded: RecordedBody | null, live: string): boolean => {
  if (recorded === null) return live === ''
  if ('form' in recorded) return matchesPairs(comparison, recorded.form, parsePairs(live))
  if ('text' in recorded) return matchesText(comparison, recorded.text, live.slice(0, MAX_TEXT))
  const json = parseJson(live)
  return json !== undefined && matchesJson(comparison, recorded.json, json)
}

const matchesHeaders = (
  comparison: Comparison,
  recorded: RecordedExchange['request']['headers'],
  { headers }: LiveRequest,
): boolean =>
  COMPARED_HEADERS.every((name) => {
    const expected = recorded[name]
    const value = headers[name]
    if (expected === undefined || expected === null) return value === undefined
    return value !== undefined && matchesText(comparison, expected, value)
  })

const readMediaType = (header: string | null | undefined): string =>
  (header ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** Returns `bound` with what a request would bind if it were the recorded one; undefined if it is another request. */
export const matchRequest = (
  bindings: Bindings,
  { request }: RecordedExchange,
  live: LiveRequest,
  strictness: Strictness,
  bound: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> | undefined => {
  if (request.method !== live.method) return undefined
  const comparison: Comparison = { bindings, strictness, bound: new Map(bound) }
  const isSameType =
    live.body === '' || readMediaType(request.headers['content-type']) === readMediaType(live.headers['content-type'])
  const isMatch =
    matchesText(comparison, request.path, live.path) &&
    isSameType &&
    matchesHeaders(comparison, request.headers, live) &&
    matchesPairs(comparison, request.query, live.query) &&
    matchesBody(comparison, request.body, live.body)
  return isMatch ? comparison.bound : undefined
}

/** Returns `bound` with what an earlier response would bind if it were the recorded one; undefined if it is not. */
export const matchResponse = (
  bindings: Bindings,
  { response }: RecordedExchange,
  earlier: { readonly status: number; readonly json: Json | undefined },
  bound: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> | undefined => {
  if (response.status !== earlier.status) return undefined
  const comparison: Comparison = { bindings, strictness: 'asAnswered', bound: new Map(bound) }
  const json = response.body && 'json' in response.body ? response.body.json : undefined
  if (json === undefined || earlier.json === undefined) return json === earlier.json ? comparison.bound : undefined
  return matchesJson(comparison, json, earlier.json) ? comparison.bound : undefined
}
