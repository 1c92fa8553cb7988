import { request } from 'undici'

/** Encodes the mock's address of a visit, so that it is not recognisable. */
export const toVisitId = (redirectUrl: string): string => Buffer.from(redirectUrl).toString('base64url')
const toPageUrl = (visitId: string): URL => new URL(Buffer.from(visitId, 'base64url').toString())

const post = async (visitId: string, path: string, form: Record<string, string>) => {
  const page = toPageUrl(visitId)
  const state = page.searchParams.get('state') ?? ''
  const { statusCode, headers, body } = await request(new URL(path, page), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ state, ...form }).toString(),
  })
  return { statusCode, location: headers.location, html: await body.text() }
}

/** Logs a PSU of the other bank in at the mock's page; returns undefined if the mock refuses the login. */
export const logInAtMock = async (visitId: string, user: string, pin: string): Promise<string | undefined> => {
  const { html } = await post(visitId, 'login', { user, pin })
  return /name="session" value="([^"]+)"/.exec(html)?.[1]
}

/** Presses a button of the mock's page, before or after the login, and returns the address that it redirects to. */
export const decideAtMock = async (
  visitId: string,
  session: string | undefined,
  decision: 'approve' | 'cancel',
): Promise<string> => {
  const { statusCode, location } = await post(visitId, 'decision', { decision, ...(session && { session }) })
  if (typeof location !== 'string') throw new Error(`the mock's page answered ${statusCode} without a way back`)
  return location
}
