import { html } from 'hono/html'
import type { EvidenceGrade } from '../evidence.ts'
import type { Rule } from '../rule.ts'
import type { Outcome } from '../run.ts'

export type Html = ReturnType<typeof html>

const grades: Readonly<Record<EvidenceGrade, string>> = {
  A: 'finAPI says so itself',
  B: 'measured on the sandbox',
  C: "assumed by other people's clients",
  D: 'concluded by us',
}

/** Said by text, shape and colour: no one of them alone carries it. */
export const outcomeMark = (outcome: Outcome): Html => html`<span class="mark ${outcome}">${outcome}</span>`

export const evidenceMark = ({ evidence }: Rule): Html =>
  html`<span class="grade" title="${grades[evidence.grade]}">${evidence.grade}</span> <span class="source">${evidence.source}</span>`

/** `2026-03-10 10:00 UTC`: the same for every reader, wherever a report was made. */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`

export const timeOf = (iso: string): Html => html`<time datetime="${iso}">${moment(iso)}</time>`

/** The day alone, where there is little room; the rest shows when pointed at. */
export const dayOf = (iso: string): Html =>
  html`<time datetime="${iso}" title="${moment(iso)}">${iso.slice(0, 10)}</time>`

export const whenHeld = (lastHeld: string | undefined): Html =>
  lastHeld === undefined ? html`never held so far` : html`last held ${dayOf(lastHeld)}`

export const gradeLegend = (): Html =>
  html`${Object.entries(grades).map(([grade, meaning]) => html`<span class="grade">${grade}</span> ${meaning} `)}`
