// Control characters and blanks: a browser drops or moves them, so what was checked is not what it opens. A
// backslash counts as a slash there, which lets a host look like a path.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const misread = /[\u0000-\u0020\u007f-\u009f\u2028\u2029\\]/

/** Names and values, in the order in which they are added. */
export type ReturnParameters = readonly [string, string][]

/**
 * The client's URL with what the bank adds. The URL's own query and fragment stay as they were written, to the
 * byte: a client may have signed them, and parsing and printing a query again changes its percent-encoding.
 */
export function returnUrl(redirectUrl: string, answer: ReturnParameters): string {
  const fragmentAt = redirectUrl.indexOf('#')
  const base = fragmentAt < 0 ? redirectUrl : redirectUrl.slice(0, fragmentAt)
  const fragment = fragmentAt < 0 ? '' : redirectUrl.slice(fragmentAt)
  const added = new URLSearchParams([...answer]).toString()
  return added === '' ? redirectUrl : `${base}${glueAfter(base)}${added}${fragment}`
}

function glueAfter(base: string): '?' | '&' | '' {
  const queryAt = base.indexOf('?') + 1
  if (queryAt === 0) return '?'
  // Only the first question mark opens the query; one that ends it is the name of a parameter.
  return queryAt === base.length || base.endsWith('&') ? '' : '&'
}

/**
 * Whether a PSU's browser may be sent to this URL: absolute, http or https, and read by a browser as it is written.
 * A user name or password in it is refused: `https://bank.example@evil.example` hides its host, and a password
 * would end up in the journal and in the browser's history.
 */
export function isReturnUrl(url: string): boolean {
  if (misread.test(url) || !/^https?:\/\/[^/?#]/i.test(url)) return false
  // An empty userinfo ("https://@host") parses to an empty user name, so the text itself is asked.
  const authority = url.split('/', 3)[2]?.split(/[?#]/, 1)[0] ?? ''
  return URL.canParse(url) && !authority.includes('@')
}

/** The same URL as a header value: beyond visible ASCII, everything is percent-encoded, as a browser does itself. */
export function asLocation(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (part) => {
    const bytes = [...new TextEncoder().encode(part)]
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  })
}
