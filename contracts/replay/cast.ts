import { randomBytes, randomUUID } from 'node:crypto'
import { absoluteDate } from '../recording/dates.ts'
import { formOf, keyOf, type Placeholder, readTemplate, type Template } from '../recording/placeholder.ts'
import type { Role, Story } from './roles.ts'

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

/**
 * How closely a live value has to be like the one that was recorded: as a client sends it, as another client might, or
 * as an answer told it that was recorded elsewhere.
 */
export type Closeness = 'exact' | 'loose' | 'told'

/** Somebody who plays a role; only told apart from others here. */
export type Player = object

/** What all casts of a recording share. */
export interface Stage {
  readonly story: Story
  /** What days and times are counted from. */
  readonly start: Date
  /** Where this server is reached, for the pages of the bank. */
  readonly origin: string
  /** What every value that is out there stands for, and for whom. */
  readonly known: Map<string, { readonly key: string; readonly player: Player | undefined }>
  readonly templates: Map<string, { readonly template: Template; readonly pattern: RegExp }>
  /** A number that was not given before. */
  next(): number
}

export const createStage = (story: Story, origin: string, start: Date): Stage => {
  let count = 0
  return {
    story,
    start,
    origin,
    known: new Map(),
    templates: new Map(),
    next: () => {
      count += 1
      return count
    },
  }
}

/** What is different in every text, and needs no memory. */
const PASSING = new Set(['day', 'time', 'now', 'word'])

/**
 * Who plays whom: which live value stands for which placeholder. A value that the client makes up is bound when it
 * first arrives, one that the server makes up when it is first told. What concerns one user only is bound in the cast
 * of that user's player, so that two players of a role never share an id; the rest is everybody's.
 */
export class Cast {
  readonly #stage: Stage
  readonly #everybody: Cast | undefined
  readonly #player: Player | undefined
  readonly #role: Role | undefined
  readonly #values = new Map<string, string>()
  /** The client's own values that an answer had to mention before the client had sent them. */
  readonly #guessed = new Set<string>()
  #firstId: number | undefined

  constructor(stage: Stage, part?: { readonly everybody: Cast; readonly player: Player; readonly role: Role }) {
    this.#stage = stage
    this.#everybody = part?.everybody
    this.#player = part?.player
    this.#role = part?.role
  }

  /** The cast in which a placeholder is bound. */
  #placeOf(key: string): Cast {
    return this.#everybody && !this.#stage.story.ownerOf.has(key) ? this.#everybody : this
  }

  /** The live value of a placeholder that has one. */
  lookUp(key: string): string | undefined {
    return this.#placeOf(key).#values.get(key)
  }

  #bind(key: string, value: string): void {
    const place = this.#placeOf(key)
    place.#guessed.delete(key)
    place.#values.set(key, value)
    this.#stage.known.set(value, { key, player: place.#player })
  }

  #make(placeholder: Placeholder): string {
    const { kind, form, number } = placeholder
    switch (kind) {
      case 'id':
        // In the order of the recording, and apart from those of other players.
        this.#firstId ??= FIRST_ID + (this.#everybody ? this.#stage.next() * this.#stage.story.idRange : 0)
        return String(this.#firstId + number)
      case 'iban':
        return ibanOf(number)
      case 'host':
        return `host-${number}.example`
      case 'page':
        return `${this.#stage.origin}/bank/${this.#stage.next()}`
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
    if (kind === 'day' || kind === 'time') return absoluteDate(placeholder, this.#stage.start)
    if (kind === 'now') return absoluteDate({ ...placeholder, kind: 'time', number: 0 }, new Date())
    if (kind === 'word') return wordOf(number)
    const key = keyOf(placeholder)
    const place = this.#placeOf(key)
    const known = place.#values.get(key)
    if (known !== undefined) return known
    const made = place.#make(placeholder)
    this.#bind(key, made)
    if (!this.#isMadeByServer(key)) place.#guessed.add(key)
    return made
  }

  #isMadeByServer(key: string): boolean {
    return this.#stage.story.madeByServer.has(key)
  }

  /** A value that stands for nothing yet. */
  unbound(form: string): string {
    return freshOf(form)
  }

  /** Lets a placeholder have another value next time: a request id is never told twice. */
  forget(placeholder: Placeholder): void {
    const key = keyOf(placeholder)
    const place = this.#placeOf(key)
    const value = place.#values.get(key)
    place.#values.delete(key)
    if (value !== undefined) this.#stage.known.delete(value)
  }

  /** A recorded text with live values. */
  render(text: string): string {
    const { texts, placeholders } = this.#read(text).template
    return texts.map((part, index) => part + (placeholders[index] ? this.valueOf(placeholders[index]) : '')).join('')
  }

  #read(text: string) {
    const { templates } = this.#stage
    const known = templates.get(text)
    if (known) return known
    const template = readTemplate(text)
    const escaped = template.texts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    const read = { template, pattern: new RegExp(`^${escaped.join('(.*?)')}$`, 's') }
    templates.set(text, read)
    return read
  }

  /** Whether a value was told to somebody for a placeholder of this kind. */
  #isOf(whose: 'ours' | 'foreign', kind: string, value: string): boolean {
    const known = this.#stage.known.get(value)
    if (!known?.player || !known.key.startsWith(`${kind}:`)) return false
    return (known.player === this.#player) === (whose === 'ours')
  }

  /** Whether the server may have told this value for the placeholder. */
  #wasTold({ kind }: Placeholder, key: string, value: string, known: string | undefined, closeness: Closeness) {
    if (known !== undefined) return value === known
    const owner = this.#stage.story.ownerOf.get(key)
    if (owner !== undefined && owner !== this.#role) return this.#isOf('foreign', kind, value)
    return closeness === 'loose' && this.#isOf('ours', kind, value)
  }

  /** Whether this value may stand for the placeholder, given what was bound before and what this request binds. */
  #accepts(placeholder: Placeholder, value: string, closeness: Closeness, bound: ReadonlyMap<string, string>): boolean {
    const key = keyOf(placeholder)
    const { kind, form } = placeholder
    if (PASSING.has(kind)) return closeness !== 'exact' || kind === 'now' || value === this.valueOf(placeholder)
    const known = bound.get(key) ?? this.lookUp(key)
    if (closeness === 'told') return known === undefined || value === known || kind === 'request'
    if (this.#isMadeByServer(key)) return this.#wasTold(placeholder, key, value, known, closeness)
    const other = this.#stage.known.get(value)
    if (closeness === 'loose') return value === known || other === undefined || !this.#isMadeByServer(other.key)
    if (known !== undefined && !this.#placeOf(key).#guessed.has(key)) return value === known
    if (known === value) return true
    // One value stands for one thing: what was two different values is not the same now.
    const isTaken = (other && this.lookUp(other.key) === value) || [...bound.values()].includes(value)
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
      if (!PASSING.has(placeholder.kind)) bound.set(keyOf(placeholder), part)
      return true
    })
  }

  /** Makes the bindings of a request that was recognised. */
  adopt(bound: ReadonlyMap<string, string>): void {
    for (const [key, value] of bound) if (this.lookUp(key) !== value || this.#guesses(key)) this.#bind(key, value)
  }

  #guesses(key: string): boolean {
    return this.#placeOf(key).#guessed.has(key)
  }
}
