import { html } from 'hono/html'
import type { RecordedExchange } from '../recording/format.ts'
import { isJsonObject, parseJson } from '../recording/json.ts'
import { formOf, readTemplate, wholePlaceholder } from '../recording/placeholder.ts'
import { visitsIn } from './answer.ts'
import type { LiveRequest } from './match.ts'
import type { Cue, Script } from './script.ts'

/** A visit to the bank that an answer asked for. */
export interface Visit {
  /** Where the person goes back to, with everything in the query that the bank adds. */
  readonly returnTo: string
}

/** Names and placeholders in the query strings that clients brought back from the bank. */
const callbacksOf = (exchanges: readonly RecordedExchange[]): string[] =>
  exchanges.flatMap(({ request }) => {
    const json = request.body && 'json' in request.body ? request.body.json : null
    const step = isJsonObject(json) ? json.multiStepAuthentication : undefined
    const callback = isJsonObject(step) ? step.redirectCallback : undefined
    return typeof callback === 'string' ? [callback] : []
  })

/** A value of the bank's own: like the recorded one, and new. It is bound when the client brings it back. */
const freshLike = ({ cast }: Cue, recorded: string): string => {
  const placeholder = wholePlaceholder(recorded) ?? readTemplate(recorded).placeholders[0]
  return cast.unbound(placeholder?.form ?? formOf(recorded))
}

const returnTo = (
  script: Script,
  cue: Cue,
  challenge: ReturnType<typeof visitsIn>[number],
  returnUrl: string,
): string => {
  const url = new URL(returnUrl)
  const add = (name: string, value: string): void => {
    if (!url.searchParams.has(name)) url.searchParams.append(name, value)
  }
  const { redirectContext, redirectContextField } = challenge
  if (typeof redirectContext === 'string' && typeof redirectContextField === 'string')
    add(redirectContextField, cue.cast.render(redirectContext))
  // Whatever else came back from a visit: a code, mostly.
  for (const callback of callbacksOf(script.exchanges))
    for (const pair of callback.split('&')) {
      const [name = '', value = ''] = pair.split('=')
      if (wholePlaceholder(value)?.kind === 'callback') add(decodeURIComponent(name), freshLike(cue, value))
    }
  return url.href
}

/** The visits that an answer sends the person on, by the address of the page. */
export const visitsOf = (script: Script, cue: Cue, live: LiveRequest): Map<string, Visit> => {
  const visits = new Map<string, Visit>()
  const body = cue.exchange.response.body
  if (!body || !('json' in body)) return visits
  const asked = parseJson(live.body)
  const returnUrl = isJsonObject(asked) ? asked.redirectUrl : undefined
  for (const challenge of visitsIn(body.json)) {
    const { redirectUrl } = challenge
    if (typeof redirectUrl === 'string' && typeof returnUrl === 'string' && URL.canParse(returnUrl))
      visits.set(cue.cast.render(redirectUrl), { returnTo: returnTo(script, cue, challenge, returnUrl) })
  }
  return visits
}

/**
 * The page of the bank. What becomes of the visit was decided when it was recorded, so both buttons lead back; the
 * answer to the next request tells.
 */
export const bankPage = () => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Replayed bank</title>
  </head>
  <body>
    <main>
      <h1>Replayed bank</h1>
      <p>This visit was recorded. What the person decided then is what comes of it now.</p>
      <form method="post">
        <p><label>User <input name="user" autocomplete="username"></label></p>
        <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="cancel">Cancel</button>
      </form>
    </main>
  </body>
</html>
`
