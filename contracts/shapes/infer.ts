import type { RecordedBody, RecordedExchange, Recording } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json } from '../recording/json.ts'
import { readPlaceholder, readTemplate } from '../recording/placeholder.ts'
import { type AnswerShape, emptyShape, type Shape, type Shapes, type TypeName } from './shape.ts'

/** More different values than any enumeration has. */
const MAX_VALUES = 40
const CONSTANT = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

const increase = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** Dates and times by how they are written, everything else by what it is. */
const formatOf = (text: string): string | undefined => {
  const placeholder = readPlaceholder(text)
  if (!placeholder) return readTemplate(text).placeholders[0]?.kind === 'host' ? 'url' : undefined
  const { kind, form } = placeholder
  if (kind === 'day') return form === 'midnight' ? 'date at midnight' : 'date'
  if (kind === 'time' || kind === 'now')
    return { local: 'date-time without offset', utc: 'date-time in UTC' }[form] ?? 'date-time with offset'
  if (kind === 'page') return 'url'
  if (kind === 'word' || kind === 'data' || kind === 'auth') return undefined
  if (form === 'uuid' || form.startsWith('hex')) return form
  return kind === 'iban' || kind === 'email' ? kind : undefined
}

const typeOf = (value: Json): TypeName => {
  if (value === null) return 'null'
  if (isJsonList(value)) return 'array'
  if (typeof value === 'string') return readPlaceholder(value)?.isNumber ? 'number' : 'string'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'object'
}

const addText = (shape: Shape, text: string): void => {
  const format = formatOf(text)
  increase(shape.formats, format ?? 'text')
  if (format === undefined && CONSTANT.test(text)) shape.values?.add(text)
  else shape.values = undefined
  if (shape.values && shape.values.size > MAX_VALUES) shape.values = undefined
}

/** Adds one value to what was seen at its place. */
export const addTo = (shape: Shape, value: Json): void => {
  shape.count += 1
  const type = typeOf(value)
  increase(shape.types, type)
  if (typeof value === 'string' && type === 'string') addText(shape, value)
  if (isJsonList(value)) {
    shape.items ??= emptyShape()
    for (const entry of value) addTo(shape.items, entry)
  } else if (isJsonObject(value))
    for (const [name, inner] of Object.entries(value)) {
      const field = shape.fields.get(name) ?? emptyShape()
      shape.fields.set(name, field)
      addTo(field, inner)
    }
}

const addBody = (shape: Shape, body: RecordedBody | null): void => {
  if (body && 'json' in body) addTo(shape, body.json)
  else {
    shape.count += 1
    increase(shape.types, body === null ? 'nothing' : 'text')
  }
}

/** Made by the server in front, or about the connection: they change without anything having changed. */
const UNTELLING =
  /^(date|server|via|age|etag|connection|keep-alive|content-length|content-encoding|transfer-encoding|vary|set-cookie|strict-transport-security|cf-.*|x-amz-.*|x-kong-.*|x-envoy-.*|alt-svc|nel|report-to)$/

const addAnswer = (shapes: Shapes, { operationId, response }: RecordedExchange): void => {
  if (operationId === null) return
  const key = `${operationId} ${response.status}`
  const answer: AnswerShape = shapes.answers.get(key) ?? { count: 0, headers: new Map(), body: emptyShape() }
  shapes.answers.set(key, answer)
  answer.count += 1
  for (const name of Object.keys(response.headers)) if (!UNTELLING.test(name)) increase(answer.headers, name)
  addBody(answer.body, response.body)
}

const addStatus = (shapes: Shapes, rule: string, { operationId, response }: RecordedExchange): void => {
  if (operationId === null) return
  const place = `${rule} ${operationId}`
  shapes.statuses.set(place, (shapes.statuses.get(place) ?? new Set()).add(response.status))
}

/** What a recording says about the shape of every answer. */
export const inferShapes = ({ rules }: Recording): Shapes => {
  const held = rules.filter(({ outcome }) => outcome === 'held').map(({ rule }) => rule)
  const shapes: Shapes = { answers: new Map(), statuses: new Map(), held: new Set(held) }
  for (const { rule, recorded, outcome } of rules)
    for (const exchange of recorded) {
      addAnswer(shapes, exchange)
      if (outcome === 'held' || outcome === 'failed') addStatus(shapes, rule, exchange)
    }
  return shapes
}
