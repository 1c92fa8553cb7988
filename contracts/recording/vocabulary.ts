import { type Kind, secretKinds } from './kinds.ts'
import { detectForm, writePlaceholder } from './placeholder.ts'

/** Letters and digits of any language: what a name is made of. */
export const NAME_WORD = /[\p{L}\p{N}]+/gu
/** What tokens, ids and hashes are made of; found within any text. */
const WORD = /[A-Za-z0-9_~+@=-]+(?:\.[A-Za-z0-9_~+@=-]+)*/g
/** Shorter words in a text are more likely words than values. */
const MIN_WORD = 4
const MIN_DIGITS = 5

interface Entry {
  readonly kind: Kind
  readonly number: number
}

/**
 * The values of one run that a recording may not contain, each with its placeholder. Learned from the whole run before
 * anything is replaced, because a value may be mentioned before the field that gives it away.
 */
export class Vocabulary {
  readonly #values = new Map<string, Entry>()
  readonly #words = new Map<string, number>()
  readonly #counts = new Map<Kind, number>()
  #idRanks: ReadonlyMap<string, number> | undefined

  learn(kind: Kind, value: string): void {
    const known = this.#values.get(value)
    // The first field decides, except that a secret stays one wherever it turns up.
    if (known && (secretKinds.has(known.kind) || !secretKinds.has(kind))) return
    const number = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, number)
    this.#values.set(value, { kind, number })
    this.#idRanks = undefined
  }

  learnName(text: string): void {
    for (const [word] of text.matchAll(NAME_WORD)) {
      const key = word.toLowerCase()
      if (!this.#words.has(key)) this.#words.set(key, this.#words.size + 1)
    }
  }

  /** Every value that lets somebody in. */
  secrets(): string[] {
    return [...this.#values].flatMap(([value, { kind }]) => (secretKinds.has(kind) ? [value] : []))
  }

  /** Ids are numbered in their own order: a client may rely on it, and so a replay has to keep it. */
  #rankOf(value: string): number {
    this.#idRanks ??= new Map(
      [...this.#values]
        .filter(([, { kind }]) => kind === 'id')
        .map(([id]) => BigInt(id))
        .sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
        .map((id, index) => [id.toString(), index + 1]),
    )
    return this.#idRanks.get(BigInt(value).toString()) ?? 0
  }

  /** The placeholder of a value that was learned. */
  placeholderOf(value: string, isNumber = false): string | undefined {
    const entry = this.#values.get(value)
    if (!entry) return undefined
    const { kind } = entry
    return kind === 'id'
      ? writePlaceholder({ kind, form: '', number: this.#rankOf(value), isNumber })
      : writePlaceholder({ kind, form: detectForm(value), number: entry.number, isNumber })
  }

  /** Replaces every word of a name. */
  withoutNames(text: string, least = 1): string {
    return text.replace(NAME_WORD, (word) => {
      const number = this.#words.get(word.toLowerCase())
      if (number === undefined || word.length < least) return word
      return writePlaceholder({ kind: 'word', form: '', number, isNumber: false })
    })
  }

  /** Replaces the values that a text mentions, like the id in a message. */
  withoutValues(text: string): string {
    return text.replace(WORD, (word) => {
      if (word.length < (/^\d+$/.test(word) ? MIN_DIGITS : MIN_WORD)) return word
      return this.placeholderOf(word) ?? word
    })
  }
}
