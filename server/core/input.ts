import { parseDuration } from './duration.ts'
import { DURATION_FORMAT, isDuration } from './time-limits.ts'

/** Invalid input to the control API, or to its counterpart in code. */
export class InputError extends Error {
  override readonly name: string = 'InputError'
  /** The invalid field; undefined if the input as a whole is invalid. */
  readonly field: string | undefined

  constructor(message: string, field?: string) {
    super(message)
    this.field = field
  }
}

/** A name in the input that does not exist. */
export class UnknownNameError extends InputError {
  override readonly name = 'UnknownNameError'
}

/** Reads the fields of an unknown value. Throws an InputError that names the field and the expected value. */
export interface Fields {
  readonly what: string
  has(name: string): boolean
  raw(name: string): unknown
  /** Reads a text of at most `max` characters; of any length if omitted. */
  text(name: string, max?: number): string | undefined
  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined
  /** Reads a whole number, or digits, because a query contains only text. */
  whole(name: string, min: number, max?: number): number | undefined
  /** Reads milliseconds, from a number or from an ISO 8601 duration. */
  duration(name: string): number | undefined
  /** Returns the error for an invalid field. */
  wrong(name: string, expected: string): InputError
  /** Throws if the value has a field that was not read. */
  done(): void
}

/**
 * Returns a reader of the fields of an object. Throws an InputError for any other value; `what` names it in messages.
 */
export const readFields = (value: unknown, what: string, path = ''): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${what} must be a JSON object, but is ${formatValue(value)}`, path === '' ? undefined : path)
  }
  const given = new Map<string, unknown>(Object.entries(value).filter(([, inner]) => inner !== undefined))
  const readNames = new Set<string>()
  const fieldPath = (name: string): string => (path === '' ? name : `${path}.${name}`)

  const fields: Fields = {
    what,
    has: (name) => {
      readNames.add(name)
      return given.has(name)
    },
    raw: (name) => {
      readNames.add(name)
      return given.get(name)
    },
    text: (name, max = Number.POSITIVE_INFINITY) => {
      const text = fields.raw(name)
      if (text === undefined) return undefined
      if (typeof text === 'string' && text !== '' && text.length <= max) return text
      throw fields.wrong(name, max === Number.POSITIVE_INFINITY ? 'a text' : `a text of at most ${max} characters`)
    },
    oneOf: (name, choices) => {
      const text = fields.raw(name)
      if (text === undefined) return undefined
      const chosen = choices.find((choice) => choice === text)
      if (chosen !== undefined) return chosen
      throw fields.wrong(name, `one of ${choices.join(', ')}`)
    },
    whole: (name, min, max = Number.MAX_SAFE_INTEGER) => {
      const raw = fields.raw(name)
      if (raw === undefined) return undefined
      const number = typeof raw === 'string' && /^\d{1,16}$/.test(raw) ? Number(raw) : raw
      if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number
      throw fields.wrong(
        name,
        max === Number.MAX_SAFE_INTEGER ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`,
      )
    },
    duration: (name) => {
      const raw = fields.raw(name)
      if (raw === undefined) return undefined
      const milliseconds = typeof raw === 'string' ? parseDuration(raw) : raw
      if (typeof milliseconds === 'number' && isDuration(milliseconds)) return milliseconds
      throw fields.wrong(name, `milliseconds or ${DURATION_FORMAT}`)
    },
    wrong: (name, expected) =>
      new InputError(
        `${fieldPath(name)} must be ${expected}, but is ${given.has(name) ? formatValue(given.get(name)) : 'missing'}`,
        fieldPath(name),
      ),
    done: () => {
      const unknown = [...given.keys()].find((name) => !readNames.has(name))
      if (unknown === undefined) return
      throw new InputError(
        `${what} has no field '${unknown}'; it has ${[...readNames].sort().join(', ')}`,
        fieldPath(unknown),
      )
    },
  }
  return fields
}

const MAX_SHOWN_LENGTH = 80

/** Formats a value for a message. */
export const formatValue = (value: unknown): string => {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value))
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text
}
