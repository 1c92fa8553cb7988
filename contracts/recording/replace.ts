import { relativeDate, relativeDaysWithin } from './dates.ts'
import type { Json } from './json.ts'
import { isFreeText, isPersonalName, type Kind, kindOf } from './kinds.ts'
import type { Leaf, LeafChange, Side } from './normalise.ts'
import { readTemplate, writePlaceholder } from './placeholder.ts'
import type { Vocabulary } from './vocabulary.ts'

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g
const ADDRESS = /(https?:\/\/)([^\s/?#"'<>]+)/g

const isIdList = (key: string, value: string): boolean => /^(ids|\w+Ids)$/.test(key) && /^\d+(,\d+)+$/.test(value)

const kindFor = (key: string, value: string | number, side: Side): Kind | undefined => {
  if (key === 'query') return 'query'
  // A page of the bank is a handle in itself; where the person returns to is the client's own business.
  if (key === 'redirectUrl') return side === 'response' ? 'page' : 'return'
  return kindOf(key, value)
}

const learnWithin = (text: string, vocabulary: Vocabulary): void => {
  for (const [email] of text.matchAll(EMAIL)) vocabulary.learn('email', email)
  for (const [iban] of text.matchAll(IBAN)) vocabulary.learn('iban', iban)
}

/** A run says most things many times: what was made of one of them is remembered. */
const onceEach = (change: LeafChange): LeafChange => {
  const known = { request: new Map<string, Map<Leaf, Json>>(), response: new Map<string, Map<Leaf, Json>>() }
  return (leaf, key, side) => {
    const there = known[side].get(key) ?? new Map<Leaf, Json>()
    if (there.size === 0) known[side].set(key, there)
    const before = there.get(leaf)
    if (before !== undefined) return before
    const made = change(leaf, key, side)
    there.set(leaf, made)
    return made
  }
}

/** Tells the vocabulary what it meets, and changes nothing. */
export const learnInto = (vocabulary: Vocabulary): LeafChange =>
  onceEach((leaf, key, side) => {
    if (typeof leaf !== 'string' && typeof leaf !== 'number') return leaf
    const text = String(leaf)
    if (typeof leaf === 'string') learnWithin(leaf, vocabulary)
    if (key === 'redirectCallback')
      for (const [, value] of new URLSearchParams(text)) vocabulary.learn('callback', value)
    else if (isPersonalName(key)) vocabulary.learnName(text)
    else if (isIdList(key, text)) for (const id of text.split(',')) vocabulary.learn('id', id)
    else {
      const kind = kindFor(key, leaf, side)
      if (kind) vocabulary.learn(kind, text)
    }
    return leaf
  })

/** Changes what is outside of placeholders. */
const outside = (text: string, change: (part: string) => string): string => {
  const { texts, placeholders } = readTemplate(text)
  return texts
    .map((part, index) => {
      const placeholder = placeholders[index]
      return change(part) + (placeholder ? writePlaceholder(placeholder) : '')
    })
    .join('')
}

const callback = (text: string, vocabulary: Vocabulary): string =>
  [...new URLSearchParams(text)]
    .map(
      ([name, value]) => `${encodeURIComponent(name)}=${vocabulary.placeholderOf(value) ?? encodeURIComponent(value)}`,
    )
    .join('&')

/** Puts placeholders where values were that may not be kept. */
export const replaceFrom = (vocabulary: Vocabulary, start: Date): LeafChange => {
  const hosts = new Map<string, number>()
  const hostOf = (name: string): string => {
    if (!hosts.has(name)) hosts.set(name, hosts.size + 1)
    return writePlaceholder({ kind: 'host', form: '', number: hosts.get(name) ?? 0, isNumber: false })
  }
  const replacedWithin = (text: string): string =>
    [
      (part: string) => part.replace(ADDRESS, (_, scheme: string, host: string) => `${scheme}${hostOf(host)}`),
      (part: string) => part.replace(EMAIL, (email) => vocabulary.placeholderOf(email) ?? email),
      (part: string) => part.replace(IBAN, (iban) => vocabulary.placeholderOf(iban) ?? iban),
      (part: string) => relativeDaysWithin(part, start),
      (part: string) => vocabulary.withoutValues(part),
    ].reduce(outside, text)
  const replaced = (leaf: string | number, key: string, side: Side): string | number => {
    const text = String(leaf)
    if (typeof leaf === 'number')
      return kindFor(key, leaf, side) ? (vocabulary.placeholderOf(text, true) ?? leaf) : leaf
    if (key === 'redirectCallback') return callback(text, vocabulary)
    if (isPersonalName(key)) return vocabulary.withoutNames(text)
    if (isIdList(key, text))
      return text
        .split(',')
        .map((id) => vocabulary.placeholderOf(id) ?? id)
        .join(',')
    // An error says when it happened: for a replay that is when it happens again.
    const date = relativeDate(text, start)
    if (date !== undefined) return key === 'date' ? date.replace('{{time', '{{now') : date
    if (kindFor(key, text, side)) return vocabulary.placeholderOf(text) ?? text
    const whole = text.length >= 4 && !/^\d+$/.test(text) ? vocabulary.placeholderOf(text) : undefined
    if (whole !== undefined) return whole
    const within = isFreeText(key) ? outside(text, (part) => vocabulary.withoutNames(part, 4)) : text
    return replacedWithin(within)
  }
  return onceEach((leaf, key, side) =>
    typeof leaf === 'string' || typeof leaf === 'number' ? replaced(leaf, key, side) : leaf,
  )
}
