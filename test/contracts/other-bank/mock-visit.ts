import { request } from 'undici'

/** A visit is known by the mock's own address for it, made unreadable. */
export const visitIdOf = (redirectUrl: string): string => Buffer.from(redirectUrl).toString('base64url')
const pageOf = (visitId: string): URL => new URL(Buffer.from(visitId, 'base64url').toString())

const post = async (visitId: string, path: string, form: Record<string, string>) => {
  const page = pageOf(visitId)
  const state = page.searchParams.get('state') ?? ''
  const { statusCode, headers, body } = await request(new URL(path, page), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ state, ...form }).toString(),
  })
  return { statusCode, location: headers.location, html: await body.text() }
}

/** Logs in at the mock's page on behalf of a person at the other bank; undefined when the mock does not let them in. */
export const logInAtMock = async (visitId: string, user: string, pin: string): Promise<string | undefined> => {
  const { html } = await post(visitId, 'login', { user, pin })
  return /name="session" value="([^"]+)"/.exec(html)?.[1]
}

/** Presses a button of the mock's page, after a login or before one, and answers where the mock sends the person. */
export const decideAtMock = async (
  visitId: string,
  session: string | undefined,
  decision: 'approve' | 'cancel',
): Promise<string> => {
  const { statusCode, location } = await post(visitId, 'decision', { decision, ...(session && { session }) })
  if (typeof location !== 'string') throw new Error(`the mock's page answered ${statusCode} without a way back`)
  return location
}
