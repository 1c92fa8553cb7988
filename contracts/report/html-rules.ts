import { html } from 'hono/html'
import { groupBy, groupOf } from './groups.ts'
import { failureAnchor } from './html-failures.ts'
import { dayOf, evidenceMark, type Html, outcomeMark, whenHeld } from './html-parts.ts'
import type { Cell, Column, Matrix, Row } from './matrix.ts'

const cellText = (cell: Cell, { target }: Column, ruleId: string): Html | '' => {
  if (cell.outcome === 'passed') return ''
  if (cell.outcome === 'skipped') return html`<div class="say">${cell.result?.text ?? ''}</div>`
  return cell.result ? html`<a class="when" href="#${failureAnchor(target, ruleId)}">what came instead</a>` : ''
}

/** Of today's result everybody knows when it was; of all others it has to be said. */
const cellTime = (cell: Cell): Html | '' => {
  if (cell.outcome === 'passed') {
    if (cell.result) return ''
    return cell.lastHeld === undefined ? '' : html`<span class="when">${dayOf(cell.lastHeld)}</span>`
  }
  return html`<span class="when">${whenHeld(cell.lastHeld)}</span>`
}

const cellOf = (cell: Cell | undefined, column: Column, ruleId: string): Html =>
  cell === undefined
    ? html`<td role="cell" class="result none" data-target="${column.target}"><span class="when">–<span class="away"> not looked at</span></span></td>`
    : html`<td role="cell" class="result" data-target="${column.target}">${outcomeMark(cell.outcome)}${cellText(cell, column, ruleId)}${cellTime(cell)}</td>`

/** What a rule came across at any target; the same words are said once. */
const observationsOf = ({ cells }: Row): Html | '' => {
  const observations = new Set(cells.flatMap((cell) => cell?.result?.observations ?? []))
  if (observations.size === 0) return ''
  return html`<ul class="observations" aria-label="Observations">${[...observations].map((text) => html`<li>${text}</li>`)}</ul>`
}

const rowOf = (row: Row, columns: readonly Column[]): Html => {
  const { rule, cells } = row
  const outcomes = [...new Set(cells.flatMap((cell) => (cell ? [cell.outcome] : [])))].join(' ')
  return html`<tr role="row" data-outcomes="${outcomes}">
<th role="rowheader" scope="row">${rule.title}<br><code class="id">${rule.id}</code>${observationsOf(row)}</th>
<td role="cell">${evidenceMark(rule)}</td>
${cells.map((cell, index) => {
  const column = columns[index]
  return column ? cellOf(cell, column, rule.id) : ''
})}</tr>
`
}

// The roles say again what the elements are: on a phone the table is laid out as cards, and browsers then forget it.
const groupTable = (group: string, rows: readonly Row[], columns: readonly Column[]): Html =>
  html`<div class="card group">
<table role="table">
<caption>${group}<span class="when">${rows.length === 1 ? '1 rule' : `${rows.length} rules`}</span></caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="rule">Rule</th><th role="columnheader" scope="col" class="evidence">Evidence</th>
${columns.map(
  ({ target, isRemembered }) =>
    html`<th role="columnheader" scope="col">${target}${isRemembered ? html` <span class="when">(remembered)</span>` : ''}</th>`,
)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => rowOf(row, columns))}</tbody>
</table>
</div>
`

const tools = (): Html => html`<div class="tools" role="search" hidden>
<label class="search">Search rules<input id="search" type="search" autocomplete="off"></label>
<label class="outcome">Result<select id="outcome">
<option value="">any</option><option value="failed">failed somewhere</option><option value="skipped">skipped somewhere</option><option value="passed">passed somewhere</option>
</select></label>
<output id="shown" for="search outcome"></output>
</div>`

/** Every rule with its evidence and its results side by side. */
export const rulesSection = ({ columns, rows }: Matrix): Html | '' => {
  if (rows.length === 0) return ''
  const groups = groupBy(rows, ({ rule }) => groupOf(rule.id))
  return html`<section aria-labelledby="rules">
<h2 id="rules">All rules</h2>
${tools()}
${[...groups].map(([group, members]) => groupTable(group, members, columns))}</section>`
}
