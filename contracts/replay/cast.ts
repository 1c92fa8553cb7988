import { randomBytes, randomUUID } from 'node:crypto'
import { absoluteDate } from '../recording/dates.ts'
import { formOf, keyOf, type Placeholder, readTemplate, type Template } from '../recording/placeholder.ts'

/** Ids start here: above what a person would take for a count, below what a client could not hold. */
const FIRST_ID = 1_000_000

/** The first pixel of any picture: enough for a client that shows what it is given. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='

const lengthIn = (form: string): number => Number(/\d+$/.exec(form)?.[0] ?? 32)

/** A value that nobody had before, written in the same form. */
const freshOf = (form: string): string => {
  if (form === 'uuid') return randomUUID()
  const length = lengthIn(form)
  if (form.startsWith('hex')) return randomBytes(length).toString('hex').slice(0, length)
  if (form.startsWith('digits'))
    return [...randomBytes(length)].map((byte, index) => (index === 0 ? 1 + (byte % 9) : byte % 10)).join('')
  return randomBytes(length).toString('base64url').slice(0, length)
}

/** A German IBAN with the right check digits. */
const ibanOf = (number: number): string => {
  const account = `10000000${String(1_000_000_000 + number)}`
  // DE as digits, behind the account: 1314.
  const remainder = BigInt(`${account}131400`) % 97n
  return `DE${String(98n - remainder).padStart(2, '0')}${account}`
}

/** Words of one length, so that none of them is a part of another. */
const wordOf = (number: number): string => {
  const letters = [...String(number).padStart(5, '0')].map((digit) => 'bdfgklmnrs'[Number(digit)])
  return `Q${letters.join('')}`
}

/** How closely a value that a client sends has to be like the one that was recorded. */
export type Closeness = 'exact' | 'loose'

export interface CastOptions {
  /** Placeholders that the recorded server made up; all others come from the client. */
  readonly madeByServer: ReadonlySet<string>
  /** What days and times are counted from. */
  readonly start: Date
  /** Where this server is reached, for the pages of the bank. */
  readonly origin: string
}

/**
 * Who plays whom: which live value stands for which placeholder. A value that the client makes up is bound when it
 * first arrives, one that the server makes up when it is first told.
 */
export class Cast {
  readonly #options: CastOptions
  readonly #values = new Map<string, string>()
  readonly #keys = new Map<string, string>()
  /** The client's own values that an answer had to mention before the client had sent them. */
  readonly #guessed = new Set<string>()
  readonly #templates = new Map<string, { readonly template: Template; readonly pattern: RegExp }>()

  constructor(options: CastOptions) {
    this.#options = options
  }

  #bind(key: string, value: string): void {
    const before = this.#values.get(key)
    if (before !== undefined && this.#keys.get(before) === key) this.#keys.delete(before)
    this.#values.set(key, value)
    this.#keys.set(value, key)
  }

  #make(placeholder: Placeholder): string {
    const { kind, form, number } = placeholder
    switch (kind) {
      case 'id':
        return String(FIRST_ID + number)
      case 'iban':
        return ibanOf(number)
      case 'host':
        return `host-${number}.example`
      case 'page':
        return `${this.#options.origin}/bank/${number}`
      case 'email':
        return `psu-${number}@example.com`
      case 'phone':
        return `+49 89 ${100_000 + number}`
      case 'auth':
        return `1/${number}`
      case 'data':
        return form.startsWith('text') ? PICTURE : freshOf(form)
      default:
        return freshOf(form)
    }
  }

  /** The live value of a placeholder; makes one up where there is none yet. */
  valueOf(placeholder: Placeholder): string {
    const { kind, number } = placeholder
    if (kind === 'day' || kind === 'time') return absoluteDate(placeholder, this.#options.start)
    if (kind === 'now') return absoluteDate({ ...placeholder, kind: 'time', number: 0 }, new Date())
    if (kind === 'word') return wordOf(number)
    const key = keyOf(placeholder)
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const made = this.#make(placeholder)
    this.#bind(key, made)
    if (!this.#options.madeByServer.has(key)) this.#guessed.add(key)
    return made
  }

  /** A value that stands for nothing yet. */
  unbound(form: string): string {
    return freshOf(form)
  }

  /** Lets a placeholder have another value next time: a request id is never told twice. */
  forget(placeholder: Placeholder): void {
    const value = this.#values.get(keyOf(placeholder))
    this.#values.delete(keyOf(placeholder))
    if (value !== undefined) this.#keys.delete(value)
  }

  /** A recorded text with live values. */
  render(text: string): string {
    const { texts, placeholders } = this.#read(text).template
    return texts.map((part, index) => part + (placeholders[index] ? this.valueOf(placeholders[index]) : '')).join('')
  }

  #read(text: string) {
    const known = this.#templates.get(text)
    if (known) return known
    const template = readTemplate(text)
    const escaped = template.texts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    const read = { template, pattern: new RegExp(`^${escaped.join('(.*?)')}$`, 's') }
    this.#templates.set(text, read)
    return read
  }

  /** Whether this value may stand for the placeholder, given what was bound before and what this request binds. */
  #accepts(placeholder: Placeholder, value: string, closeness: Closeness, bound: ReadonlyMap<string, string>): boolean {
    const key = keyOf(placeholder)
    const { kind, form } = placeholder
    if (kind === 'day' || kind === 'time' || kind === 'now' || kind === 'word')
      return closeness === 'loose' || kind === 'now' || value === this.valueOf(placeholder)
    const isOurs = this.#options.madeByServer.has(key)
    if (isOurs) return value === this.valueOf(placeholder)
    const known = bound.get(key) ?? this.#values.get(key)
    if (closeness === 'loose') {
      const owner = this.#keys.get(value)
      return value === known || owner === undefined || !this.#options.madeByServer.has(owner)
    }
    if (known !== undefined && !this.#guessed.has(key)) return value === known
    if (known === value) return true
    // One value stands for one thing: what was two different values is not the same now.
    const isTaken = this.#keys.has(value) || [...bound.values()].includes(value)
    return !isTaken && (form === '' || formOf(value) === form)
  }

  /** Holds a value against a recorded text; adds to `bound` what would stand for what. */
  matches(text: string, value: string, closeness: Closeness, bound: Map<string, string>): boolean {
    const { template, pattern } = this.#read(text)
    if (template.placeholders.length === 0) return text === value
    const match = pattern.exec(value)
    if (!match) return false
    return template.placeholders.every((placeholder, index) => {
      const part = match[index + 1] ?? ''
      if (!this.#accepts(placeholder, part, closeness, bound)) return false
      if (!['day', 'time', 'now', 'word'].includes(placeholder.kind)) bound.set(keyOf(placeholder), part)
      return true
    })
  }

  /** Makes the bindings of a request that was recognised. */
  adopt(bound: ReadonlyMap<string, string>): void {
    for (const [key, value] of bound) {
      this.#guessed.delete(key)
      if (this.#values.get(key) !== value) this.#bind(key, value)
    }
  }
}
