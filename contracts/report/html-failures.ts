import { html } from 'hono/html'
import type { Exchange } from '../exchange.ts'
import type { RuleResult, Run } from '../run.ts'
import { formatCurl } from './curl.ts'
import { evidenceMark, type Html, lastPassedText, outcomeMark } from './html-parts.ts'
import { type Parity, toTargetName } from './parity.ts'

/** With more failures, the last exchange of each is collapsed: a reader wants the overview first. */
const MAX_OPEN = 3

/** Returns the id of a failure's element. */
export const toFailureAnchor = (target: string, ruleId: string): string =>
  `failed-${`${target}-${ruleId}`.replace(/[^\w.-]+/g, '-')}`

/** Indents JSON; leaves anything else as it is, such as a body that was cut. */
const indentJson = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

const formatHeaders = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

const formatMessage = (
  startLine: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): string =>
  [[startLine, formatHeaders(headers)].filter(Boolean).join('\n'), ...(body ? [indentJson(body)] : [])].join('\n\n')

interface ExchangePlace {
  readonly baseUrl: string
  readonly anchor: string
  readonly isOpen: boolean
}

const exchangeDetails = (exchange: Exchange, { baseUrl, anchor, isOpen }: ExchangePlace): Html => {
  const { request, response } = exchange
  const curlId = `${anchor}-curl`
  return html`<details${isOpen ? html` open` : ''}>
<summary><code>${request.method} ${request.path}</code> <span class="status">→ ${response.status}</span></summary>
<div class="exchange">
<h5>Request</h5>
<pre tabindex="0">${formatMessage(`${request.method} ${request.path}`, request.headers, request.body)}</pre>
<h5>Response after ${exchange.milliseconds} ms</h5>
<pre tabindex="0">${formatMessage(`HTTP ${response.status}`, response.headers, response.body)}</pre>
<h5>Repeat it <button type="button" data-copy="${curlId}" hidden>Copy</button></h5>
<pre tabindex="0" id="${curlId}">${formatCurl(exchange, baseUrl)}</pre>
</div>
</details>`
}

const exchangeList = (exchanges: readonly Exchange[], place: ExchangePlace): Html =>
  exchanges.length === 0
    ? html`<p class="none">This rule sent no request of its own: it checked responses to the requests of earlier rules.</p>`
    : html`<h4>Requests and responses${exchanges.length > 1 ? html`, the last ${exchanges.length}` : ''}</h4>
${exchanges.map((exchange, index) =>
  exchangeDetails(exchange, {
    ...place,
    anchor: `${place.anchor}-${index + 1}`,
    isOpen: place.isOpen && index === exchanges.length - 1,
  }),
)}`

const failureCard = (result: RuleResult, { target }: Run, parity: Parity, isOpen: boolean): Html => {
  const { rule, text, exchanges } = result
  const name = toTargetName(target)
  const anchor = toFailureAnchor(name, rule.id)
  const { lastPassed } = parity.rules[rule.id]?.[name] ?? {}
  return html`<article class="card failure" id="${anchor}">
<h3>${rule.title}</h3>
<p class="facts">${outcomeMark('failed')} <strong>${name}</strong> <code class="id">${rule.id}</code></p>
<p class="basis">${evidenceMark(rule)}</p>
<p class="facts"><span class="when">${lastPassedText(lastPassed)}</span></p>
<pre class="difference">${text ?? ''}</pre>
${exchangeList(exchanges, { baseUrl: target.baseUrl, anchor, isOpen })}
</article>
`
}

/** Renders every failure with all that is needed to understand and repeat it; nothing if there is none. */
export const failuresSection = (runs: readonly Run[], parity: Parity): Html | '' => {
  const failures = runs.flatMap((run) =>
    run.results.filter(({ outcome }) => outcome === 'failed').map((result) => ({ run, result })),
  )
  if (failures.length === 0) return ''
  const areOpen = failures.length <= MAX_OPEN
  return html`<section aria-labelledby="failures">
<h2 id="failures">Failures</h2>
${failures.map(({ run, result }) => failureCard(result, run, parity, areOpen))}</section>`
}
