import { describe, expect, it } from 'vitest'
import { defineRule } from '../rule.ts'
import type { Outcome, Run } from '../run.ts'
import { BadParity, noParity, parseParity, textOfParity, updateParity } from './parity.ts'

const runOf = (results: Readonly<Record<string, Outcome>>, name = 'mock'): Run => ({
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
  days.reduce((parity, [run, now]) => updateParity(parity, [run], { now }) ?? parity, noParity)

describe('updateParity', () => {
  it('remembers when a rule last held and last failed', () => {
    expect(after([runOf({ 'a.b': 'passed' }), monday], [runOf({ 'a.b': 'failed' }), tuesday]).rules['a.b']).toEqual({
      'mock v2': { outcome: 'failed', lastHeld: monday.toISOString(), lastFailed: tuesday.toISOString() },
    })
  })

  it('keeps targets apart, and rules that did not run', () => {
    const parity = after(
      [runOf({ 'a.b': 'passed', 'a.c': 'passed' }), monday],
      [runOf({ 'a.b': 'failed' }, 'sandbox'), tuesday],
    )
    expect(parity.rules).toEqual({
      'a.b': {
        'mock v2': { outcome: 'passed', lastHeld: monday.toISOString() },
        'sandbox v2': { outcome: 'failed', lastFailed: tuesday.toISOString() },
      },
      'a.c': { 'mock v2': { outcome: 'passed', lastHeld: monday.toISOString() } },
    })
  })

  it('has nothing to write when nothing was looked at', () => {
    expect(updateParity(noParity, [], { now: monday })).toBeUndefined()
    expect(updateParity(noParity, [runOf({ 'a.b': 'skipped' })], { now: monday })).toBeUndefined()
  })

  it('does not take what a stopped run left out for a result', () => {
    const before = after([runOf({ 'a.b': 'passed', 'a.c': 'passed' }), monday])
    const stopped = updateParity(before, [runOf({ 'a.b': 'failed', 'a.c': 'skipped' })], {
      now: tuesday,
      isStopped: true,
    })
    expect(stopped?.rules['a.b']?.['mock v2']?.outcome).toBe('failed')
    expect(stopped?.rules['a.c']).toEqual(before.rules['a.c'])
  })
})

describe('the file', () => {
  const parity = after(
    [runOf({ 'b.b': 'passed', 'a.a': 'failed' }), monday],
    [runOf({ 'a.a': 'passed' }, 'a-gateway'), monday],
  )

  it('is read back as it was written', () => {
    expect(parseParity(textOfParity(parity))).toEqual(parity)
  })

  it('is the same text for the same results, in whatever order they came', () => {
    const other = after(
      [runOf({ 'a.a': 'passed' }, 'a-gateway'), monday],
      [runOf({ 'a.a': 'failed', 'b.b': 'passed' }), monday],
    )
    expect(textOfParity(other)).toBe(textOfParity(parity))
    expect(textOfParity(parity).indexOf('a.a')).toBeLessThan(textOfParity(parity).indexOf('b.b'))
  })

  it.each([
    '',
    'no json',
    '[]',
    '{"format":2,"rules":{}}',
    '{"format":1,"rules":{"a":{"mock v2":{"outcome":"maybe"}}}}',
  ])('is left alone when it is %j', (text) => {
    expect(() => parseParity(text)).toThrow(BadParity)
  })
})
