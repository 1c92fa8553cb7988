import { parseDuration } from './duration.ts'

/** Something that was handed to the control API, or to its counterpart in code, and cannot be used. */
export class InputError extends Error {
  override readonly name: string = 'InputError'
  /** Which field is wrong; undefined where it is the whole. */
  readonly field: string | undefined

  constructor(message: string, field?: string) {
    super(message)
    this.field = field
  }
}

/** A name of something that does not exist. */
export class UnknownNameError extends InputError {
  override readonly name = 'UnknownNameError'
}

/** Reads the fields of an object of unknown origin, one by one; each says what is wrong and what would be right. */
export interface Fields {
  readonly what: string
  has(name: string): boolean
  raw(name: string): unknown
  text(name: string): string | undefined
  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined
  /** A whole number; digits count as one, because a query has nothing else. */
  whole(name: string, least: number, most?: number): number | undefined
  /** Milliseconds, of a number of them or of an ISO 8601 duration. */
  duration(name: string): number | undefined
  /** An error about the field. */
  wrong(name: string, expected: string): InputError
  /** Throws where there is a field that nobody asked for. */
  done(): void
}

export const fieldsOf = (value: unknown, what: string, path = ''): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${what} must be a JSON object, but is ${shown(value)}`, path === '' ? undefined : path)
  }
  const given = new Map<string, unknown>(Object.entries(value).filter(([, inner]) => inner !== undefined))
  const asked = new Set<string>()
  const named = (name: string): string => (path === '' ? name : `${path}.${name}`)

  const fields: Fields = {
    what,
    has: (name) => {
      asked.add(name)
      return given.has(name)
    },
    raw: (name) => {
      asked.add(name)
      return given.get(name)
    },
    text: (name) => {
      const text = fields.raw(name)
      if (text === undefined || (typeof text === 'string' && text !== '')) return text
      throw fields.wrong(name, 'a text')
    },
    oneOf: (name, choices) => {
      const text = fields.raw(name)
      if (text === undefined) return undefined
      const chosen = choices.find((choice) => choice === text)
      if (chosen !== undefined) return chosen
      throw fields.wrong(name, `one of ${choices.join(', ')}`)
    },
    whole: (name, least, most = Number.MAX_SAFE_INTEGER) => {
      const raw = fields.raw(name)
      if (raw === undefined) return undefined
      const number = typeof raw === 'string' && /^\d{1,16}$/.test(raw) ? Number(raw) : raw
      if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number
      throw fields.wrong(
        name,
        most === Number.MAX_SAFE_INTEGER
          ? `a whole number of at least ${least}`
          : `a whole number from ${least} to ${most}`,
      )
    },
    duration: (name) => {
      const raw = fields.raw(name)
      if (raw === undefined) return undefined
      const milliseconds = typeof raw === 'string' ? parseDuration(raw) : raw
      if (typeof milliseconds === 'number' && Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds
      throw fields.wrong(name, 'milliseconds or an ISO 8601 duration such as PT1.5S')
    },
    wrong: (name, expected) =>
      new InputError(
        `${named(name)} must be ${expected}, but is ${given.has(name) ? shown(given.get(name)) : 'missing'}`,
        named(name),
      ),
    done: () => {
      const unknown = [...given.keys()].find((name) => !asked.has(name))
      if (unknown === undefined) return
      throw new InputError(`${what} has no field '${unknown}'; it has ${[...asked].sort().join(', ')}`, named(unknown))
    },
  }
  return fields
}

const LONGEST_SHOWN = 80

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value))
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}
