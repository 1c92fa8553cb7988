import { createSecretReplacer, type ReplaceSecret } from '../../../contracts/replace-secrets.ts'
import { findSecretName, normaliseName } from '../../../contracts/secret-names.ts'

/** The maximum length of a stored body, in characters. */
export const MAX_BODY: number = 16 * 1024

/** The replacement of a secret. */
export const REDACTED = '[redacted]'

/** The replacement of this server's own origin, whose port differs between runs. */
export const JOURNAL_ORIGIN = 'http://finapi-mock'

/** The headers of the connection or the calling program, which differ between runs. */
const VOLATILE_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
])

/** Returns the headers to store, redacted, by their names in lower case. */
export const toStoredHeaders = (headers: Iterable<readonly [string, string]>): Record<string, string> => {
  const stored: Record<string, string> = {}
  for (const [name, value] of headers) addHeader(stored, name.toLowerCase(), value)
  return stored
}

/** Returns the headers to store from Node's flat list of names and values, which is faster than `Headers`. */
export const toStoredRawHeaders = (list: readonly string[]): Record<string, string> => {
  const stored: Record<string, string> = {}
  for (let index = 0; index + 1 < list.length; index += 2) {
    addHeader(stored, (list[index] ?? '').toLowerCase(), list[index + 1] ?? '')
  }
  return stored
}

const addHeader = (stored: Record<string, string>, name: string, value: string): void => {
  if (VOLATILE_HEADERS.has(name)) return
  const shown = isSecretHeader(name, value) ? REDACTED : redactText(value)
  const before = stored[name]
  stored[name] = before === undefined ? shown : `${before}, ${shown}`
}

const isSecretHeader = (name: string, value: string): boolean =>
  findSecretName(name) !== undefined || /^\s*(bearer|basic)\s/i.test(value)

/** Returns whether the values of a login field are public. */
export type IsPublicField = (label: string) => boolean

const redactSecret: ReplaceSecret = (value, name) => {
  // finAPI's names for public fields of a login in v1.
  if (name === 'LOGIN_NAME' && value !== undefined) return value
  return name === 'REDIRECT_CALLBACK' && value !== undefined ? redactCallback(value) : REDACTED
}

/**
 * Redacts a body or form. Names of secrets count in any spelling; in `loginCredentials` and `multiStepAuthentication`
 * only what is known to be public is shown. What exceeds the maximum length of a stored body is left out.
 */
export const redactBody = (value: unknown, isPublicField: IsPublicField): unknown =>
  createSecretReplacer((secret, name, label) =>
    label !== undefined && secret !== undefined && isPublicField(label) ? secret : redactSecret(secret, name),
  ).inJson(value, MAX_BODY)

const inTexts = createSecretReplacer(redactSecret)

/** Redacts the JSON, forms, queries and URLs in a text. */
export const redactText = (text: string): string => inTexts.inText(text)

/** Redacts a query without re-encoding the rest. */
export const redactQuery: (query: string) => string = redactText

/** Redacts everything but the state in the query of a callback, with or without its URL. */
const redactCallback = (text: string): string => {
  const [, start = '', query = ''] = /^([a-z][\w+.-]*:[^?#=&]*\?|\??)(.*)$/is.exec(text) ?? []
  const parts = query.split(/([&#])/).map((part) => {
    if (part === '&' || part === '#' || part === '') return part
    const [, name = '', rest] = /^([\w.%-]{1,40})=(.*)$/s.exec(part) ?? []
    if (rest === undefined) return REDACTED
    return normaliseName(name) === 'state' ? part : `${name}=${REDACTED}`
  })
  return `${start}${parts.join('')}`
}

/**
 * Returns the secrets in a body, to remove them from the response: an error message may repeat a token. Values of login
 * fields are secrets unless they are public.
 */
export const findSecrets = (value: unknown, isPublicField: IsPublicField = () => true): string[] => {
  const secrets = new Set<string>()
  createSecretReplacer((secret = '', name, label) => {
    if (secret !== '' && name !== 'LOGIN_NAME' && !(label !== undefined && isPublicField(label))) secrets.add(secret)
    return REDACTED
  }).inJson(value)
  return [...secrets]
}

/** Redacts values in a JSON text, also within longer strings. */
export const redactValues = (json: string, values: readonly string[]): string =>
  values.reduce((text, value) => text.replaceAll(JSON.stringify(value).slice(1, -1), REDACTED), json)

/** Replaces a string value in a JSON text if it is the whole value. */
export const replaceValue = (json: string, value: string, replacement: string): string =>
  json.replaceAll(JSON.stringify(value), () => JSON.stringify(replacement))

/** Removes the excerpt of the body in the message of JSON.parse, because it may contain secrets. */
export const redactExcerpt = (json: string): string =>
  json.replace(/(is not readable JSON)(?:[^"\\]|\\.)*/g, `$1: ${REDACTED}`)
