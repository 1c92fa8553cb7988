import type { Exchange } from '../exchange.ts'
import { createSecretReplacer, type ReplaceSecret, type SecretReplacer } from '../replace-secrets.ts'
import { findSecretName, type SecretName } from '../secret-names.ts'

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

/** The replacement of secrets in exchanges. */
interface ExchangeReplacer extends SecretReplacer {
  readonly inExchange: (exchange: Exchange) => Exchange
}

const createExchangeReplacer = (replace: ReplaceSecret): ExchangeReplacer => {
  const replacer = createSecretReplacer(replace)
  const { inText } = replacer

  /** Keeps the scheme of `Bearer abc`, because some rules leave it out. */
  const inHeader = ([name, value]: [string, string]): [string, string] => {
    const kind = findSecretName(name)
    if (kind === undefined || value === '') return [name, inText(value)]
    const [, scheme = '', secret = value] = /^(Bearer )(.+)$/i.exec(value) ?? []
    return [name, `${scheme}${replace(secret, kind)}`]
  }
  const inHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).map(inHeader))

  return {
    ...replacer,
    inExchange: (exchange) => ({
      ...exchange,
      request: {
        ...exchange.request,
        path: inText(exchange.request.path),
        headers: inHeaders(exchange.request.headers),
        body: exchange.request.body === undefined ? undefined : inText(exchange.request.body),
      },
      response: {
        ...exchange.response,
        headers: inHeaders(exchange.response.headers),
        body: inText(exchange.response.body),
      },
    }),
  }
}

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
  const replacer = createExchangeReplacer((value, kind) => {
    if (value === undefined) return toPlaceholder(kind)
    return isMasked(value) ? value : toPlaceholder(toName(value, kind))
  })
  let hasLearned = false
  const learn = (): void => {
    if (hasLearned) return
    hasLearned = true
    for (const exchange of exchanges) replacer.inExchange(exchange)
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
      return replaceCutSecrets(replaceSecrets(replacer.inText(text)))
    },
    redactExchange: (exchange) => {
      learn()
      return mapTexts(replacer.inExchange(exchange), replaceSecrets)
    },
  }
}
