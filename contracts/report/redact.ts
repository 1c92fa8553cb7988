import type { Exchange } from '../exchange.ts'
import { type SecretName, secretNamed } from './secret-names.ts'

/** Shorter values are only removed where they are called secrets: `demo` is also a word, and part of a bank's name. */
const RECOGNISABLE = 8

/** Bodies beyond this are cut: whoever reads a report wants to see what came, not all of it. */
const MAX_ANSWER = 6_000

/** Higher, because what was asked should be repeatable. */
const MAX_QUESTION = 40_000

/** Messages cut long values; so much of a secret is enough to find it there. */
const PREFIX = 40

/** Removes the secrets of some exchanges, the same secret always by the same placeholder. */
export interface Redactor {
  text(this: void, text: string): string
  exchange(this: void, exchange: Exchange): Exchange
}

export interface KnownSecrets {
  readonly clientSecret?: string
}

/** Masked by the server already: `XXXXX`. Whether it is, is what rules are about. */
const isMasked = (value: string): boolean => /^([xX]+|\*+)$/.test(value)

/** What stands for a secret. */
export const placeholder = (name: string): string => `‹${name}›`

/** Every placeholder in a text, its name in the first group. */
export const placeholders = /‹((?:[A-Z]+_)*[A-Z]+(?:_\d+)?)›/g

type Replace = (value: string, name: SecretName) => string

/** Gives each distinct secret a name of its own: `TOKEN`, `TOKEN_2`. */
const createNames = ({ clientSecret }: KnownSecrets) => {
  const names = new Map<string, string>()
  const counts = new Map<SecretName, number>()
  const nameOf = (value: string, kind: SecretName): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const name = count === 1 ? kind : `${kind}_${count}`
    names.set(value, name)
    return name
  }
  // Named first, so that a wrong secret which a rule tries is never shown as the right one.
  if (clientSecret) nameOf(clientSecret, 'FINAPI_CLIENT_SECRET')
  return { names, nameOf }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Forms, queries, and addresses with queries inside any text. */
const replaceParameters = (text: string, replace: Replace): string =>
  text.replace(
    /(^|[?&;\s"'#])([\w.%-]{1,60})=([^&\s"'<>#]+)/g,
    (whole, before: string, name: string, value: string) => {
      const kind = secretNamed(decoded(name))
      return kind === undefined ? whole : `${before}${name}=${replace(decoded(value), kind)}`
    },
  )

const isLoginCredential = (entry: object): entry is { value: unknown } => 'label' in entry && 'value' in entry

const replaceInJson = (value: unknown, replace: Replace, name = '', within = ''): unknown => {
  if (Array.isArray(value)) return value.map((entry) => replaceInJson(entry, replace, name, name))
  if (typeof value === 'object' && value !== null) {
    const isLogin = within.toLowerCase().endsWith('credentials') || isLoginCredential(value)
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        isLogin && key === 'value' && typeof entry === 'string' && entry !== ''
          ? replace(entry, 'LOGIN_CREDENTIAL')
          : replaceInJson(entry, replace, key),
      ]),
    )
  }
  const kind = secretNamed(name)
  if (kind !== undefined && ((typeof value === 'string' && value !== '') || typeof value === 'number'))
    return replace(String(value), kind)
  return typeof value === 'string' ? replaceParameters(value, replace) : value
}

/** JSON that cannot be read, because a rule broke it or a server did: fields are found by their look. */
const replaceInBrokenJson = (text: string, replace: Replace): string =>
  text.replace(/("([^"\\]{1,60})"\s*:\s*")((?:[^"\\]|\\.)+)/g, (whole, before: string, name: string, value: string) => {
    const kind = secretNamed(name) ?? (name === 'value' ? 'LOGIN_CREDENTIAL' : undefined)
    return kind === undefined ? whole : `${before}${replace(value, kind)}`
  })

const parsed = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const replaceInBody = (body: string, replace: Replace): string => {
  const json = parsed(body)
  if (json === undefined) return replaceInBrokenJson(replaceParameters(body, replace), replace)
  return JSON.stringify(replaceInJson(json, replace))
}

/** `Bearer abc` keeps its scheme: whether there was one is what some rules are about. */
const replaceInHeader = (name: string, value: string, replace: Replace): string => {
  const kind = secretNamed(name)
  if (kind === undefined) return replaceParameters(value, replace)
  const scheme = /^(Bearer )(.+)$/i.exec(value)
  if (scheme?.[1] && scheme[2]) return `${scheme[1]}${replace(scheme[2], kind)}`
  return value === '' ? value : replace(value, kind)
}

const replaceInHeaders = (headers: Readonly<Record<string, string>>, replace: Replace): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, replaceInHeader(name, value, replace)]))

const replaceInExchange = (exchange: Exchange, replace: Replace): Exchange => ({
  ...exchange,
  request: {
    ...exchange.request,
    path: replaceParameters(exchange.request.path, replace),
    headers: replaceInHeaders(exchange.request.headers, replace),
    body: exchange.request.body === undefined ? undefined : replaceInBody(exchange.request.body, replace),
  },
  response: {
    ...exchange.response,
    headers: replaceInHeaders(exchange.response.headers, replace),
    body: replaceInBody(exchange.response.body, replace),
  },
})

const capped = (text: string, limit: number): string =>
  text.length > limit ? `${text.slice(0, limit)}… (${text.length} characters)` : text

/** Changes every text of an exchange. */
const withTexts = (exchange: Exchange, change: (text: string) => string): Exchange => {
  const changed = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]))
  const { request, response } = exchange
  return {
    ...exchange,
    request: {
      ...request,
      path: change(request.path),
      headers: changed(request.headers),
      body: request.body === undefined ? undefined : capped(change(request.body), MAX_QUESTION),
    },
    response: { ...response, headers: changed(response.headers), body: capped(change(response.body), MAX_ANSWER) },
  }
}

/**
 * Learns the secrets of exchanges from the names of what holds them, and then removes them wherever they stand: from
 * headers, queries, forms and JSON, and, where they are long enough to be told from words, from any other text.
 *
 * @example
 * const redactor = redactorFor(exchanges, { clientSecret })
 * redactor.exchange(exchange).request.headers.authorization // 'Bearer ‹TOKEN›'
 */
export const redactorFor = (exchanges: readonly Exchange[], known: KnownSecrets = {}): Redactor => {
  const { names, nameOf } = createNames(known)
  const replace: Replace = (value, kind) => (isMasked(value) ? value : placeholder(nameOf(value, kind)))
  let hasLearned = false
  const learn = (): void => {
    if (hasLearned) return
    hasLearned = true
    for (const exchange of exchanges) replaceInExchange(exchange, replace)
  }
  // Longest first: one secret may begin with another.
  const recognisable = (): [value: string, name: string][] =>
    [...names].filter(([value]) => value.length >= RECOGNISABLE).sort(([one], [other]) => other.length - one.length)
  const removeValues = (text: string): string =>
    recognisable().reduce(
      (rest, [value, name]) =>
        rest.replaceAll(value, placeholder(name)).replaceAll(encodeURIComponent(value), placeholder(name)),
      text,
    )
  const removeCutValues = (text: string): string =>
    recognisable()
      .filter(([value]) => value.length > PREFIX)
      .reduce(
        (rest, [value, name]) =>
          rest
            .split(value.slice(0, PREFIX))
            .map((part, index) => (index === 0 ? part : placeholder(name) + part.replace(/^[^\s"'&<>…]*/, '')))
            .join(''),
        text,
      )
  return {
    text(text) {
      learn()
      return removeCutValues(removeValues(replaceInBrokenJson(replaceParameters(text, replace), replace)))
    },
    exchange(exchange) {
      learn()
      return withTexts(replaceInExchange(exchange, replace), removeValues)
    },
  }
}
