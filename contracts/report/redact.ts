import type { Exchange } from '../exchange.ts'
import { findSecretName, type SecretName } from './secret-names.ts'

/** Shorter values are only removed from fields of secrets: `demo` is also a word, and part of a bank's name. */
const MIN_ANYWHERE = 8

/** Longer response bodies are cut to keep reports readable. */
const MAX_RESPONSE = 6_000

/** Higher, because requests should be repeatable. */
const MAX_REQUEST = 40_000

/** The beginning of a long secret by which it is found in messages, which cut long values. */
const PREFIX_LENGTH = 40

/** Replaces the secrets of exchanges, the same secret by the same placeholder. */
export interface Redactor {
  readonly redactText: (text: string) => string
  readonly redactExchange: (exchange: Exchange) => Exchange
}

export interface KnownSecrets {
  readonly clientSecret?: string
}

/** Values that the server masked are kept, because rules check for them: `XXXXX`. */
const isMasked = (value: string): boolean => /^([xX]+|\*+)$/.test(value)

/** Returns the placeholder of a secret. */
export const toPlaceholder = (name: string): string => `‹${name}›`

/** Matches placeholders in a text; the first group is the name. */
export const placeholders = /‹((?:[A-Z]+_)*[A-Z]+(?:_\d+)?)›/g

type Replace = (value: string, name: SecretName) => string

/** Names distinct secrets: `TOKEN`, `TOKEN_2`. */
const createNames = ({ clientSecret }: KnownSecrets) => {
  const names = new Map<string, string>()
  const counts = new Map<SecretName, number>()
  const toName = (value: string, kind: SecretName): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const name = count === 1 ? kind : `${kind}_${count}`
    names.set(value, name)
    return name
  }
  // Named first, so that a wrong secret sent by a rule never gets the name of the right one.
  if (clientSecret) toName(clientSecret, 'FINAPI_CLIENT_SECRET')
  return { names, toName }
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Replaces the secrets in forms, queries, and URLs with queries within any text. */
const replaceParameters = (text: string, replace: Replace): string =>
  text.replace(
    /(^|[?&;\s"'#])([\w.%-]{1,60})=([^&\s"'<>#]+)/g,
    (whole, before: string, name: string, value: string) => {
      const kind = findSecretName(decode(name))
      return kind === undefined ? whole : `${before}${name}=${replace(decode(value), kind)}`
    },
  )

const isLoginCredential = (entry: object): entry is { value: unknown } => 'label' in entry && 'value' in entry

const replaceInJson = (value: unknown, replace: Replace, name = '', within = ''): unknown => {
  if (Array.isArray(value)) return value.map((item) => replaceInJson(item, replace, name, name))
  if (typeof value === 'object' && value !== null) {
    const isLogin = within.toLowerCase().endsWith('credentials') || isLoginCredential(value)
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [
        key,
        isLogin && key === 'value' && typeof field === 'string' && field !== ''
          ? replace(field, 'LOGIN_CREDENTIAL')
          : replaceInJson(field, replace, key),
      ]),
    )
  }
  const kind = findSecretName(name)
  if (kind !== undefined && ((typeof value === 'string' && value !== '') || typeof value === 'number'))
    return replace(String(value), kind)
  return typeof value === 'string' ? replaceParameters(value, replace) : value
}

/** Finds the fields of malformed JSON by a pattern: some rules send it, and some servers do. */
const replaceInBrokenJson = (text: string, replace: Replace): string =>
  text.replace(/("([^"\\]{1,60})"\s*:\s*")((?:[^"\\]|\\.)+)/g, (whole, before: string, name: string, value: string) => {
    const kind = findSecretName(name) ?? (name === 'value' ? 'LOGIN_CREDENTIAL' : undefined)
    return kind === undefined ? whole : `${before}${replace(value, kind)}`
  })

const parseJson = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const replaceInBody = (body: string, replace: Replace): string => {
  const json = parseJson(body)
  if (json === undefined) return replaceInBrokenJson(replaceParameters(body, replace), replace)
  return JSON.stringify(replaceInJson(json, replace))
}

/** Keeps the scheme of `Bearer abc`, because some rules leave it out. */
const replaceInHeader = (name: string, value: string, replace: Replace): string => {
  const kind = findSecretName(name)
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

const cut = (text: string, limit: number): string =>
  text.length > limit ? `${text.slice(0, limit)}… (${text.length} characters)` : text

/** Changes every text of an exchange, and cuts its bodies. */
const mapTexts = (exchange: Exchange, change: (text: string) => string): Exchange => {
  const mapHeaders = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]))
  const { request, response } = exchange
  return {
    ...exchange,
    request: {
      ...request,
      path: change(request.path),
      headers: mapHeaders(request.headers),
      body: request.body === undefined ? undefined : cut(change(request.body), MAX_REQUEST),
    },
    response: { ...response, headers: mapHeaders(response.headers), body: cut(change(response.body), MAX_RESPONSE) },
  }
}

/**
 * Finds the secrets of exchanges by the names of headers, parameters and JSON fields, and replaces them there and, if
 * they are too long to be words, in any other text.
 *
 * @example
 * const { redactExchange } = createRedactor(exchanges, { clientSecret })
 * redactExchange(exchange).request.headers.authorization // 'Bearer ‹TOKEN›'
 */
export const createRedactor = (exchanges: readonly Exchange[], known: KnownSecrets = {}): Redactor => {
  const { names, toName } = createNames(known)
  const replace: Replace = (value, kind) => (isMasked(value) ? value : toPlaceholder(toName(value, kind)))
  let hasLearned = false
  const learn = (): void => {
    if (hasLearned) return
    hasLearned = true
    for (const exchange of exchanges) replaceInExchange(exchange, replace)
  }
  // Longest first, because one secret may begin with another.
  const listLongSecrets = (): [value: string, name: string][] =>
    [...names].filter(([value]) => value.length >= MIN_ANYWHERE).sort(([one], [other]) => other.length - one.length)
  const replaceSecrets = (text: string): string =>
    listLongSecrets().reduce(
      (rest, [value, name]) =>
        rest.replaceAll(value, toPlaceholder(name)).replaceAll(encodeURIComponent(value), toPlaceholder(name)),
      text,
    )
  const replaceCutSecrets = (text: string): string =>
    listLongSecrets()
      .filter(([value]) => value.length > PREFIX_LENGTH)
      .reduce(
        (rest, [value, name]) =>
          rest
            .split(value.slice(0, PREFIX_LENGTH))
            .map((part, index) => (index === 0 ? part : toPlaceholder(name) + part.replace(/^[^\s"'&<>…]*/, '')))
            .join(''),
        text,
      )
  return {
    redactText: (text) => {
      learn()
      return replaceCutSecrets(replaceSecrets(replaceInBrokenJson(replaceParameters(text, replace), replace)))
    },
    redactExchange: (exchange) => {
      learn()
      return mapTexts(replaceInExchange(exchange, replace), replaceSecrets)
    },
  }
}
