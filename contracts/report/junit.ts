import type { RuleResult, Run } from '../run.ts'
import { curlOf } from './curl.ts'
import type { Findings, Unseen } from './findings.ts'
import { groupOf } from './groups.ts'
import { targetName } from './parity.ts'
import { xmlElement, xmlText } from './xml.ts'

/** Jenkins takes the part before the last dot for a package, so only ours may be dots. */
const classOf = (target: Run['target'], group: string): string =>
  `contract.${targetName(target).replace(/[^\w-]+/g, '-')}.${group}`

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

/** All that helps with a failure, since these reports are often read where nothing else is at hand. */
const failureText = ({ rule, text = '', exchanges }: RuleResult, baseUrl: string): string =>
  [
    text,
    `Evidence: ${rule.evidence.source} (grade ${rule.evidence.grade})`,
    ...exchanges
      .slice(-1)
      .flatMap((exchange) => [
        `The last answer was ${exchange.response.status}: ${exchange.response.body}`,
        `To repeat the request:\n${curlOf(exchange, baseUrl)}`,
      ]),
  ].join('\n\n')

const outcomeOf = (result: RuleResult, baseUrl: string): string[] => {
  const { outcome, text = '' } = result
  if (outcome === 'skipped') return [xmlElement('skipped', { message: text })]
  if (outcome === 'passed') return []
  const body = xmlText(failureText(result, baseUrl))
  return [xmlElement('failure', { message: firstLine(text), type: 'ContractFailure' }, [body])]
}

const caseOf = (result: RuleResult, { target }: Run): string => {
  const { rule, observations, milliseconds } = result
  return xmlElement(
    'testcase',
    { classname: classOf(target, groupOf(rule.id)), name: `${rule.id}: ${rule.title}`, time: seconds(milliseconds) },
    [
      ...outcomeOf(result, target.baseUrl),
      ...(observations.length === 0 ? [] : [xmlElement('system-out', {}, [xmlText(observations.join('\n'))])]),
    ],
  )
}

const numbersOf = (results: readonly RuleResult[]) => {
  const count = (outcome: RuleResult['outcome']): number => results.filter((one) => one.outcome === outcome).length
  const total = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  return { tests: results.length, failures: count('failed'), skipped: count('skipped'), time: seconds(total) }
}

const suiteOf = (run: Run, madeAt: Date): string => {
  const notes = [...run.notices, ...run.leftUsers.map((id) => `The user ${id} could not be deleted.`)]
  return xmlElement(
    'testsuite',
    { name: targetName(run.target), ...numbersOf(run.results), errors: 0, timestamp: timeOf(madeAt) },
    [
      xmlElement('properties', {}, [xmlElement('property', { name: 'baseUrl', value: run.target.baseUrl })]),
      ...run.results.map((result) => `\n    ${caseOf(result, run)}`),
      ...(notes.length === 0 ? [] : [xmlElement('system-err', {}, [xmlText(notes.join('\n'))])]),
    ],
  )
}

/** An error, not a failure: nothing was found to be wrong, because nothing could be seen. */
const suiteOfUnseen = ({ target, reason }: Unseen, madeAt: Date): string => {
  const numbers = { tests: 1, failures: 0, skipped: 0, time: '0.000', errors: 1 }
  const error = xmlElement('error', { message: firstLine(reason), type: 'UnreachableError' }, [xmlText(reason)])
  return xmlElement('testsuite', { name: targetName(target), ...numbers, timestamp: timeOf(madeAt) }, [
    xmlElement(
      'testcase',
      { classname: classOf(target, 'target'), name: 'The target can be looked at', time: '0.000' },
      [error],
    ),
  ])
}

/** The schema of JUnit's reports knows no offset. */
const timeOf = (date: Date): string => date.toISOString().slice(0, 19)

/** JUnit XML as GitHub, GitLab and Jenkins read it: a suite for each target, a case for each rule. */
export const junitOf = ({ runs, unseen, madeAt }: Findings): string => {
  const suites = [...runs.map((run) => suiteOf(run, madeAt)), ...unseen.map((one) => suiteOfUnseen(one, madeAt))]
  const { tests, ...numbers } = numbersOf(runs.flatMap(({ results }) => results))
  const all = { name: 'finAPI contract', tests: tests + unseen.length, ...numbers, errors: unseen.length }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(
    'testsuites',
    all,
    suites.map((suite) => `\n  ${suite}`),
  )}\n`
}
