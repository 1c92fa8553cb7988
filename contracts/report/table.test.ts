import { describe, expect, it } from 'vitest'
import { defineRule } from '../rule.ts'
import type { RuleResult, Run } from '../run.ts'
import { reportOf } from './json.ts'
import { listOf, tableOf } from './table.ts'

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

describe('tableOf', () => {
  it('counts by group, and shows only what did not hold', () => {
    expect(tableOf(mixed, { colors: false })).toBe(
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

  it('says a reason once for all that it skipped', () => {
    const skips = run(result('a.one', 'skipped', 'no such bank'), result('a.two', 'skipped', 'no such bank'))
    expect(tableOf(skips, { colors: false })).toContain('skipped  a.one, a.two\n         no such bank\n')
  })

  it('shows every rule with its evidence when asked', () => {
    expect(tableOf(mixed, { colors: false, verbose: true })).toBe(
      [
        'Contract rules against mock (http://127.0.0.1:1), API v2',
        '',
        'passed   a.one   B a page',
        '         seen: a new value',
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

  it('uses colours only where it is told to', () => {
    const escapeCode = String.fromCharCode(27)
    expect(tableOf(mixed, { colors: true })).toContain(`${escapeCode}[31m`)
    expect(tableOf(mixed, { colors: false })).not.toContain(escapeCode)
  })

  it('does not let a server write to the terminal', () => {
    const nasty = String.fromCharCode(27, 91, 50, 74, 7)
    expect(tableOf(run(result('a.one', 'failed', `got ${nasty}`)), { colors: false })).not.toMatch(/\p{Cc}(?<!\n)/u)
  })

  it('tells what had to be done again', () => {
    const notices = ['retried GET /banks after a connection reset']
    expect(tableOf({ ...mixed, notices }, { colors: false })).toContain(notices[0])
  })

  it('names users that could not be deleted', () => {
    expect(tableOf({ ...mixed, leftUsers: ['u-1'] }, { colors: false })).toContain('could not be deleted: u-1')
  })
})

describe('listOf', () => {
  it('shows the rules with their evidence', () => {
    expect(listOf(mixed.results.map(({ rule }) => rule).slice(0, 1))).toBe(
      'a.one  v2  The a.one works\n       B a page',
    )
  })
})

describe('reportOf', () => {
  it('carries the same as plain data', () => {
    const report = reportOf([mixed])
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
    { given: 'everything held', runs: [run(result('a.one', 'passed'))], passed: true },
    {
      given: 'some were skipped',
      runs: [run(result('a.one', 'passed'), result('a.two', 'skipped', 'x'))],
      passed: true,
    },
    { given: 'everything was skipped', runs: [run(result('a.one', 'skipped', 'x'))], passed: false },
    { given: 'one failed', runs: [run(result('a.one', 'passed')), run(result('a.one', 'failed', 'x'))], passed: false },
    { given: 'nothing ran', runs: [], passed: false },
  ])('says $passed when $given', ({ runs, passed }) => {
    expect(reportOf(runs).passed).toBe(passed)
  })
})
