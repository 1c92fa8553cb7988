import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { asLocation } from '../sca/return-url.ts'
import { cspHash as styleHash } from './generated/style.css.ts'
import type { Html } from './layout.ts'

// There is no `form-action` on purpose. Chromium applies it to every redirect that follows a submitted form: after
// the decision that is the client's URL, and whatever the client redirects to next, an app's own scheme included.
// No list of sources covers that, and a page that shows nothing unescaped and has no scripts loses little by it.
const policy = [
  "default-src 'none'",
  `style-src ${styleHash}`,
  'img-src data:', // the icon
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const always = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff' }

export async function answerPage(
  c: Context,
  content: Html,
  status: ContentfulStatusCode = 200,
  headers: Record<string, string> = {},
  morePolicy: readonly string[] = [],
): Promise<Response> {
  return c.body(await content, status, {
    ...always,
    ...headers,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [policy, ...morePolicy].join('; '),
  })
}

/** 303: whatever was posted here, the client's URL is to be fetched. */
export const sendTo = (c: Context, url: string): Response => c.body(null, 303, { ...always, Location: asLocation(url) })
