import type { Chance } from '../helpers/chance.ts'
import { nestedJson, oddText, oddValue } from './odd-values.ts'
import { isRecord } from './request.ts'

/** In bytes: the largest JSON body that the server reads. */
export const MAX_JSON = 256 * 1024
/** The deepest JSON that the server reads. */
export const MAX_DEPTH = 100

type Path = readonly (string | number)[]

/** Returns the paths of all values within a value, from the outside to the inside. */
const listPaths = (value: unknown, path: Path = []): Path[] => {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => listPaths(item, [...path, index]))]
  if (!isRecord(value)) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => listPaths(inner, [...path, name]))]
}

/** Replaces the value at a path; undefined removes it. */
const replaceAt = (value: unknown, [first, ...rest]: Path, change: (inner: unknown) => unknown): unknown => {
  if (first === undefined) return change(value)
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const changed = index === first ? replaceAt(item, rest, change) : item
      return changed === undefined ? [] : [changed]
    })
  }
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const changed = name === first ? replaceAt(inner, rest, change) : inner
      return changed === undefined ? [] : [[name, changed]]
    }),
  )
}

/** A change of a parsed body. */
type ValueMutation = (inner: unknown, chance: Chance) => unknown

const VALUE_MUTATIONS: readonly ValueMutation[] = [
  (_, chance) => oddValue(chance),
  (_, chance) => oddText(chance),
  () => null,
  () => undefined,
  (inner) => [inner],
  (inner) => ({ value: inner }),
  (inner) => String(inner),
  (inner) => (typeof inner === 'number' ? -inner : Array.isArray(inner) ? [...inner, ...inner] : [inner, inner]),
  (inner, chance) => (isRecord(inner) ? { ...inner, [oddText(chance) || 'unknown']: oddValue(chance) } : inner),
  (inner, chance) =>
    Array.isArray(inner) ? Array.from({ length: chance.pick([20, 1001]) }, () => inner[0] ?? 1) : inner,
  (inner) => (typeof inner === 'string' ? `${inner} ` : inner),
  (inner) => (typeof inner === 'string' ? inner.toUpperCase() : inner),
]

/** A change of a body's text that no change of its value can make. */
type TextMutation = (text: string, chance: Chance) => string | Uint8Array

const TEXT_MUTATIONS: readonly TextMutation[] = [
  (text, chance) => text.slice(0, chance.int(0, text.length)),
  () => '',
  (text) => `${text}}`,
  (text) => `\ufeff${text}`,
  (text) => text.replace(/:/, ':,'),
  (text) => text.replace(/"/g, "'"),
  (text) => text.replace(/:[^,}]*/, ':NaN'),
  // The same name twice, and a prototype as a field of its own.
  (text) => text.replace(/^\{/, `{${/"[^"]*":[^,{}[\]]*/.exec(text)?.[0] ?? '"a":1'},`),
  (text) => text.replace(/^\{/, '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},'),
  (text) => Buffer.from(text, 'utf16le'),
  (text) =>
    Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(text.slice(-2))]),
  (text, chance) => text.replace(/^\{/, `{"deep":${nestedJson(chance.pick(DEPTHS), chance.pick(SHAPES))},`),
  (_, chance) => nestedJson(chance.pick(DEPTHS), chance.pick(SHAPES)),
  (text, chance) => padTo(text, MAX_JSON + chance.pick([-1, 0, 1, 50_000])),
  (text) => text.replace(/^\{/, `{"long":"${'x'.repeat(20_000)}",`),
]

const DEPTHS = [MAX_DEPTH - 2, MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 1000, 5000, 60_000]
const SHAPES = ['arrays', 'objects'] as const

/** Adds blanks, which JSON ignores, until a text has a length. */
const padTo = (text: string, length: number): string => text + ' '.repeat(Math.max(0, length - Buffer.byteLength(text)))

/** Changes a JSON body at one place. */
export const mutateJson = (text: string, chance: Chance): string | Uint8Array => {
  if (chance.int(0, 9) < 2) return chance.pick(TEXT_MUTATIONS)(text, chance)
  const value: unknown = JSON.parse(text)
  const changed = replaceAt(value, chance.pick(listPaths(value)), (inner) =>
    chance.pick(VALUE_MUTATIONS)(inner, chance),
  )
  return JSON.stringify(changed) ?? ''
}
