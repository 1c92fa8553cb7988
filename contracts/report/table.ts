import { stripVTControlCharacters, styleText } from 'node:util'
import type { Rule } from '../rule.ts'
import type { Outcome, RuleResult, Run } from '../run.ts'
import { gradeMeanings } from './grades.ts'
import { groupBy, toGroup } from './groups.ts'

const marks: Readonly<Record<Outcome, { readonly text: string; readonly color: 'green' | 'red' | 'yellow' }>> = {
  passed: { text: 'passed', color: 'green' },
  failed: { text: 'FAILED', color: 'red' },
  skipped: { text: 'skipped', color: 'yellow' },
}

const INDENT = ' '.repeat(9)

export interface TableOptions {
  /** For terminals only: a log would show the escape codes. */
  readonly colors: boolean
  /** Shows every rule with its evidence; otherwise the passed ones are only counted. */
  readonly verbose?: boolean
}

/** Removes control characters, which a server could use to write anywhere on the terminal. */
export const toPrintable = (text: string): string => stripVTControlCharacters(text).replace(/[^\P{C}\n]/gu, ' ')

const createPainter =
  ({ colors }: TableOptions) =>
  (color: Parameters<typeof styleText>[0], text: string): string =>
    colors ? styleText(color, text, { validateStream: false }) : text

const indent = (text: string): string[] =>
  toPrintable(text)
    .split('\n')
    .map((line) => `${INDENT}${line}`)

const formatEvidence = ({ evidence }: Rule): string => `${evidence.grade} ${evidence.source}`

const formatLegend = (): string[] => [
  'Evidence grades:',
  ...Object.entries(gradeMeanings).map(([grade, meaning]) => `  ${grade}  ${meaning}`),
]

const findWidth = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length))

const formatResult = (
  { rule, outcome, text, observations }: RuleResult,
  options: TableOptions,
  width: number,
): string[] => {
  const paint = createPainter(options)
  const { text: mark, color } = marks[outcome]
  return [
    `${paint(color, mark.padEnd(8))} ${rule.id.padEnd(width)} ${paint('dim', formatEvidence(rule))}`,
    ...(text === undefined ? [] : [...(outcome === 'failed' ? indent(rule.title) : []), ...indent(text)]),
    ...observations.flatMap((observation) => indent(`observed: ${observation}`)),
  ]
}

const formatCounts = (results: readonly RuleResult[], options: TableOptions): string => {
  const paint = createPainter(options)
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

/** Shows each reason once, with all rules that were skipped for it. */
const formatSkips = (skipped: readonly RuleResult[], options: TableOptions): string[] => {
  const { text: mark, color } = marks.skipped
  const reasons = groupBy(skipped, ({ text = '' }) => text)
  return [...reasons].flatMap(([reason, results]) => [
    `${createPainter(options)(color, mark.padEnd(8))} ${results.map(({ rule }) => rule.id).join(', ')}`,
    ...indent(reason),
  ])
}

const formatGroup = (group: string, results: readonly RuleResult[], options: TableOptions, width: number): string[] => {
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  const skipped = results.filter(({ outcome }) => outcome === 'skipped')
  return [
    `${group.padEnd(width)}  ${formatCounts(results, options)}`,
    ...failed.flatMap((result) => formatResult(result, options, 0)),
    ...formatSkips(skipped, options),
  ]
}

const formatGroups = (results: readonly RuleResult[], options: TableOptions): string[] => {
  const groups = groupBy(results, ({ rule }) => toGroup(rule.id))
  const width = findWidth([...groups.keys()])
  return [...groups].flatMap(([group, members]) => formatGroup(group, members, options, width))
}

const formatEveryResult = (results: readonly RuleResult[], options: TableOptions): string[] => {
  const width = findWidth(results.map(({ rule }) => rule.id))
  return [...formatLegend(), '', ...results.flatMap((result) => formatResult(result, options, width))]
}

/** Returns one line that sums up a run. */
export const formatSummary = ({ target, results }: Run): string => {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
  const observed = results.reduce((sum, { observations }) => sum + observations.length, 0)
  const observations = observed === 0 ? '' : `; ${observed} ${observed === 1 ? 'observation' : 'observations'}`
  return `${target.name} ${target.version}: ${results.length} rules, ${counts}${observations}`
}

/** Returns a run as text for a terminal or a log: failures and skips by group, or every rule if `verbose`. */
export const formatTable = (run: Run, options: TableOptions): string => {
  const { target, results, notices, leftUsers } = run
  return [
    `Contract rules against ${toPrintable(target.name)} (${target.baseUrl}), API ${target.version}`,
    '',
    ...(options.verbose ? formatEveryResult(results, options) : formatGroups(results, options)),
    '',
    ...notices.map(toPrintable),
    ...(leftUsers.length > 0 ? [`These users could not be deleted: ${leftUsers.map(toPrintable).join(', ')}`] : []),
    formatSummary(run),
  ].join('\n')
}

/** Returns the rules with their evidence, for `--list`. */
export const formatRuleList = (rules: readonly Rule[]): string => {
  const width = findWidth(rules.map(({ id }) => id))
  const lines = rules.flatMap((rule) => [
    `${rule.id.padEnd(width)}  ${rule.versions.join(', ')}  ${rule.title}`,
    `${' '.repeat(width)}  ${formatEvidence(rule)}${rule.needs.length > 0 ? `; needs ${rule.needs.join(', ')}` : ''}`,
  ])
  return [...formatLegend(), '', ...lines].join('\n')
}
