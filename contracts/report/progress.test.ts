import { describe, expect, it } from 'vitest'
import { defineRule, type Rule } from '../rule.ts'
import type { Outcome } from '../run.ts'
import { startProgress } from './progress.ts'

const rule = (id: string, versions: Rule['versions'] = ['v2']): Rule =>
  defineRule({ id, title: id, versions, evidence: { source: 'a page', grade: 'A' }, needs: [] }, async () => {})

const rules = [rule('a.one'), rule('a.old', ['v1']), rule('a.two'), rule('b.three')]

const watch = (isTerminal: boolean, outcomes: readonly Outcome[], columns?: number): string[] => {
  const written: string[] = []
  const target = { name: 'mock', baseUrl: 'http://127.0.0.1:1', version: 'v2' }
  const progress = startProgress({ write: (text) => written.push(text), isTerminal, columns }, target, rules)
  const ofVersion = rules.filter(({ versions }) => versions.includes('v2'))
  for (const [index, outcome] of outcomes.entries()) {
    const current = ofVersion[index]
    if (current)
      progress.advance({ rule: current, outcome, text: undefined, observations: [], exchanges: [], milliseconds: 1 })
  }
  progress.end()
  return written
}

const CLEAR = `\r${String.fromCharCode(27)}[K`

describe('startProgress', () => {
  it('counts on one line of a terminal, names the running rule, and clears the line', () => {
    expect(watch(true, ['passed', 'failed', 'passed'])).toEqual([
      `${CLEAR}mock v2  1/3  a.one`,
      `${CLEAR}mock v2  2/3  a.two`,
      `${CLEAR}mock v2  3/3  1 failed  b.three`,
      CLEAR,
    ])
  })

  it('never exceeds the line', () => {
    expect(watch(true, [], 12)[0]).toBe(`${CLEAR}mock v2  1/`)
  })

  it('writes a line per group to a log', () => {
    expect(watch(false, ['passed', 'passed', 'failed'])).toEqual([
      'mock v2: 2 of 3 rules, a done\n',
      'mock v2: 3 of 3 rules, b done\n',
    ])
  })
})
