import { html } from 'hono/html'
import type { Exchange } from '../exchange.ts'
import type { RuleResult, Run } from '../run.ts'
import { curlOf } from './curl.ts'
import { evidenceMark, type Html, outcomeMark, whenHeld } from './html-parts.ts'
import { type Parity, targetName } from './parity.ts'

/** So many failures show their last exchange at once; of more, a reader wants the overview first. */
const FEW = 3

/** Where a failure is found within the page. */
export const failureAnchor = (target: string, ruleId: string): string =>
  `failed-${`${target}-${ruleId}`.replace(/[^\w.-]+/g, '-')}`

/** Indented when it is JSON; a body that was cut no longer is. */
const readable = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

const block = (first: string, headers: Readonly<Record<string, string>>, body: string | undefined): string =>
  [[first, headerLines(headers)].filter(Boolean).join('\n'), ...(body ? [readable(body)] : [])].join('\n\n')

const exchangeDetails = (exchange: Exchange, { baseUrl, anchor, isOpen }: ExchangePlace): Html => {
  const { request, response } = exchange
  const curlId = `${anchor}-curl`
  return html`<details${isOpen ? html` open` : ''}>
<summary><code>${request.method} ${request.path}</code> <span class="status">→ ${response.status}</span></summary>
<div class="exchange">
<h5>Request</h5>
<pre tabindex="0">${block(`${request.method} ${request.path}`, request.headers, request.body)}</pre>
<h5>Response after ${exchange.milliseconds} ms</h5>
<pre tabindex="0">${block(`HTTP ${response.status}`, response.headers, response.body)}</pre>
<h5>Repeat it <button type="button" data-copy="${curlId}" hidden>Copy</button></h5>
<pre tabindex="0" id="${curlId}">${curlOf(exchange, baseUrl)}</pre>
</div>
</details>`
}

interface ExchangePlace {
  readonly baseUrl: string
  readonly anchor: string
  readonly isOpen: boolean
}

const exchangeList = (exchanges: readonly Exchange[], place: ExchangePlace): Html =>
  exchanges.length === 0
    ? html`<p class="none">This rule sent no request of its own: what it looked at was fetched for an earlier one.</p>`
    : html`<h4>What went over the wire${exchanges.length > 1 ? html`, the last ${exchanges.length} exchanges` : ''}</h4>
${exchanges.map((exchange, index) =>
  exchangeDetails(exchange, {
    ...place,
    anchor: `${place.anchor}-${index + 1}`,
    isOpen: place.isOpen && index === exchanges.length - 1,
  }),
)}`

const failure = (result: RuleResult, { target }: Run, parity: Parity, isOpen: boolean): Html => {
  const { rule, text, exchanges } = result
  const name = targetName(target)
  const anchor = failureAnchor(name, rule.id)
  const memory = parity.rules[rule.id]?.[name]
  return html`<article class="card failure" id="${anchor}">
<h3>${rule.title}</h3>
<p class="facts">${outcomeMark('failed')} <strong>${name}</strong> <code class="id">${rule.id}</code></p>
<p class="basis">${evidenceMark(rule)}</p>
<p class="facts"><span class="when">${whenHeld(memory?.lastHeld)}</span></p>
<pre class="difference">${text ?? ''}</pre>
${exchangeList(exchanges, { baseUrl: target.baseUrl, anchor, isOpen })}
</article>
`
}

/** Every failure with all that helps to understand and to repeat it; nothing at all when there is none. */
export const failuresSection = (runs: readonly Run[], parity: Parity): Html | '' => {
  const failures = runs.flatMap((run) =>
    run.results.filter(({ outcome }) => outcome === 'failed').map((result) => ({ run, result })),
  )
  if (failures.length === 0) return ''
  const areOpen = failures.length <= FEW
  return html`<section aria-labelledby="failures">
<h2 id="failures">What did not hold</h2>
${failures.map(({ run, result }) => failure(result, run, parity, areOpen))}</section>`
}
