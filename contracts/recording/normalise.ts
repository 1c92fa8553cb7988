import type { Exchange } from '../exchange.ts'
import type { RecordedBody, RecordedExchange } from './format.ts'
import { type Json, mapLeaves, parseJson } from './json.ts'

export type Side = 'request' | 'response'
export type Leaf = null | boolean | number | string

/** Returns the new value of a leaf, given the field that it stands in and the side that sent it. */
export type LeafChange = (leaf: Leaf, key: string, side: Side) => Json

/** Parses JSON; returns undefined for anything else. */
export type JsonReader = (text: string) => Json | undefined

/** Makes a reader that parses each text once: a run is mapped twice, and repeats many bodies. */
export const createCachingReader = (): JsonReader => {
  const known = new Map<string, Json | undefined>()
  return (text) => {
    if (!known.has(text)) known.set(text, parseJson(text))
    return known.get(text)
  }
}

/** Headers with values that are not personal and matter to a client. */
const KEPT_HEADERS = new Set(['accept', 'content-type', 'x-http-method-override', 'allow', 'retry-after'])
/** Headers with values that become placeholders; those of all others are left out. */
const NORMALISED_HEADERS = new Set(['authorization', 'x-request-id', 'location'])
/** A body that is not JSON is only sent to be refused, and a page of HTML only matters for being one. */
const MAX_TEXT = 200

const toText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Parses the parameters of a query or a form. */
export const parsePairs = (text: string): [string, string][] => [...new URLSearchParams(text)]

const mapBody = (
  text: string | undefined,
  type: string,
  side: Side,
  change: LeafChange,
  parse: JsonReader,
): RecordedBody | null => {
  if (text === undefined || text === '') return null
  if (type.includes('x-www-form-urlencoded'))
    return { form: parsePairs(text).map(([name, value]) => [name, toText(change(value, name, side))]) }
  const json = parse(text)
  return json === undefined
    ? { text: toText(change(text.slice(0, MAX_TEXT), '', side)) }
    : { json: mapLeaves(json, (leaf, key) => change(leaf, key, side)) }
}

const mapAuthorization = (value: string, side: Side, change: LeafChange): string => {
  const [, scheme, credentials = ''] = /^(\w+) (.*)$/s.exec(value) ?? []
  return scheme === undefined
    ? toText(change(value, 'token', side))
    : `${scheme} ${toText(change(credentials, 'token', side))}`
}

const mapHeaders = (headers: Readonly<Record<string, string>>, side: Side, change: LeafChange) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]): [string, string | null] => {
      if (KEPT_HEADERS.has(name)) return [name, value]
      if (!NORMALISED_HEADERS.has(name)) return [name, null]
      if (name === 'authorization') return [name, mapAuthorization(value, side, change)]
      return [name, toText(change(value, name === 'location' ? 'redirectUrl' : name, side))]
    }),
  )

/** A search among the user's own transactions contains personal data; one among banks does not. */
const isPrivateSearch = ({ operationId }: Exchange, name: string): boolean =>
  /^(search|purpose|counterpart)$/.test(name) && operationId !== 'getAndSearchAllBanks'

const mapSegment = (segment: string, change: LeafChange): string =>
  /^\d+(,\d+)*$/.test(segment) ? toText(change(segment, 'ids', 'request')) : segment

/** Passes every value of an exchange through a change: once to learn the values, once to replace them. */
export const mapExchange = (
  exchange: Exchange,
  change: LeafChange,
  parse: JsonReader = parseJson,
): RecordedExchange => {
  const { request, response } = exchange
  const [path = '', query = ''] = request.path.split(/\?(.*)/s)
  return {
    operationId: exchange.operationId ?? null,
    request: {
      method: request.method,
      path: path
        .split('/')
        .map((segment) => mapSegment(segment, change))
        .join('/'),
      query: parsePairs(query).map(([name, value]) => [
        name,
        toText(change(value, isPrivateSearch(exchange, name) ? 'query' : name, 'request')),
      ]),
      headers: mapHeaders(request.headers, 'request', change),
      body: mapBody(request.body, request.headers['content-type'] ?? '', 'request', change, parse),
    },
    response: {
      status: response.status,
      headers: mapHeaders(response.headers, 'response', change),
      body: mapBody(response.body, response.headers['content-type'] ?? '', 'response', change, parse),
    },
  }
}
