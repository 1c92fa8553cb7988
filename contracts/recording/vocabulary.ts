import { type Kind, secretKinds } from './kinds.ts'
import { detectForm, writePlaceholder } from './placeholder.ts'

/** Letters and digits of any language, which names consist of. */
const NAME_WORD = /[\p{L}\p{N}]+/gu
/** The characters of tokens, ids and hashes, within any text. */
const WORD = /[A-Za-z0-9_~+@=-]+(?:\.[A-Za-z0-9_~+@=-]+)*/g
/** Shorter words of a text are more likely words than values. */
const MIN_WORD = 4
const MIN_DIGITS = 5

/**
 * The values of one run that a recording may not contain, each with its placeholder. Learned from the whole run
 * before anything is replaced, because a value may be mentioned before the field that reveals it.
 */
export interface Vocabulary {
  readonly learn: (kind: Kind, value: string) => void
  readonly learnName: (text: string) => void
  /** Returns every value that gives access to something. */
  readonly listSecrets: () => string[]
  /** Returns the placeholder of a value that was learned. */
  readonly toPlaceholder: (value: string, isNumber?: boolean) => string | undefined
  /** Replaces the words of names, from a minimum length on. */
  readonly replaceNames: (text: string, minLength?: number) => string
  /** Replaces the values that a text mentions, such as an id in a message. */
  readonly replaceValues: (text: string) => string
}

/** Numbers ids in ascending order: clients may rely on it, so a replay has to keep it. */
const rankIds = (ids: readonly string[]): Map<string, number> =>
  new Map(
    ids
      .map((id) => BigInt(id))
      .sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
      .map((id, index) => [id.toString(), index + 1]),
  )

/** Makes an empty vocabulary. */
export const createVocabulary = (): Vocabulary => {
  const values = new Map<string, { readonly kind: Kind; readonly number: number }>()
  const words = new Map<string, number>()
  const counts = new Map<Kind, number>()
  let idRanks: ReadonlyMap<string, number> | undefined

  const rankOfId = (id: string): number => {
    idRanks ??= rankIds([...values].filter(([, { kind }]) => kind === 'id').map(([value]) => value))
    return idRanks.get(BigInt(id).toString()) ?? 0
  }

  const learn = (kind: Kind, value: string): void => {
    const known = values.get(value)
    // The first field decides, except that a secret is one wherever it occurs.
    if (known && (secretKinds.has(known.kind) || !secretKinds.has(kind))) return
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    values.set(value, { kind, number })
    idRanks = undefined
  }

  const learnName = (text: string): void => {
    for (const [word] of text.matchAll(NAME_WORD)) {
      const key = word.toLowerCase()
      if (!words.has(key)) words.set(key, words.size + 1)
    }
  }

  const toPlaceholder = (value: string, isNumber = false): string | undefined => {
    const known = values.get(value)
    if (!known) return undefined
    const { kind, number } = known
    return kind === 'id'
      ? writePlaceholder({ kind, form: '', number: rankOfId(value), isNumber })
      : writePlaceholder({ kind, form: detectForm(value), number, isNumber })
  }

  const replaceNames = (text: string, minLength = 1): string =>
    text.replace(NAME_WORD, (word) => {
      const number = words.get(word.toLowerCase())
      if (number === undefined || word.length < minLength) return word
      return writePlaceholder({ kind: 'word', form: '', number, isNumber: false })
    })

  const replaceValues = (text: string): string =>
    text.replace(WORD, (word) => {
      if (word.length < (/^\d+$/.test(word) ? MIN_DIGITS : MIN_WORD)) return word
      return toPlaceholder(word) ?? word
    })

  const listSecrets = (): string[] => [...values].flatMap(([value, { kind }]) => (secretKinds.has(kind) ? [value] : []))

  return { learn, learnName, listSecrets, toPlaceholder, replaceNames, replaceValues }
}
