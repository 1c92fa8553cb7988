import { describe, expect, it } from 'vitest'
import { defineRule } from '../rule.ts'
import type { RuleResult, Run } from '../run.ts'
import { toReport } from './json.ts'
import { formatRuleList, formatTable } from './table.ts'

const result = (
  id: string,
  outcome: RuleResult['outcome'],
  text?: string,
  observations: string[] = [],
): RuleResult => ({
  rule: defineRule(
    { id, title: `The ${id} works`, versions: ['v2'], evidence: { source: 'a page', grade: 'B' }, needs: [] },
    async () => {},
  ),
  outcome,
  text,
  observations,
  exchanges: [],
  milliseconds: 3,
})

const run = (...results: RuleResult[]): Run => ({
  target: { name: 'mock', baseUrl: 'http://127.0.0.1:1', version: 'v2' },
  results,
  leftUsers: [],
  notices: [],
})

const mixed = run(
  result('a.one', 'passed', undefined, ['a new value']),
  result('a.two', 'failed', 'expected 1, got 2\nand more'),
  result('a.three', 'skipped', 'no such bank'),
)

const legend = [
  'Evidence grades:',
  '  A  documented by finAPI',
  '  B  measured on the sandbox',
  "  C  relied on by other people's clients",
  '  D  concluded from the rest of the API',
]

describe('formatTable', () => {
  it('counts by group, and shows only failures and skips', () => {
    expect(formatTable(mixed, { colors: false })).toBe(
      [
        'Contract rules against mock (http://127.0.0.1:1), API v2',
        '',
        'a  1 passed, 1 FAILED, 1 skipped',
        'FAILED   a.two B a page',
        '         The a.two works',
        '         expected 1, got 2',
        '         and more',
        'skipped  a.three',
        '         no such bank',
        '',
        'mock v2: 3 rules, 1 passed, 1 failed, 1 skipped; 1 observation',
      ].join('\n'),
    )
  })

  it('shows each reason once, with all rules that were skipped for it', () => {
    const skips = run(result('a.one', 'skipped', 'no such bank'), result('a.two', 'skipped', 'no such bank'))
    expect(formatTable(skips, { colors: false })).toContain('skipped  a.one, a.two\n         no such bank\n')
  })

  it('shows every rule with its evidence and the grades if verbose', () => {
    expect(formatTable(mixed, { colors: false, verbose: true })).toBe(
      [
        'Contract rules against mock (http://127.0.0.1:1), API v2',
        '',
        ...legend,
        '',
        'passed   a.one   B a page',
        '         observed: a new value',
        'FAILED   a.two   B a page',
        '         The a.two works',
        '         expected 1, got 2',
        '         and more',
        'skipped  a.three B a page',
        '         no such bank',
        '',
        'mock v2: 3 rules, 1 passed, 1 failed, 1 skipped; 1 observation',
      ].join('\n'),
    )
  })

  it('uses colours only on request', () => {
    const escapeCode = String.fromCharCode(27)
    expect(formatTable(mixed, { colors: true })).toContain(`${escapeCode}[31m`)
    expect(formatTable(mixed, { colors: false })).not.toContain(escapeCode)
  })

  it('removes control characters that a server sent', () => {
    const nasty = String.fromCharCode(27, 91, 50, 74, 7)
    expect(formatTable(run(result('a.one', 'failed', `got ${nasty}`)), { colors: false })).not.toMatch(/\p{Cc}(?<!\n)/u)
  })

  it('shows notices', () => {
    const notices = ['retried GET /banks after a connection reset']
    expect(formatTable({ ...mixed, notices }, { colors: false })).toContain(notices[0])
  })

  it('names users that could not be deleted', () => {
    expect(formatTable({ ...mixed, leftUsers: ['u-1'] }, { colors: false })).toContain('could not be deleted: u-1')
  })
})

describe('formatRuleList', () => {
  it('shows the rules with their evidence and the grades', () => {
    expect(formatRuleList(mixed.results.map(({ rule }) => rule).slice(0, 1))).toBe(
      [...legend, '', 'a.one  v2  The a.one works', '       B a page'].join('\n'),
    )
  })
})

describe('toReport', () => {
  it('has the same results as plain data', () => {
    const report = toReport([mixed])
    expect(report).toMatchObject({ format: 1, passed: false })
    expect(report.runs[0]?.rules.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a.one', 'passed'],
      ['a.two', 'failed'],
      ['a.three', 'skipped'],
    ])
    expect(report.runs[0]?.rules[1]).toMatchObject({ difference: 'expected 1, got 2\nand more' })
    expect(report.runs[0]?.rules[2]).toMatchObject({ reason: 'no such bank' })
  })

  it.each([
    { given: 'everything passed', runs: [run(result('a.one', 'passed'))], passed: true },
    {
      given: 'some were skipped',
      runs: [run(result('a.one', 'passed'), result('a.two', 'skipped', 'x'))],
      passed: true,
    },
    { given: 'everything was skipped', runs: [run(result('a.one', 'skipped', 'x'))], passed: false },
    { given: 'one failed', runs: [run(result('a.one', 'passed')), run(result('a.one', 'failed', 'x'))], passed: false },
    { given: 'nothing ran', runs: [], passed: false },
  ])('says $passed when $given', ({ runs, passed }) => {
    expect(toReport(runs).passed).toBe(passed)
  })
})
