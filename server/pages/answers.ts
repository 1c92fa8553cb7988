import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { asLocation } from '../sca/return-url.ts'
import { cspHash as styleHash } from './generated/style.css.ts'
import type { Html } from './layout.ts'

// Without `form-action`, because Chromium applies it to every redirect that follows a submitted form: to the client's
// URL after the decision, and to the client's own redirects, including those to an app's scheme. No list of sources
// covers these, and a page without scripts that escapes everything loses little by it.
const POLICY = [
  "default-src 'none'",
  `style-src ${styleHash}`,
  'img-src data:', // the icon
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of every page. */
export const COMMON_HEADERS = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** Responds with a page and the headers of a page that must not be cached, framed or scripted. */
export const respondWithPage = async (
  c: Context,
  content: Html,
  status: ContentfulStatusCode = 200,
  headers: Record<string, string> = {},
  morePolicy: readonly string[] = [],
): Promise<Response> =>
  c.body(await content, status, {
    ...COMMON_HEADERS,
    ...headers,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [POLICY, ...morePolicy].join('; '),
  })

/** Responds 303, so that the browser sends a GET to the URL after a POST. */
export const redirectTo = (c: Context, url: string): Response =>
  c.body(null, 303, { ...COMMON_HEADERS, Location: asLocation(url) })
