import { html } from 'hono/html'
import { groupBy, toGroup } from './groups.ts'
import { toFailureAnchor } from './html-failures.ts'
import { dayElement, evidenceMark, type Html, lastPassedText, outcomeMark } from './html-parts.ts'
import type { Cell, Column, Matrix, Row } from './matrix.ts'

const cellText = (cell: Cell, { target }: Column, ruleId: string): Html | '' => {
  if (cell.outcome === 'passed') return ''
  if (cell.outcome === 'skipped') return html`<div class="say">${cell.result?.text ?? ''}</div>`
  return cell.result ? html`<a class="when" href="#${toFailureAnchor(target, ruleId)}">see the failure</a>` : ''
}

/** A rule that passed in this run needs no date. */
const cellTime = ({ outcome, result, lastPassed }: Cell): Html | '' => {
  if (outcome !== 'passed') return html`<span class="when">${lastPassedText(lastPassed)}</span>`
  return result || lastPassed === undefined ? '' : html`<span class="when">${dayElement(lastPassed)}</span>`
}

const tableCell = (cell: Cell | undefined, column: Column, ruleId: string): Html =>
  cell === undefined
    ? html`<td role="cell" class="result none" data-target="${column.target}"><span class="when">–<span class="away"> not checked</span></span></td>`
    : html`<td role="cell" class="result" data-target="${column.target}">${outcomeMark(cell.outcome)}${cellText(cell, column, ruleId)}${cellTime(cell)}</td>`

/** Lists each observation once, whichever targets it was made at. */
const observationList = ({ cells }: Row): Html | '' => {
  const observations = new Set(cells.flatMap((cell) => cell?.result?.observations ?? []))
  if (observations.size === 0) return ''
  return html`<ul class="observations" aria-label="Observations">${[...observations].map((text) => html`<li>${text}</li>`)}</ul>`
}

const tableRow = (row: Row, columns: readonly Column[]): Html => {
  const { rule, cells } = row
  const outcomes = [...new Set(cells.flatMap((cell) => (cell ? [cell.outcome] : [])))].join(' ')
  return html`<tr role="row" data-outcomes="${outcomes}">
<th role="rowheader" scope="row">${rule.title}<br><code class="id">${rule.id}</code>${observationList(row)}</th>
<td role="cell">${evidenceMark(rule)}</td>
${cells.map((cell, index) => {
  const column = columns[index]
  return column ? tableCell(cell, column, rule.id) : ''
})}</tr>
`
}

// Explicit roles, because browsers drop those of a table whose rows are laid out as cards on a phone.
const groupTable = (group: string, rows: readonly Row[], columns: readonly Column[]): Html =>
  html`<div class="card group">
<table role="table">
<caption>${group}<span class="when">${rows.length === 1 ? '1 rule' : `${rows.length} rules`}</span></caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="rule">Rule</th><th role="columnheader" scope="col" class="evidence">Evidence</th>
${columns.map(
  ({ target, isRemembered }) =>
    html`<th role="columnheader" scope="col">${target}${isRemembered ? html` <span class="when">(earlier run)</span>` : ''}</th>`,
)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => tableRow(row, columns))}</tbody>
</table>
</div>
`

const filterForm = (): Html => html`<div class="tools" role="search" hidden>
<label class="search">Search rules<input id="search" type="search" autocomplete="off"></label>
<label class="outcome">Result<select id="outcome">
<option value="">any</option><option value="failed">failed somewhere</option><option value="skipped">skipped somewhere</option><option value="passed">passed somewhere</option>
</select></label>
<output id="shown" for="search outcome"></output>
</div>`

/** Renders every rule with its evidence and its result per target. */
export const rulesSection = ({ columns, rows }: Matrix): Html | '' => {
  if (rows.length === 0) return ''
  const groups = groupBy(rows, ({ rule }) => toGroup(rule.id))
  return html`<section aria-labelledby="rules">
<h2 id="rules">All rules</h2>
${filterForm()}
${[...groups].map(([group, members]) => groupTable(group, members, columns))}</section>`
}
