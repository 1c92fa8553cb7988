import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { hasPassed, type Outcome, type Run } from '../run.ts'
import type { Findings, Unseen } from './findings.ts'
import { failuresSection } from './html-failures.ts'
import { gradeLegend, type Html, timeOf } from './html-parts.ts'
import { rulesSection } from './html-rules.ts'
import { script } from './html-script.ts'
import { style } from './html-style.ts'
import { matrixOf } from './matrix.ts'
import { targetName } from './parity.ts'

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="11" fill="#0a655c"/>' +
    '<path d="M10 21l7 7 13-15" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

// A report shows what other servers wrote: nothing is loaded, and no script runs but ours.
const policy = `default-src 'none'; img-src data:; style-src ${hashOf(style)}; script-src ${hashOf(script)}`

const outcomes: readonly Outcome[] = ['passed', 'failed', 'skipped']

/** A picture of the numbers beside it. Widths are attributes: the page's policy allows no style but its own. */
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
<h2>${targetName(run.target)}</h2>
<p class="address">${run.target.baseUrl}</p>
${shareBar(counts)}
<dl class="numbers">${counts.map(({ outcome, count }) => html`<div><dt>${outcome}</dt><dd>${count}</dd></div>`)}</dl>
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
</li>
`
}

const unseenCard = ({ target, reason }: Unseen): Html => html`<li class="card">
<h2>${targetName(target)}</h2>
<p class="address">${target.baseUrl}</p>
<p class="notes">Could not look: ${reason}</p>
</li>
`

/** Seen first, so it says plainly whether anything was proven. */
const verdict = ({ runs, unseen }: Findings): { readonly isGood: boolean; readonly text: string } => {
  const results = runs.flatMap((run) => run.results)
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  if (failed > 0)
    return {
      isGood: false,
      text: `${failed} of ${results.length} ${failed === 1 ? 'results does' : 'results do'} not hold.`,
    }
  if (unseen.length > 0 || runs.length === 0)
    return { isGood: false, text: 'Nothing is proven: not every target could be looked at.' }
  if (!runs.every(hasPassed)) return { isGood: false, text: 'Nothing is proven: every rule was skipped.' }
  return { isGood: true, text: 'Every rule that could be looked at holds.' }
}

/**
 * All findings as one page that needs nothing else: no network, and no JavaScript for reading. It is as free of
 * secrets as the runs are.
 */
export const htmlOf = (findings: Findings): string => {
  const { runs, unseen, madeAt, parity } = findings
  const { isGood, text } = verdict(findings)
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy.replaceAll('"', '&quot;'))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${isGood ? '✓' : '✗'} finAPI contract: ${[...runs, ...unseen].map(({ target }) => targetName(target)).join(', ')}</title>
<link rel="icon" href="${icon}">
<style>${raw(style)}</style>
</head>
<body>
<header>
<h1>finAPI contract</h1>
<p class="made">Made ${timeOf(madeAt.toISOString())}</p>
<p class="verdict ${isGood ? 'passed' : 'failed'}"><span aria-hidden="true">${isGood ? '✓' : '✗'}</span>${text}</p>
</header>
<main>
<ul class="targets" aria-label="Targets">
${runs.map(targetCard)}${unseen.map(unseenCard)}</ul>
${failuresSection(runs, parity)}
${rulesSection(matrixOf(findings))}
</main>
<footer><p>Evidence: ${gradeLegend()}</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`)
}
