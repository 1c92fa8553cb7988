import type { Exchange } from '../exchange.ts'
import type { RecordedBody, RecordedExchange } from './format.ts'
import { type Json, mapLeaves, parseJson } from './json.ts'

export type Side = 'request' | 'response'
export type Leaf = null | boolean | number | string

/** What to make of one value, known by the name it stands under and by who sent it. */
export type LeafChange = (leaf: Leaf, key: string, side: Side) => Json

/** Reads JSON; undefined when the text is none. */
export type JsonReader = (text: string) => Json | undefined

/** Reads each text once: a run is gone through twice, and told much of it more than once. */
export const rememberingReader = (): JsonReader => {
  const known = new Map<string, Json | undefined>()
  return (text) => {
    if (!known.has(text)) known.set(text, parseJson(text))
    return known.get(text)
  }
}

/** Headers whose values are harmless and mean something to a client. */
const KEPT_VALUES = new Set(['accept', 'content-type', 'x-http-method-override', 'allow', 'retry-after'])
/** Headers whose values are kept as placeholders. */
const NORMALISED_VALUES = new Set(['authorization', 'x-request-id', 'location'])

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The parameters of a query or a form. */
export const parsePairs = (text: string): [string, string][] => [...new URLSearchParams(text)]

const bodyOf = (
  text: string | undefined,
  type: string,
  side: Side,
  change: LeafChange,
  parse: JsonReader,
): RecordedBody | null => {
  if (text === undefined || text === '') return null
  if (type.includes('x-www-form-urlencoded'))
    return { form: parsePairs(text).map(([name, value]) => [name, asText(change(value, name, side))]) }
  const json = parse(text)
  // What is no JSON is only ever sent to see it refused; a page is not worth more than the fact that it came.
  return json === undefined
    ? { text: asText(change(text.slice(0, 200), '', side)) }
    : { json: mapLeaves(json, (leaf, key) => change(leaf, key, side)) }
}

const headersOf = (headers: Readonly<Record<string, string>>, side: Side, change: LeafChange) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]): [string, string | null] => {
      if (KEPT_VALUES.has(name)) return [name, value]
      if (!NORMALISED_VALUES.has(name)) return [name, null]
      if (name === 'location') return [name, asText(change(value, 'redirectUrl', side))]
      const [, scheme, credentials] = (name === 'authorization' && /^(\w+) (.*)$/s.exec(value)) || []
      if (scheme === undefined) return [name, asText(change(value, name === 'authorization' ? 'token' : name, side))]
      return [name, `${scheme} ${asText(change(credentials ?? '', 'token', side))}`]
    }),
  )

/** An exchange with each of its values changed: first to learn what there is, then to replace it. */
export const mapExchange = (
  exchange: Exchange,
  change: LeafChange,
  parse: JsonReader = parseJson,
): RecordedExchange => {
  const { request, response } = exchange
  const [path = '', query = ''] = request.path.split(/\?(.*)/s)
  const segments = path
    .split('/')
    .map((segment) => (/^\d+(,\d+)*$/.test(segment) ? asText(change(segment, 'ids', 'request')) : segment))
  return {
    operationId: exchange.operationId ?? null,
    request: {
      method: request.method,
      path: segments.join('/'),
      query: parsePairs(query).map(([name, value]) => [
        name,
        // What somebody looks for among their own data is data of theirs.
        asText(change(value, isPrivateSearch(exchange, name) ? 'query' : name, 'request')),
      ]),
      headers: headersOf(request.headers, 'request', change),
      body: bodyOf(request.body, request.headers['content-type'] ?? '', 'request', change, parse),
    },
    response: {
      status: response.status,
      headers: headersOf(response.headers, 'response', change),
      body: bodyOf(response.body, response.headers['content-type'] ?? '', 'response', change, parse),
    },
  }
}

const isPrivateSearch = ({ operationId }: Exchange, name: string): boolean =>
  /^(search|purpose|counterpart)$/.test(name) && operationId !== 'getAndSearchAllBanks'
