import type { RecordedBody, RecordedExchange } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json, mapLeaves } from '../recording/json.ts'
import { type Placeholder, readPlaceholder, readTemplate } from '../recording/placeholder.ts'
import { collectStrings, readPlaceholders } from './analyse.ts'
import { type Bindings, render, unbind } from './bindings.ts'
import { type LiveResponse, REPLAY_SERVER } from './live.ts'
import type { Match } from './state.ts'

/** Headers of the recorded connection, which is not the one that the replay uses. */
const CONNECTION_HEADERS = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'content-encoding',
  'transfer-encoding',
])

/** The value of a header whose recorded value was left out: that it is there is part of the behaviour. */
const LEFT_OUT = 'recorded'

const renderJson = (bindings: Bindings, value: Json): Json =>
  mapLeaves(value, (leaf) => {
    if (typeof leaf !== 'string' || !leaf.includes('{{')) return leaf
    const rendered = render(bindings, leaf)
    return readPlaceholder(leaf)?.isNumber ? Number(rendered) : rendered
  })

const renderBody = (bindings: Bindings, body: RecordedBody | null): string => {
  if (body === null) return ''
  if ('json' in body) return JSON.stringify(renderJson(bindings, body.json))
  return 'text' in body ? render(bindings, body.text) : ''
}

const readResponsePlaceholders = ({ headers, body }: RecordedExchange['response']): Placeholder[] => {
  const inHeaders = Object.values(headers).flatMap((value) => value ?? [])
  return readPlaceholders([...inHeaders, ...(body && 'json' in body ? collectStrings(body.json) : [])])
}

/** Returns whether the client chose the id of its request itself. */
const isFromRequest = ({ request }: RecordedExchange, { number }: Placeholder): boolean =>
  readTemplate(request.headers['x-request-id'] ?? '').placeholders.some((sent) => sent.number === number)

/** Renders the recorded response with live values; request ids of the server are new each time. */
export const renderResponse = ({ bindings, step: { exchange } }: Match): LiveResponse => {
  const { status, headers, body } = exchange.response
  for (const placeholder of readResponsePlaceholders(exchange.response))
    if (placeholder.kind === 'request' && !isFromRequest(exchange, placeholder)) unbind(bindings, placeholder)
  const sent = Object.entries(headers)
    .filter(([name]) => !CONNECTION_HEADERS.has(name))
    .map(([name, value]) => [name, value === null ? LEFT_OUT : render(bindings, value)])
  return { status, headers: { ...Object.fromEntries(sent), server: REPLAY_SERVER }, body: renderBody(bindings, body) }
}

/** Returns the challenges within a response that send the PSU to a page of the bank. */
export const findRedirectChallenges = (value: Json): { readonly [key: string]: Json }[] => {
  if (isJsonList(value)) return value.flatMap(findRedirectChallenges)
  if (!isJsonObject(value)) return []
  const inner = Object.values(value).flatMap(findRedirectChallenges)
  return typeof value.redirectUrl === 'string' ? [value, ...inner] : inner
}
