import { stripVTControlCharacters, styleText } from 'node:util'
import type { Rule } from '../rule.ts'
import type { Outcome, RuleResult, Run } from '../run.ts'
import { groupBy, groupOf } from './groups.ts'

const marks: Readonly<Record<Outcome, { readonly text: string; readonly color: 'green' | 'red' | 'yellow' }>> = {
  passed: { text: 'passed', color: 'green' },
  failed: { text: 'FAILED', color: 'red' },
  skipped: { text: 'skipped', color: 'yellow' },
}

const INDENT = ' '.repeat(9)

export interface TableOptions {
  /** Only for a terminal: a log keeps the escape codes. */
  readonly colors: boolean
  /** Every rule with its evidence; otherwise those that held are only counted. */
  readonly verbose?: boolean
}

/** What another server wrote may contain anything; on a terminal only plain text is let through. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(/[^\P{C}\n]/gu, ' ')

const painter =
  ({ colors }: TableOptions) =>
  (color: Parameters<typeof styleText>[0], text: string): string =>
    colors ? styleText(color, text, { validateStream: false }) : text

const indented = (text: string): string[] =>
  printable(text)
    .split('\n')
    .map((line) => `${INDENT}${line}`)

const evidenceOf = ({ evidence }: Rule): string => `${evidence.grade} ${evidence.source}`

const widthOf = (rules: readonly Rule[]): number => Math.max(0, ...rules.map(({ id }) => id.length))

/** The lines of one rule: result, rule, evidence, and whatever there is to say about it. */
const rowOf = ({ rule, outcome, text, observations }: RuleResult, options: TableOptions, width: number): string[] => {
  const paint = painter(options)
  const { text: mark, color } = marks[outcome]
  return [
    `${paint(color, mark.padEnd(8))} ${rule.id.padEnd(width)} ${paint('dim', evidenceOf(rule))}`,
    ...(text === undefined ? [] : [...(outcome === 'failed' ? indented(rule.title) : []), ...indented(text)]),
    ...observations.flatMap((one) => indented(`seen: ${one}`)),
  ]
}

const countsOf = (results: readonly RuleResult[], options: TableOptions): string => {
  const paint = painter(options)
  return Object.entries(marks)
    .map(([outcome, { text, color }]) => ({
      text,
      color,
      count: results.filter((one) => one.outcome === outcome).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ text, color, count }) => paint(color, `${count} ${text}`))
    .join(', ')
}

/** Rules are often skipped for one and the same reason, which is then said once. */
const skipsOf = (skipped: readonly RuleResult[], options: TableOptions): string[] => {
  const { text: mark, color } = marks.skipped
  const reasons = groupBy(skipped, ({ text = '' }) => text)
  return [...reasons].flatMap(([reason, results]) => [
    `${painter(options)(color, mark.padEnd(8))} ${results.map(({ rule }) => rule.id).join(', ')}`,
    ...indented(reason),
  ])
}

const groupLines = (group: string, results: readonly RuleResult[], options: TableOptions, width: number): string[] => [
  `${group.padEnd(width)}  ${countsOf(results, options)}`,
  ...results.filter(({ outcome }) => outcome === 'failed').flatMap((one) => rowOf(one, options, 0)),
  ...skipsOf(
    results.filter(({ outcome }) => outcome === 'skipped'),
    options,
  ),
]

const bodyOf = (results: readonly RuleResult[], options: TableOptions): string[] => {
  if (options.verbose) {
    const width = widthOf(results.map(({ rule }) => rule))
    return results.flatMap((result) => rowOf(result, options, width))
  }
  const groups = groupBy(results, ({ rule }) => groupOf(rule.id))
  const width = Math.max(0, ...[...groups.keys()].map((group) => group.length))
  return [...groups].flatMap(([group, members]) => groupLines(group, members, options, width))
}

/** One line that sums a run up. */
export const summaryOf = ({ target, results }: Run): string => {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length
  const numbers = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
  const seen = results.reduce((sum, { observations }) => sum + observations.length, 0)
  return `${target.name} ${target.version}: ${results.length} rules, ${numbers}${seen > 0 ? `; ${seen} ${seen === 1 ? 'observation' : 'observations'}` : ''}`
}

/** A whole run for a terminal or a log: by group what did not hold, or with `verbose` rule by rule. */
export const tableOf = (run: Run, options: TableOptions): string =>
  [
    `Contract rules against ${printable(run.target.name)} (${run.target.baseUrl}), API ${run.target.version}`,
    '',
    ...bodyOf(run.results, options),
    '',
    ...run.notices.map(printable),
    ...(run.leftUsers.length > 0
      ? [`These users could not be deleted: ${run.leftUsers.map(printable).join(', ')}`]
      : []),
    summaryOf(run),
  ].join('\n')

/** The rules themselves with their evidence, for whoever wants to know before anything runs. */
export const listOf = (rules: readonly Rule[]): string => {
  const width = widthOf(rules)
  return rules
    .flatMap((rule) => [
      `${rule.id.padEnd(width)}  ${rule.versions.join(', ')}  ${rule.title}`,
      `${' '.repeat(width)}  ${evidenceOf(rule)}${rule.needs.length > 0 ? `; needs ${rule.needs.join(', ')}` : ''}`,
    ])
    .join('\n')
}
