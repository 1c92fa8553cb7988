import { isDay } from './days.ts'
import { parseDuration } from './duration.ts'
import { formatValue, InputError } from './input.ts'
import { DURATION_FORMAT, isDuration, MAX_FUTURE_MOMENT, MAX_MOMENT, MIN_MOMENT } from './time-limits.ts'

// Descriptions of plain data, such as the contents of stores, that read the data of an unknown source.

/** Reads an unknown value: returns a deep copy with the known fields. Throws for any other value; see `readShape`. */
export type Shape<T> = (value: unknown) => T

/** A value that has another shape; the path is added on the way out. */
class Mismatch extends Error {
  readonly path: string[] = []
}

/** Reads an unknown value. Throws an InputError that names the field and the expected value. */
export const readShape = <T>(shape: Shape<T>, value: unknown, what: string): T => {
  try {
    return shape(value)
  } catch (error) {
    // The stack is too small for data that is nested thousands of levels deep.
    if (error instanceof RangeError) throw new InputError(`${what} is nested too deeply`)
    if (!(error instanceof Mismatch)) throw error
    const field = error.path.join('.')
    throw new InputError(`${field === '' ? what : field} ${error.message}`, field)
  }
}

const mismatch = (expected: string, value: unknown): Mismatch =>
  new Mismatch(`must be ${expected}, but is ${value === undefined ? 'missing' : formatValue(value)}`)

/** Reads an inner value, and adds its name to the path of an error. */
const inside = <T>(name: string, shape: Shape<T>, value: unknown): T => {
  try {
    return shape(value)
  } catch (error) {
    if (error instanceof Mismatch) error.path.unshift(name)
    throw error
  }
}

/** The values of a shape for which a condition holds. */
export const refine =
  <T>(shape: Shape<T>, isValid: (value: T) => boolean, expected: string): Shape<T> =>
  (value) => {
    const read = shape(value)
    if (isValid(read)) return read
    throw mismatch(expected, value)
  }

export const text: Shape<string> = (value) => {
  if (typeof value === 'string') return value
  throw mismatch('a text', value)
}

/** A text of a type that only its spelling distinguishes; any other text does no harm. */
export const label =
  <Label extends string>(): Shape<Label> =>
  (value) =>
    text(value) as Label

export const flag: Shape<boolean> = (value) => {
  if (typeof value === 'boolean') return value
  throw mismatch('true or false', value)
}

const between = (min: number, max: number, expected: string, isValid: (value: number) => boolean): Shape<number> => {
  return (value) => {
    if (typeof value === 'number' && value >= min && value <= max && isValid(value)) return value
    throw mismatch(expected, value)
  }
}

/** Ids and counts stay so small that adding to them is exact. */
const MAX_WHOLE = 1e15

export const whole = (min = 0, max: number = MAX_WHOLE): Shape<number> =>
  between(min, max, `a whole number from ${min} to ${max}`, Number.isInteger)

export const id: Shape<number> = whole(1)

const MAX_CENTS = 1e15

/** An amount of money in whole cents. */
export const cents: Shape<number> = whole(-MAX_CENTS, MAX_CENTS)

export const number = (min: number, max: number): Shape<number> =>
  between(min, max, `a number from ${min} to ${max}`, Number.isFinite)

/** The moment that a clock shows; milliseconds since 1970. */
export const clockMoment: Shape<number> = between(
  MIN_MOMENT,
  MAX_MOMENT,
  'milliseconds since 1970, from 1900-01-01 to 2999-12-31',
  Number.isFinite,
)

/** The moment of an event, which may still be to come; milliseconds since 1970. */
export const moment: Shape<number> = between(
  MIN_MOMENT,
  MAX_FUTURE_MOMENT,
  'milliseconds since 1970, from 1900-01-01 to 100 years after 2999-12-31',
  Number.isFinite,
)

/** A duration in milliseconds. */
export const milliseconds: Shape<number> = between(0, Number.MAX_VALUE, 'milliseconds of at most 100 years', isDuration)

/** A duration in ISO 8601, as scenarios have. */
export const isoDuration: Shape<string> = refine(text, (given) => parseDuration(given) !== undefined, DURATION_FORMAT)

/** A calendar day; wider bounds than those of moments, because bookings may be decades away from them. */
export const day: Shape<string> = refine(
  text,
  (given) => isDay(given) && given >= '1800' && given < '3200',
  'a day such as 2026-01-31, of the years 1800 to 3199',
)

export const oneOf =
  <Choice extends string | boolean | null>(...choices: readonly Choice[]): Shape<Choice> =>
  (value) => {
    const chosen = choices.find((choice) => choice === value)
    if (chosen !== undefined) return chosen
    throw mismatch(choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`, value)
  }

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value) =>
    value === undefined ? undefined : shape(value)

/** A shape that refers to itself. */
export const lazy =
  <T>(getShape: () => Shape<T>): Shape<T> =>
  (value) =>
    getShape()(value)

/** Any plain data. */
export const anything: Shape<unknown> = (value) => structuredClone(value)

/** The most items that a list may have, unless its shape says otherwise. */
const MAX_ITEMS = 100_000

export const list =
  <T>(item: Shape<T>, max: number = MAX_ITEMS): Shape<T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw mismatch('a list', value)
    if (value.length > max) throw new Mismatch(`must have at most ${max} items, but has ${value.length}`)
    return value.map((inner: unknown, index) => inside(String(index), item, inner))
  }

/** A list of fixed length. */
export const tuple =
  <Items extends readonly unknown[]>(
    ...items: { readonly [Index in keyof Items]: Shape<Items[Index]> }
  ): Shape<Items> =>
  (value) => {
    if (!Array.isArray(value) || value.length !== items.length) throw mismatch(`a list of ${items.length} items`, value)
    return items.map((item, index) => inside(String(index), item, value[index])) as unknown as Items
  }

const readObject = (value: unknown): Readonly<Record<string, unknown>> => {
  if (isObject(value)) return value
  throw mismatch('a JSON object', value)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values by any names. */
export const record =
  <T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value) =>
    Object.fromEntries(Object.entries(readObject(value)).map(([name, inner]) => [name, inside(name, item, inner)]))

/** A shape for every field of an object; the type makes sure that none is forgotten. */
export type FieldShapes<T> = {
  readonly [Name in keyof T]-?: object extends Pick<T, Name> ? Shape<T[Name] | undefined> : Shape<T[Name]>
}

/** An object with these fields, in the order in which they are given. Others are dropped. */
export const object = <T extends object>(fields: FieldShapes<T>): Shape<T> => {
  const shapes = new Map(Object.entries<Shape<unknown>>(fields))
  return (value) => {
    const given = readObject(value)
    const copy: Record<string, unknown> = {}
    for (const [name, inner] of Object.entries(given)) {
      const shape = shapes.get(name)
      if (shape !== undefined) copy[name] = inside(name, shape, inner)
    }
    for (const [name, shape] of shapes) if (!Object.hasOwn(given, name)) inside(name, shape, undefined)
    return copy as T
  }
}

/** One of several objects, which differ by the value of a field. */
export const byValue =
  <T>(field: string, shapes: Readonly<Record<string, Shape<T>>>): Shape<T> =>
  (value) => {
    const given = readObject(value)[field]
    const shape = typeof given === 'string' && Object.hasOwn(shapes, given) ? shapes[given] : undefined
    if (shape !== undefined) return shape(value)
    return inside(field, oneOf<never>(...(Object.keys(shapes) as never[])), given)
  }

/** One of several objects, which differ by the field that they have. */
export const byField =
  <T>(shapes: Readonly<Record<string, Shape<T>>>): Shape<T> =>
  (value) => {
    const given = readObject(value)
    const name = Object.keys(shapes).find((key) => Object.hasOwn(given, key))
    const shape = name === undefined ? undefined : shapes[name]
    if (shape === undefined) throw mismatch(`an object with one of ${Object.keys(shapes).join(', ')}`, value)
    return shape(value)
  }

/** Values that another function reads, which throws an InputError for others. */
export const readBy =
  <T>(read: (value: unknown) => T): Shape<T> =>
  (value) => {
    try {
      return read(value)
    } catch (error) {
      throw error instanceof InputError ? new Mismatch(`is invalid: ${error.message}`) : error
    }
  }
