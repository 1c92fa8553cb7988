/** The replacement of a secret. */
export const REDACTED = '[redacted]'

/** The replacement of this server's own origin, whose port differs between runs. */
export const JOURNAL_ORIGIN = 'http://finapi-mock'

/** The fields and parameters with secret values, in any body, form or query. */
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
  const shown = SECRET_HEADERS.has(name) ? REDACTED : name === 'location' ? redactCode(value) : value
  const before = stored[name]
  stored[name] = before === undefined ? shown : `${before}, ${shown}`
}

/** Returns whether the values of a login field are public. */
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

/** Redacts a query without re-encoding the rest. */
export const redactQuery = (query: string): string =>
  query
    .split('&')
    .map((part) => {
      const [name = ''] = new URLSearchParams(part).keys()
      return SECRET_FIELDS.has(name) ? `${name}=${REDACTED}` : part
    })
    .join('&')

/** Returns the secrets in a body, to remove them from the response: an error message may repeat a token. */
export const findSecrets = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    SECRET_FIELDS.has(name) && typeof inner === 'string' && inner !== '' ? [inner] : findSecrets(inner),
  )
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
