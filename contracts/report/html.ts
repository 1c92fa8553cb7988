import { html, raw } from 'hono/html'
import { hasPassed, type Outcome, type Run } from '../run.ts'
import type { Findings, UnreachableTarget } from './findings.ts'
import { text as script, cspHash as scriptHash } from './generated/report.client.js.ts'
import { text as style, cspHash as styleHash } from './generated/report.css.ts'
import { failuresSection } from './html-failures.ts'
import { gradeLegend, type Html, timeElement } from './html-parts.ts'
import { rulesSection } from './html-rules.ts'
import { buildMatrix } from './matrix.ts'
import { toTargetName } from './parity.ts'

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="11" fill="#0a655c"/>' +
    '<path d="M10 21l7 7 13-15" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`

// The report contains what other servers sent: nothing may be loaded, and no other script may run.
const policy = `default-src 'none'; img-src data:; style-src ${styleHash}; script-src ${scriptHash}`

const outcomes: readonly Outcome[] = ['passed', 'failed', 'skipped']

/** Draws the counts that stand beside it. Widths are attributes, because the policy allows no inline styles. */
const shareBar = (counts: readonly { readonly outcome: Outcome; readonly count: number }[]): Html => {
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const starts = counts.map((_, index) => counts.slice(0, index).reduce((sum, { count }) => sum + count, 0))
  return html`<svg class="bar" viewBox="0 0 ${Math.max(total, 1)} 1" preserveAspectRatio="none" aria-hidden="true">${counts.map(
    ({ outcome, count }, index) =>
      html`<rect class="${outcome}" x="${starts[index] ?? 0}" width="${count}" height="1"/>`,
  )}</svg>`
}

const targetCard = (run: Run): Html => {
  const counts = outcomes.map((outcome) => ({
    outcome,
    count: run.results.filter((result) => result.outcome === outcome).length,
  }))
  const notes = [...run.notices, ...run.leftUsers.map((id) => `The user ${id} could not be deleted.`)]
  return html`<li class="card">
<h2>${toTargetName(run.target)}</h2>
<p class="address">${run.target.baseUrl}</p>
${shareBar(counts)}
<dl class="numbers">${counts.map(({ outcome, count }) => html`<div><dt>${outcome}</dt><dd>${count}</dd></div>`)}</dl>
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
</li>
`
}

const unreachableCard = ({ target, reason }: UnreachableTarget): Html => html`<li class="card">
<h2>${toTargetName(target)}</h2>
<p class="address">${target.baseUrl}</p>
<p class="notes">Target not reachable: ${reason}</p>
</li>
`

const formVerdict = ({ runs, unreachable }: Findings): { readonly isGood: boolean; readonly text: string } => {
  const results = runs.flatMap((run) => run.results)
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  if (failed > 0) return { isGood: false, text: `${failed} of ${results.length} results failed.` }
  if (unreachable.length > 0 || runs.length === 0)
    return { isGood: false, text: 'Nothing is proven: not every target was reachable.' }
  if (!runs.every(hasPassed)) return { isGood: false, text: 'Nothing is proven: every rule was skipped.' }
  return { isGood: true, text: 'All checked rules pass.' }
}

/** Returns all findings as one page that loads nothing, and needs no JavaScript to be read. */
export const formatHtml = (findings: Findings): string => {
  const { runs, unreachable, madeAt, parity } = findings
  const { isGood, text } = formVerdict(findings)
  const targets = [...runs, ...unreachable].map(({ target }) => toTargetName(target)).join(', ')
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy.replaceAll('"', '&quot;'))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${isGood ? '✓' : '✗'} finAPI contract: ${targets}</title>
<link rel="icon" href="${icon}">
<style>${raw(style)}</style>
</head>
<body>
<header>
<h1>finAPI contract</h1>
<p class="made">Made ${timeElement(madeAt.toISOString())}</p>
<p class="verdict ${isGood ? 'passed' : 'failed'}"><span aria-hidden="true">${isGood ? '✓' : '✗'}</span>${text}</p>
${gradeLegend()}
</header>
<main>
<ul class="targets" aria-label="Targets">
${runs.map(targetCard)}${unreachable.map(unreachableCard)}</ul>
${failuresSection(runs, parity)}
${rulesSection(buildMatrix(findings))}
</main>
<footer><p>Secrets are replaced by names such as <code>‹TOKEN›</code>; in curl commands they are shell variables.</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`)
}
