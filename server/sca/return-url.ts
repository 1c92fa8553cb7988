// Control characters and blanks: a browser drops or moves them, so it would open another URL than the checked one. A
// browser reads a backslash as a slash, so that a host looks like a path.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const MISREAD_CHARACTERS = /[\u0000-\u0020\u007f-\u009f\u2028\u2029\\]/

/** Names and values, in the order in which they are added. */
export type ReturnParameters = readonly [string, string][]

/**
 * Adds the bank's parameters to the client's URL. The URL's own query and fragment stay the same, byte for byte,
 * because a client may have signed them, and parsing and formatting a query changes its percent-encoding.
 */
export const returnUrl = (redirectUrl: string, added: ReturnParameters): string => {
  const fragmentAt = redirectUrl.indexOf('#')
  const base = fragmentAt < 0 ? redirectUrl : redirectUrl.slice(0, fragmentAt)
  const fragment = fragmentAt < 0 ? '' : redirectUrl.slice(fragmentAt)
  const query = new URLSearchParams([...added]).toString()
  return query === '' ? redirectUrl : `${base}${separatorAfter(base)}${query}${fragment}`
}

const separatorAfter = (base: string): '?' | '&' | '' => {
  const queryAt = base.indexOf('?') + 1
  if (queryAt === 0) return '?'
  // Only the first question mark opens the query; one that ends it is the name of a parameter.
  return queryAt === base.length || base.endsWith('&') ? '' : '&'
}

/**
 * Returns true for a URL that a PSU's browser may be sent to: absolute, http or https, and without characters that
 * browsers read in another way. A URL with a user name or password is refused: `https://bank.example@evil.example`
 * hides its host, and a password would be stored in the journal and in the browser's history.
 */
export const isReturnUrl = (url: string): boolean => {
  if (MISREAD_CHARACTERS.test(url) || !/^https?:\/\/[^/?#]/i.test(url)) return false
  // An empty userinfo ("https://@host") parses to an empty user name, so the text itself is checked.
  const authority = url.split('/', 3)[2]?.split(/[?#]/, 1)[0] ?? ''
  return URL.canParse(url) && !authority.includes('@')
}

/** Formats a URL as a header value: everything but visible ASCII is percent-encoded, as browsers do. */
export const asLocation = (url: string): string => {
  return url.replace(/[^\x21-\x7e]+/g, (part) => {
    const bytes = [...new TextEncoder().encode(part)]
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  })
}
