import type { RecordedBody, RecordedExchange } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json, mapLeaves } from '../recording/json.ts'
import { type Placeholder, readTemplate, wholePlaceholder } from '../recording/placeholder.ts'
import type { Cast } from './cast.ts'
import { textsIn } from './roles.ts'
import type { Cue } from './script.ts'

/** An answer with live values, ready to be sent. */
export interface LiveAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** These belong to the connection, and ours is another one. */
const OF_THE_CONNECTION = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'content-encoding',
  'transfer-encoding',
])

const renderJson = (cast: Cast, value: Json): Json =>
  mapLeaves(value, (leaf) => {
    if (typeof leaf !== 'string' || !leaf.includes('{{')) return leaf
    const rendered = cast.render(leaf)
    return wholePlaceholder(leaf)?.isNumber ? Number(rendered) : rendered
  })

const renderBody = (cast: Cast, body: RecordedBody | null): string => {
  if (body === null) return ''
  if ('json' in body) return JSON.stringify(renderJson(cast, body.json))
  return 'text' in body ? cast.render(body.text) : ''
}

const placeholdersOf = ({ response }: RecordedExchange): Placeholder[] => {
  const texts = Object.values(response.headers).flatMap((value) => value ?? [])
  const inBody = response.body && 'json' in response.body ? textsIn(response.body.json) : []
  return [...texts, ...inBody].flatMap((text) => (text.includes('{{') ? readTemplate(text).placeholders : []))
}

/** A client may choose the id of its request. */
const isSentAlong = ({ request }: RecordedExchange, { number }: Placeholder): boolean =>
  readTemplate(request.headers['x-request-id'] ?? '').placeholders.some((sent) => sent.number === number)

/** Fills an answer in. What is different each time is made anew. */
export const answerFor = ({ cast, exchange }: Cue): LiveAnswer => {
  for (const placeholder of placeholdersOf(exchange))
    if (placeholder.kind === 'request' && !isSentAlong(exchange, placeholder)) cast.forget(placeholder)
  const { status, headers, body } = exchange.response
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name))
  return {
    status,
    // A header whose value was not kept is there all the same: its name is a part of the behaviour.
    headers: Object.fromEntries(kept.map(([name, value]) => [name, value === null ? 'recorded' : cast.render(value)])),
    body: renderBody(cast, body),
  }
}

/** The challenges within an answer that send the person to a page of the bank. */
export const visitsIn = (value: Json): { readonly [key: string]: Json }[] => {
  if (isJsonList(value)) return value.flatMap(visitsIn)
  if (!isJsonObject(value)) return []
  const inner = Object.values(value).flatMap(visitsIn)
  return typeof value.redirectUrl === 'string' ? [value, ...inner] : inner
}
