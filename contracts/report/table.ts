import { stripVTControlCharacters, styleText } from 'node:util'
import type { Outcome, RuleResult, Run } from '../run.ts'

const marks: Readonly<Record<Outcome, { readonly text: string; readonly color: 'green' | 'red' | 'yellow' }>> = {
  held: { text: 'held', color: 'green' },
  failed: { text: 'FAILED', color: 'red' },
  skipped: { text: 'skipped', color: 'yellow' },
}

export interface TableOptions {
  /** Only for a terminal: a log keeps the escape codes. */
  readonly colors: boolean
}

/** What another server wrote may contain anything; on a terminal only plain text is let through. */
const printable = (text: string): string => stripVTControlCharacters(text).replace(/[^\P{C}\n]/gu, ' ')

const painter =
  ({ colors }: TableOptions) =>
  (color: Parameters<typeof styleText>[0], text: string): string =>
    colors ? styleText(color, text, { validateStream: false }) : text

const indented = (text: string, indent: string): string[] =>
  printable(text)
    .split('\n')
    .map((line) => `${indent}${line}`)

/** The lines of one rule: rule, result, evidence, and whatever there is to say about it. */
export const rowOf = ({ rule, outcome, text, observations }: RuleResult, options: TableOptions, width = 46): string => {
  const paint = painter(options)
  const { text: mark, color } = marks[outcome]
  const indent = ' '.repeat(9)
  return [
    `${paint(color, mark.padEnd(8))} ${rule.id.padEnd(width)} ${paint('dim', `${rule.evidence.grade} ${rule.evidence.source}`)}`,
    ...(text === undefined
      ? []
      : [...(outcome === 'failed' ? indented(rule.title, indent) : []), ...indented(text, indent)]),
    ...observations.flatMap((one) => indented(`seen: ${one}`, indent)),
  ].join('\n')
}

const widthFor = (results: readonly RuleResult[]): number => Math.max(0, ...results.map(({ rule }) => rule.id.length))

/** One line that sums a run up. */
export const summaryOf = ({ target, results }: Run): string => {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length
  const numbers = `${count('held')} held, ${count('failed')} failed, ${count('skipped')} skipped`
  return `${target.name} ${target.version}: ${results.length} rules, ${numbers}`
}

/** A whole run as a table for a terminal or a log. */
export const tableOf = (run: Run, options: TableOptions): string => {
  const width = widthFor(run.results)
  return [
    `Contract rules against ${printable(run.target.name)} (${run.target.baseUrl}), API ${run.target.version}`,
    '',
    ...run.results.map((result) => rowOf(result, options, width)),
    '',
    ...(run.leftUsers.length > 0
      ? [`These users could not be deleted: ${run.leftUsers.map(printable).join(', ')}`]
      : []),
    summaryOf(run),
  ].join('\n')
}
