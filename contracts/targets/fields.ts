/** A value in parsed data is invalid. The caller adds the file to the message. */
export class BadField extends Error {
  override name = 'BadField'
}

/** Checks a value of unknown type and returns it; throws `BadField` with its path and the expected type. */
export type Check<T> = (value: unknown, path: string) => T

const reject = (path: string, value: unknown, expected: string): never => {
  throw new BadField(`${path || 'the whole file'} is ${JSON.stringify(value) ?? 'missing'}, but has to be ${expected}`)
}

export const text: Check<string> = (value, path) =>
  typeof value === 'string' && value !== '' ? value : reject(path, value, 'a text')

/** An http or https URL. */
export const address: Check<string> = (value, path) =>
  typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? value
    : reject(path, value, 'an address like https://sandbox.finapi.io')

export const wholeNumber =
  (least: number): Check<number> =>
  (value, path) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least
      ? value
      : reject(path, value, `a whole number, ${least} or more`)

export const oneOf =
  <T extends string>(allowed: readonly T[]): Check<T> =>
  (value, path) =>
    allowed.find((one) => one === value) ?? reject(path, value, `one of ${allowed.join(', ')}`)

/** A list with at least one entry; a single value stands for a list of one. */
export const listOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) return [check(value, path)]
    if (value.length === 0) return reject(path, value, 'a list with at least one entry')
    return value.map((entry: unknown, index) => check(entry, `${path}[${index}]`))
  }

/** The fields of an object. */
export interface Fields {
  required<T>(key: string, check: Check<T>): T
  optional<T>(key: string, check: Check<T>): T | undefined
}

/** Opens an object for reading. Refuses unknown fields: a typo would otherwise go unnoticed. */
export const readFields = (value: unknown, path: string, known: readonly string[]): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return reject(path, value, `an object with ${known.join(', ')}`)
  const fields = new Map<string, unknown>(Object.entries(value))
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`)
  for (const key of fields.keys())
    if (!known.includes(key)) throw new BadField(`${at(key)} is not known; there are ${known.join(', ')}`)
  const optional = <T>(key: string, check: Check<T>): T | undefined =>
    fields.has(key) ? check(fields.get(key), at(key)) : undefined
  return {
    optional,
    required: (key, check) => (fields.has(key) ? check(fields.get(key), at(key)) : check(undefined, at(key))),
  }
}

/** An object with optional fields that all have the same type. */
export const someOf =
  <Key extends string, T>(keys: readonly Key[], check: Check<T>): Check<ReadonlyMap<Key, T>> =>
  (value, path) => {
    const fields = readFields(value, path, keys)
    const found = new Map<Key, T>()
    for (const key of keys) {
      const one = fields.optional(key, check)
      if (one !== undefined) found.set(key, one)
    }
    return found
  }
