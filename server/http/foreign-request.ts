import { isIP } from 'node:net'
import { opensControl } from '../core/control-token.ts'
import type { HttpRequest } from '../core/http-request.ts'

/** The settings that decide which requests may control the server. */
export interface ControlAccess {
  /** Undefined if the control API requires no token. */
  readonly controlToken: string | undefined
  /** The address that the server listens on. */
  readonly host: string
  /** The server's base URL for clients; undefined if it is the one that they call. */
  readonly publicUrl: string | undefined
}

/** Returns whether a request has the control token in a header, where no page of another site can put it. */
export const hasControlToken = (request: HttpRequest, { controlToken }: ControlAccess): boolean => {
  const given = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1] ?? request.header('x-mock-token')
  return opensControl(given, controlToken)
}

/**
 * Describes why a request may not control the server although it reaches it; undefined if it may. Any page that is open
 * in a browser on this machine can send requests to loopback addresses, and can even read the responses if its own host
 * name is made to resolve to one (DNS rebinding). Such requests name a foreign host or origin; other clients send neither
 * `Origin` nor `Sec-Fetch-Site`.
 */
export const describeForeignRequest = (request: HttpRequest, access: ControlAccess): string | undefined => {
  if (access.controlToken !== undefined && hasControlToken(request, access)) return undefined
  const host = request.header('host')
  // A request without a socket has no Host.
  if (host !== undefined && !isOwnHost(host, access)) {
    return `this server is not known as ${host}; if it should be, start it with --public-url http://${host} (FINAPI_MOCK_PUBLIC_URL, or publicUrl in code)`
  }
  const origin = request.header('origin')
  if (origin !== undefined && !listOrigins(request, access).includes(origin)) {
    // The origin of sandboxed frames and local files, which no URL of this server can have.
    if (origin === 'null') return 'a page without an origin may not control this server (Origin: null)'
    return `a page of ${origin} may not control this server; if the server is reached there, start it with --public-url ${origin} (FINAPI_MOCK_PUBLIC_URL, or publicUrl in code)`
  }
  const site = request.header('sec-fetch-site')
  if (site === undefined || site === 'same-origin' || site === 'none' || isNavigation(request)) return undefined
  return `a page of another site may not control this server (Sec-Fetch-Site: ${site})`
}

/** A link from elsewhere may lead to a page of the server, because the linking page does not see the response. */
const isNavigation = (request: HttpRequest): boolean =>
  request.method === 'GET' && request.header('sec-fetch-mode') === 'navigate'

/** Returns the origins that the server's own pages have in a browser. */
const listOrigins = ({ url }: HttpRequest, { publicUrl }: ControlAccess): string[] =>
  [url, publicUrl].flatMap((own) => (own === undefined ? [] : new URL(own).origin))

const isOwnHost = (header: string, { host, publicUrl }: ControlAccess): boolean => {
  const name = readHostname(`http://${header}`)
  if (name === undefined) return false
  const bound = readHostname(`http://${isIP(host) === 6 ? `[${host}]` : host}`)
  // An address is no name that could be made to resolve to this machine: it is one of those that the server listens on.
  const isBound = name === bound || (isAddress(name) && (bound === '0.0.0.0' || bound === '::'))
  return isBound || isLoopback(name) || (publicUrl !== undefined && name === readHostname(publicUrl))
}

/** Returns the host of a URL in lower case, an IPv6 address without brackets; undefined for an unusable URL. */
const readHostname = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$|\.$/g, '') : undefined

const isAddress = (name: string): boolean => isIP(name) !== 0

const isLoopback = (name: string): boolean => {
  if (!isAddress(name)) return name === 'localhost' || name.endsWith('.localhost')
  return name.startsWith('127.') || name === '::1' || name.startsWith('::ffff:7f')
}
