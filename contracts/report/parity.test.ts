import { describe, expect, it } from 'vitest'
import { defineRule } from '../rule.ts'
import type { Outcome, Run } from '../run.ts'
import { BadParity, emptyParity, formatParity, parseParity, updateParity } from './parity.ts'

const makeRun = (results: Readonly<Record<string, Outcome>>, name = 'mock'): Run => ({
  target: { name, baseUrl: 'http://127.0.0.1:1', version: 'v2' },
  results: Object.entries(results).map(([id, outcome]) => ({
    rule: defineRule(
      { id, title: id, versions: ['v2'], evidence: { source: 'a page', grade: 'A' }, needs: [] },
      async () => {},
    ),
    outcome,
    text: undefined,
    observations: [],
    exchanges: [],
    milliseconds: 1,
  })),
  leftUsers: [],
  notices: [],
})

const monday = new Date('2026-03-09T06:00:00Z')
const tuesday = new Date('2026-03-10T06:00:00Z')

const after = (...days: readonly [Run, Date][]) =>
  days.reduce((parity, [run, now]) => updateParity(parity, [run], { now }) ?? parity, emptyParity)

describe('updateParity', () => {
  it('remembers when a rule last passed and last failed', () => {
    expect(after([makeRun({ 'a.b': 'passed' }), monday], [makeRun({ 'a.b': 'failed' }), tuesday]).rules['a.b']).toEqual(
      {
        'mock v2': { outcome: 'failed', lastPassed: monday.toISOString(), lastFailed: tuesday.toISOString() },
      },
    )
  })

  it('keeps the results of other targets and of rules that did not run', () => {
    const parity = after(
      [makeRun({ 'a.b': 'passed', 'a.c': 'passed' }), monday],
      [makeRun({ 'a.b': 'failed' }, 'sandbox'), tuesday],
    )
    expect(parity.rules).toEqual({
      'a.b': {
        'mock v2': { outcome: 'passed', lastPassed: monday.toISOString() },
        'sandbox v2': { outcome: 'failed', lastFailed: tuesday.toISOString() },
      },
      'a.c': { 'mock v2': { outcome: 'passed', lastPassed: monday.toISOString() } },
    })
  })

  it('returns undefined when nothing was checked', () => {
    expect(updateParity(emptyParity, [], { now: monday })).toBeUndefined()
    expect(updateParity(emptyParity, [makeRun({ 'a.b': 'skipped' })], { now: monday })).toBeUndefined()
  })

  it('ignores the rules that a stopped run skipped', () => {
    const before = after([makeRun({ 'a.b': 'passed', 'a.c': 'passed' }), monday])
    const stopped = updateParity(before, [makeRun({ 'a.b': 'failed', 'a.c': 'skipped' })], {
      now: tuesday,
      isStopped: true,
    })
    expect(stopped?.rules['a.b']?.['mock v2']?.outcome).toBe('failed')
    expect(stopped?.rules['a.c']).toEqual(before.rules['a.c'])
  })
})

describe('a parity file', () => {
  const parity = after(
    [makeRun({ 'b.b': 'passed', 'a.a': 'failed' }), monday],
    [makeRun({ 'a.a': 'passed' }, 'a-gateway'), monday],
  )

  it('is parsed to what was formatted', () => {
    expect(parseParity(formatParity(parity))).toEqual(parity)
  })

  it('is the same for the same results in any order', () => {
    const other = after(
      [makeRun({ 'a.a': 'passed' }, 'a-gateway'), monday],
      [makeRun({ 'a.a': 'failed', 'b.b': 'passed' }), monday],
    )
    expect(formatParity(other)).toBe(formatParity(parity))
    expect(formatParity(parity).indexOf('a.a')).toBeLessThan(formatParity(parity).indexOf('b.b'))
  })

  it.each([
    '',
    'no json',
    '[]',
    '{"format":2,"rules":{}}',
    '{"format":1,"rules":{"a":{"mock v2":{"outcome":"held"}}}}',
  ])('is refused when it is %j', (text) => {
    expect(() => parseParity(text)).toThrow(BadParity)
  })
})
