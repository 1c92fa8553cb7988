import { createSecretReplacer } from '../replace-secrets.ts'
import { relativeDate, relativeDaysWithin } from './dates.ts'
import type { Json } from './json.ts'
import { findKind, isFreeText, isPersonalName, KIND_OF_SECRET, type Kind } from './kinds.ts'
import type { Leaf, LeafChange, Side } from './normalise.ts'
import { readTemplate, writePlaceholder } from './placeholder.ts'
import type { Vocabulary } from './vocabulary.ts'

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g
const URL_HOST = /(https?:\/\/)([^\s/?#"'<>]+)/g
/** Shorter texts are more likely words than values, and so are shorter words of a free text names. */
const MIN_LENGTH = 4

const isIdList = (key: string, value: string): boolean => /^(ids|\w+Ids)$/.test(key) && /^\d+(,\d+)+$/.test(value)

const findKindOnSide = (key: string, value: string | number, side: Side): Kind | undefined => {
  if (key === 'query') return 'query'
  // The URL of a bank's page gives access to the visit, the client's return URL does not.
  if (key === 'redirectUrl') return side === 'response' ? 'page' : 'return'
  return findKind(key, value)
}

const learnWithin = (text: string, vocabulary: Vocabulary): void => {
  for (const [email] of text.matchAll(EMAIL)) vocabulary.learn('email', email)
  for (const [iban] of text.matchAll(IBAN)) vocabulary.learn('iban', iban)
}

/** Caches a change: most values occur many times in a run. */
const cacheChange = (change: LeafChange): LeafChange => {
  const known = { request: new Map<string, Map<Leaf, Json>>(), response: new Map<string, Map<Leaf, Json>>() }
  return (leaf, key, side) => {
    const ofKey = known[side].get(key) ?? new Map<Leaf, Json>()
    if (ofKey.size === 0) known[side].set(key, ofKey)
    const cached = ofKey.get(leaf)
    if (cached !== undefined) return cached
    const changed = change(leaf, key, side)
    ofKey.set(leaf, changed)
    return changed
  }
}

/** Makes a visitor that teaches a vocabulary every value, and changes none. */
export const createLearner = (vocabulary: Vocabulary): LeafChange => {
  const secrets = createSecretReplacer((value = '', name) => {
    vocabulary.learn(KIND_OF_SECRET[name], value)
    return value
  })
  return cacheChange((leaf, key, side) => {
    if (typeof leaf !== 'string' && typeof leaf !== 'number') return leaf
    const text = String(leaf)
    if (typeof leaf === 'string') {
      learnWithin(leaf, vocabulary)
      // In a response, the text after such a name is more likely an explanation than a secret.
      if (side === 'request') secrets.inText(leaf)
    }
    if (key === 'redirectCallback')
      for (const [, value] of new URLSearchParams(text)) vocabulary.learn('callback', value)
    else if (isPersonalName(key)) vocabulary.learnName(text)
    else if (isIdList(key, text)) for (const id of text.split(',')) vocabulary.learn('id', id)
    else {
      const kind = findKindOnSide(key, leaf, side)
      if (kind) vocabulary.learn(kind, text)
    }
    return leaf
  })
}

const changeOutsidePlaceholders = (text: string, change: (part: string) => string): string => {
  const { texts, placeholders } = readTemplate(text)
  return texts
    .map((part, index) => {
      const placeholder = placeholders[index]
      return change(part) + (placeholder ? writePlaceholder(placeholder) : '')
    })
    .join('')
}

const replaceCallback = (text: string, vocabulary: Vocabulary): string =>
  [...new URLSearchParams(text)]
    .map(
      ([name, value]) => `${encodeURIComponent(name)}=${vocabulary.toPlaceholder(value) ?? encodeURIComponent(value)}`,
    )
    .join('&')

/** Makes a change that replaces all values that a recording may not contain by placeholders. */
export const createReplacer = (vocabulary: Vocabulary, start: Date): LeafChange => {
  const { toPlaceholder } = vocabulary
  const hosts = new Map<string, number>()

  const replaceHost = (host: string): string => {
    if (!hosts.has(host)) hosts.set(host, hosts.size + 1)
    return writePlaceholder({ kind: 'host', form: '', number: hosts.get(host) ?? 0, isNumber: false })
  }

  // A secret of several words is found by the name of its field only.
  const secrets = createSecretReplacer((value = '') => toPlaceholder(value) ?? value)

  const replaceWithin = (text: string): string =>
    [
      secrets.inText,
      (part: string) => part.replace(URL_HOST, (_, scheme: string, host: string) => `${scheme}${replaceHost(host)}`),
      (part: string) => part.replace(EMAIL, (email) => toPlaceholder(email) ?? email),
      (part: string) => part.replace(IBAN, (iban) => toPlaceholder(iban) ?? iban),
      (part: string) => relativeDaysWithin(part, start),
      (part: string) => vocabulary.replaceValues(part),
    ].reduce(changeOutsidePlaceholders, text)

  const replaceText = (text: string, key: string, side: Side): string => {
    if (key === 'redirectCallback') return replaceCallback(text, vocabulary)
    if (isPersonalName(key)) return vocabulary.replaceNames(text)
    if (isIdList(key, text))
      return text
        .split(',')
        .map((id) => toPlaceholder(id) ?? id)
        .join(',')
    const date = relativeDate(text, start)
    // The date of an error is when it happened, so in a replay it is when it happens again.
    if (date !== undefined) return key === 'date' ? date.replace('{{time', '{{now') : date
    if (findKindOnSide(key, text, side)) return toPlaceholder(text) ?? text
    const whole = text.length >= MIN_LENGTH && !/^\d+$/.test(text) ? toPlaceholder(text) : undefined
    if (whole !== undefined) return whole
    const withoutNames = isFreeText(key)
      ? changeOutsidePlaceholders(text, (part) => vocabulary.replaceNames(part, MIN_LENGTH))
      : text
    return replaceWithin(withoutNames)
  }

  return cacheChange((leaf, key, side) => {
    if (typeof leaf === 'string') return replaceText(leaf, key, side)
    if (typeof leaf !== 'number' || !findKindOnSide(key, leaf, side)) return leaf
    return toPlaceholder(String(leaf), true) ?? leaf
  })
}
