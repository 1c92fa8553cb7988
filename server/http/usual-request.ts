import type { IncomingMessage } from 'node:http'

const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])
/** A host name in lower case, with a port that no URL leaves out. */
const HOST = /^[a-z0-9._-]+:(?:[1-5]\d{3,4}|[6-9]\d{3})$/
/** A path and query that a URL would not change: no escapes, dot segments or fragments. */
const TARGET = /^\/[\w!$&-.:;=?@~/[\]]*$/
const DOT_SEGMENT = /\/\.\.?(?:[/?]|$)/

/**
 * Returns the URL of a request that looks like almost all do, so that its URL is the text that was sent; undefined for any
 * other, which node-server has to check and normalise.
 */
export const findUsualUrl = ({ method, url, headers }: IncomingMessage): string | undefined => {
  const { host } = headers
  if (url === undefined || host === undefined || !METHODS.has(method)) return undefined
  if ('x-http-method-override' in headers || !HOST.test(host)) return undefined
  return TARGET.test(url) && !DOT_SEGMENT.test(url) ? `http://${host}${url}` : undefined
}
