import type { RuleResult, Run } from '../run.ts'
import { formatCurl } from './curl.ts'
import type { Findings, UnreachableTarget } from './findings.ts'
import { toGroup } from './groups.ts'
import { toTargetName } from './parity.ts'
import { formatElement, formatText } from './xml.ts'

/** Jenkins takes the part before the last dot for a package, so dots of the target's name are replaced. */
const toClassName = (target: Run['target'], group: string): string =>
  `contract.${toTargetName(target).replace(/[^\w-]+/g, '-')}.${group}`

const formatSeconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

/** The schema of JUnit reports allows no offset. */
const formatTimestamp = (date: Date): string => date.toISOString().slice(0, 19)

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

/** Contains the last response and request, because often nothing but this report is at hand. */
const describeFailure = ({ rule, text = '', exchanges }: RuleResult, baseUrl: string): string =>
  [
    text,
    `Evidence: ${rule.evidence.source} (grade ${rule.evidence.grade})`,
    ...exchanges
      .slice(-1)
      .flatMap((exchange) => [
        `The last response was ${exchange.response.status}: ${exchange.response.body}`,
        `To repeat the request:\n${formatCurl(exchange, baseUrl)}`,
      ]),
  ].join('\n\n')

const formatOutcome = (result: RuleResult, baseUrl: string): string[] => {
  const { outcome, text = '' } = result
  if (outcome === 'skipped') return [formatElement('skipped', { message: text })]
  if (outcome === 'passed') return []
  const body = formatText(describeFailure(result, baseUrl))
  return [formatElement('failure', { message: firstLine(text), type: 'ContractFailure' }, [body])]
}

const formatCase = (result: RuleResult, { target }: Run): string => {
  const { rule, observations, milliseconds } = result
  const attributes = {
    classname: toClassName(target, toGroup(rule.id)),
    name: `${rule.id}: ${rule.title}`,
    time: formatSeconds(milliseconds),
  }
  return formatElement('testcase', attributes, [
    ...formatOutcome(result, target.baseUrl),
    ...(observations.length === 0 ? [] : [formatElement('system-out', {}, [formatText(observations.join('\n'))])]),
  ])
}

const countResults = (results: readonly RuleResult[]) => {
  const count = (outcome: RuleResult['outcome']): number => results.filter((one) => one.outcome === outcome).length
  const total = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  return { tests: results.length, failures: count('failed'), skipped: count('skipped'), time: formatSeconds(total) }
}

const formatRun = (run: Run, madeAt: Date): string => {
  const { target, results } = run
  const notes = [...run.notices, ...run.leftUsers.map((id) => `The user ${id} could not be deleted.`)]
  const counts = { ...countResults(results), errors: 0 }
  return formatElement('testsuite', { name: toTargetName(target), ...counts, timestamp: formatTimestamp(madeAt) }, [
    formatElement('properties', {}, [formatElement('property', { name: 'baseUrl', value: target.baseUrl })]),
    ...results.map((result) => `\n    ${formatCase(result, run)}`),
    ...(notes.length === 0 ? [] : [formatElement('system-err', {}, [formatText(notes.join('\n'))])]),
  ])
}

/** Reports an error rather than a failure: nothing was checked. */
const formatUnreachable = ({ target, reason }: UnreachableTarget, madeAt: Date): string => {
  const counts = { tests: 1, failures: 0, skipped: 0, time: '0.000', errors: 1 }
  const error = formatElement('error', { message: firstLine(reason), type: 'UnreachableTarget' }, [formatText(reason)])
  return formatElement('testsuite', { name: toTargetName(target), ...counts, timestamp: formatTimestamp(madeAt) }, [
    formatElement(
      'testcase',
      { classname: toClassName(target, 'target'), name: 'The target is reachable', time: '0.000' },
      [error],
    ),
  ])
}

/** Returns JUnit XML as GitHub, GitLab and Jenkins read it: a suite per target, a case per rule. */
export const formatJunit = ({ runs, unreachable, madeAt }: Findings): string => {
  const suites = [
    ...runs.map((run) => formatRun(run, madeAt)),
    ...unreachable.map((target) => formatUnreachable(target, madeAt)),
  ]
  const { tests, ...counts } = countResults(runs.flatMap(({ results }) => results))
  const attributes = {
    name: 'finAPI contract',
    tests: tests + unreachable.length,
    ...counts,
    errors: unreachable.length,
  }
  const content = suites.map((suite) => `\n  ${suite}`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${formatElement('testsuites', attributes, content)}\n`
}
