import type { RecordedBody, RecordedExchange, Recording } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json } from '../recording/json.ts'
import { readPlaceholder, readTemplate } from '../recording/placeholder.ts'
import { createShape, type ResponseShape, type Shape, type Shapes, type TypeName } from './shape.ts'

/** No enumeration has more values. */
const MAX_VALUES = 40
const CONSTANT = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

const increase = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** Returns the format of a string: that of dates and times in detail, that of other values by their kind. */
const detectFormat = (text: string): string | undefined => {
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

const detectType = (value: Json): TypeName => {
  if (value === null) return 'null'
  if (isJsonList(value)) return 'array'
  if (typeof value === 'string') return readPlaceholder(value)?.isNumber ? 'number' : 'string'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'object'
}

const addString = (shape: Shape, text: string): void => {
  const format = detectFormat(text)
  increase(shape.formats, format ?? 'text')
  if (format === undefined && CONSTANT.test(text)) shape.values?.add(text)
  else shape.values = undefined
  if (shape.values && shape.values.size > MAX_VALUES) shape.values = undefined
}

const addValue = (shape: Shape, value: Json): void => {
  shape.count += 1
  const type = detectType(value)
  increase(shape.types, type)
  if (typeof value === 'string' && type === 'string') addString(shape, value)
  if (isJsonList(value)) {
    shape.items ??= createShape()
    for (const item of value) addValue(shape.items, item)
  } else if (isJsonObject(value))
    for (const [name, inner] of Object.entries(value)) {
      const field = shape.fields.get(name) ?? createShape()
      shape.fields.set(name, field)
      addValue(field, inner)
    }
}

const addBody = (shape: Shape, body: RecordedBody | null): void => {
  if (body && 'json' in body) addValue(shape, body.json)
  else {
    shape.count += 1
    increase(shape.types, body === null ? 'nothing' : 'text')
  }
}

/** Headers of the connection, of a gateway or a cache: they change while the API stays the same. */
const IGNORED_HEADERS =
  /^(date|server|via|age|etag|connection|keep-alive|content-length|content-encoding|transfer-encoding|vary|set-cookie|strict-transport-security|cf-.*|x-amz-.*|x-kong-.*|x-envoy-.*|alt-svc|nel|report-to)$/

const addResponse = (shapes: Shapes, { operationId, response }: RecordedExchange): void => {
  if (operationId === null) return
  const key = `${operationId} ${response.status}`
  const shape: ResponseShape = shapes.responses.get(key) ?? { count: 0, headers: new Map(), body: createShape() }
  shapes.responses.set(key, shape)
  shape.count += 1
  for (const name of Object.keys(response.headers)) if (!IGNORED_HEADERS.test(name)) increase(shape.headers, name)
  addBody(shape.body, response.body)
}

const addStatus = (shapes: Shapes, rule: string, { operationId, response }: RecordedExchange): void => {
  if (operationId === null) return
  const place = `${rule} ${operationId}`
  shapes.statuses.set(place, (shapes.statuses.get(place) ?? new Set()).add(response.status))
}

/** Infers the shapes of all responses in a recording. */
export const inferShapes = ({ rules }: Recording): Shapes => {
  const passed = rules.filter(({ outcome }) => outcome === 'passed').map(({ rule }) => rule)
  const shapes: Shapes = { responses: new Map(), statuses: new Map(), passed: new Set(passed) }
  for (const { rule, recorded, outcome } of rules)
    for (const exchange of recorded) {
      addResponse(shapes, exchange)
      if (outcome === 'passed' || outcome === 'failed') addStatus(shapes, rule, exchange)
    }
  return shapes
}
