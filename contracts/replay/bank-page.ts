import { html } from 'hono/html'
import { isJsonObject, type Json, parseJson } from '../recording/json.ts'
import { detectForm, readPlaceholder, readTemplate } from '../recording/placeholder.ts'
import type { RecordedStep } from './analyse.ts'
import { type Bindings, render } from './bindings.ts'
import type { LiveRequest } from './live.ts'
import { findRedirectChallenges } from './response.ts'
import type { Match } from './state.ts'
import { makeValue } from './values.ts'

/** A visit of the PSU to the bank, started by a response. */
export interface Visit {
  /** The client's return URL, with the query that the bank adds. */
  readonly returnTo: string
}

/** Returns the recorded query strings with which the PSU came back from the bank. */
const readCallbacks = (steps: readonly RecordedStep[]): string[] =>
  steps.flatMap(({ exchange: { request } }) => {
    const json = request.body && 'json' in request.body ? request.body.json : null
    const step = isJsonObject(json) ? json.multiStepAuthentication : undefined
    const callback = isJsonObject(step) ? step.redirectCallback : undefined
    return typeof callback === 'string' ? [callback] : []
  })

/** Makes a value of the bank's like the recorded one; it is bound when the client brings it back. */
const makeSimilarValue = (recorded: string): string => {
  const placeholder = readTemplate(recorded).placeholders[0]
  return makeValue(placeholder?.form ?? detectForm(recorded))
}

const buildReturnUrl = (
  bindings: Bindings,
  { redirectContext, redirectContextField }: { readonly [key: string]: Json },
  callbacks: readonly string[],
  returnUrl: string,
): string => {
  const url = new URL(returnUrl)
  const add = (name: string, value: string): void => {
    if (!url.searchParams.has(name)) url.searchParams.append(name, value)
  }
  if (typeof redirectContext === 'string' && typeof redirectContextField === 'string')
    add(redirectContextField, render(bindings, redirectContext))
  // Everything else that a recorded visit came back with: mostly a code.
  for (const pair of callbacks.flatMap((callback) => callback.split('&'))) {
    const [name = '', value = ''] = pair.split('=')
    if (readPlaceholder(value)?.kind === 'callback') add(decodeURIComponent(name), makeSimilarValue(value))
  }
  return url.href
}

/** Returns the visits that a response starts, by the URL of the bank's page. */
export const findVisits = (
  steps: readonly RecordedStep[],
  { step, bindings }: Match,
  request: LiveRequest,
): Map<string, Visit> => {
  const visits = new Map<string, Visit>()
  const { body } = step.exchange.response
  if (!body || !('json' in body)) return visits
  const sent = parseJson(request.body)
  const returnUrl = isJsonObject(sent) ? sent.redirectUrl : undefined
  if (typeof returnUrl !== 'string' || !URL.canParse(returnUrl)) return visits
  for (const challenge of findRedirectChallenges(body.json))
    if (typeof challenge.redirectUrl === 'string')
      visits.set(render(bindings, challenge.redirectUrl), {
        returnTo: buildReturnUrl(bindings, challenge, readCallbacks(steps), returnUrl),
      })
  return visits
}

/** Renders the bank's page. Both buttons lead back: the outcome of the visit was decided when it was recorded. */
export const renderBankPage = (): string =>
  String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Replayed bank</title>
  </head>
  <body>
    <main>
      <h1>Replayed bank</h1>
      <p>This visit is replayed: whatever you choose, its outcome is the recorded one.</p>
      <form method="post">
        <p><label>User <input name="user" autocomplete="username"></label></p>
        <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="cancel">Cancel</button>
      </form>
    </main>
  </body>
</html>
`)
