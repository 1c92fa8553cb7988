import { html } from 'hono/html'
import type { Rule } from '../rule.ts'
import type { Outcome } from '../run.ts'
import { gradeMeanings } from './grades.ts'

export type Html = ReturnType<typeof html>

/** Renders an outcome by text, shape and colour, so that none of them is needed to understand it. */
export const outcomeMark = (outcome: Outcome): Html => html`<span class="mark ${outcome}">${outcome}</span>`

export const evidenceMark = ({ evidence }: Rule): Html =>
  html`<span class="grade" title="${gradeMeanings[evidence.grade]}">${evidence.grade}</span> <span class="source">${evidence.source}</span>`

/** Formats a time in UTC, the same for every reader: `2026-03-10 10:00 UTC`. */
const formatTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`

export const timeElement = (iso: string): Html => html`<time datetime="${iso}">${formatTime(iso)}</time>`

/** Renders the day only; the tooltip has the time. */
export const dayElement = (iso: string): Html =>
  html`<time datetime="${iso}" title="${formatTime(iso)}">${iso.slice(0, 10)}</time>`

export const lastPassedText = (lastPassed: string | undefined): Html =>
  lastPassed === undefined ? html`never passed so far` : html`last passed ${dayElement(lastPassed)}`

export const gradeLegend = (): Html =>
  html`<div class="legend"><span id="grades">Evidence grades:</span><dl aria-labelledby="grades">${Object.entries(
    gradeMeanings,
  ).map(([grade, meaning]) => html`<div><dt class="grade">${grade}</dt><dd>${meaning}</dd></div>`)}</dl></div>`
