/** Replaces a secret. */
export const REDACTED = '[redacted]'

/** Replaces this server's own address, which has another port in every run. */
export const JOURNAL_ORIGIN = 'http://finapi-mock'

/** Fields and parameters whose values are secret, in any body, form or query. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'access_token',
  'bankingPin',
  'challengeResponse',
  'client_secret',
  'clientSecret',
  'code',
  'password',
  'pin',
  'refresh_token',
  'session',
  'token',
])

const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-mock-token',
])

/** Headers of the connection or the calling program. They differ from run to run. */
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

/** Returns the headers to store, by their names in lower case. */
export const keptHeaders = (headers: Iterable<readonly [string, string]>): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const [name, value] of headers) keep(kept, name.toLowerCase(), value)
  return kept
}

/** Reads Node's flat list of names and values, which is faster than `Headers`. */
export const keptRawHeaders = (list: readonly string[]): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (let index = 0; index + 1 < list.length; index += 2) {
    keep(kept, (list[index] ?? '').toLowerCase(), list[index + 1] ?? '')
  }
  return kept
}

const keep = (kept: Record<string, string>, name: string, value: string): void => {
  if (VOLATILE_HEADERS.has(name)) return
  const shown = SECRET_HEADERS.has(name) ? REDACTED : name === 'location' ? redactCode(value) : value
  const before = kept[name]
  kept[name] = before === undefined ? shown : `${before}, ${shown}`
}

/** Returns whether the values of a login field may be shown. */
export type IsPublicField = (label: string) => boolean

/** Redacts a body or form. */
export const redactBody = (value: unknown, isPublicField: IsPublicField): unknown => {
  if (Array.isArray(value)) return value.map((item) => redactBody(item, isPublicField))
  if (typeof value !== 'object' || value === null) return value
  const redacted: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) redacted[name] = redactField(name, inner, value, isPublicField)
  return redacted
}

const redactField = (name: string, inner: unknown, owner: object, isPublicField: IsPublicField): unknown => {
  if (typeof inner === 'object' && inner !== null && !SECRET_FIELDS.has(name)) return redactBody(inner, isPublicField)
  if (inner === null || inner === undefined) return inner
  if (SECRET_FIELDS.has(name)) return REDACTED
  if (name === 'redirectCallback' && typeof inner === 'string') return redactCode(inner)
  if (name === 'value' && 'label' in owner) {
    return typeof owner.label === 'string' && isPublicField(owner.label) ? inner : REDACTED
  }
  return inner
}

/** Redacts a bank's codes in a URL or its query. */
export const redactCode = (text: string): string => text.replace(/(^|[?&])(code)=[^&#]*/g, `$1$2=${REDACTED}`)

/** Redacts a query; the rest keeps its spelling. */
export const redactQuery = (query: string): string =>
  query
    .split('&')
    .map((part) => {
      const [name = ''] = new URLSearchParams(part).keys()
      return SECRET_FIELDS.has(name) ? `${name}=${REDACTED}` : part
    })
    .join('&')

/** Returns the secrets of a request, so that they can be removed from the response: an error's text may repeat a token. */
export const secretsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    SECRET_FIELDS.has(name) && typeof inner === 'string' && inner !== '' ? [inner] : secretsIn(inner),
  )
}

/** Replaces the values in a JSON text, within longer strings too. */
export const hideWithin = (json: string, values: readonly string[]): string =>
  values.reduce((text, value) => text.replaceAll(JSON.stringify(value).slice(1, -1), REDACTED), json)

/** Replaces a string in a JSON text, where it is a whole value. */
export const replaceValue = (json: string, value: string, replacement: string): string =>
  json.replaceAll(JSON.stringify(value), () => JSON.stringify(replacement))

/** Removes the quotation that JSON.parse adds to its message, because it may hold secrets. */
export const hideQuoted = (json: string): string =>
  json.replace(/(is not readable JSON)(?:[^"\\]|\\.)*/g, `$1: ${REDACTED}`)
