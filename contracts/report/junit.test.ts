import { describe, expect, it } from 'vitest'
import { defineRule } from '../rule.ts'
import type { RuleResult, Run } from '../run.ts'
import { toFindings } from './findings.ts'
import { formatJunit } from './junit.ts'
import { formatAttribute, formatText } from './xml.ts'

const result = (id: string, outcome: RuleResult['outcome'], text?: string): RuleResult => ({
  rule: defineRule(
    { id, title: 'A <b> & "c" pass', versions: ['v2'], evidence: { source: 'a page', grade: 'B' }, needs: [] },
    async () => {},
  ),
  outcome,
  text,
  observations: outcome === 'passed' ? ['a new value'] : [],
  exchanges: [],
  milliseconds: 1_500,
})

const run: Run = {
  target: { name: 'sandbox.finapi.io', baseUrl: 'https://sandbox.finapi.io', version: 'v2' },
  results: [
    result('a.one', 'passed'),
    result('b.two', 'failed', 'expected 1\ngot 2'),
    result('b.three', 'skipped', 'no bank'),
  ],
  leftUsers: ['u-1'],
  notices: ['waited 3 s'],
}

const madeAt = new Date('2026-03-10T10:00:00Z')

describe('formatJunit', () => {
  const xml = formatJunit(toFindings([run], madeAt))

  it('counts the results, in total and per target', () => {
    expect(xml).toContain(
      '<testsuites name="finAPI contract" tests="3" failures="1" skipped="1" time="4.500" errors="0">',
    )
    expect(xml).toContain(
      '<testsuite name="sandbox.finapi.io v2" tests="3" failures="1" skipped="1" time="4.500" errors="0" timestamp="2026-03-10T10:00:00">',
    )
  })

  it('has a case for each rule, by group', () => {
    expect(xml).toContain(
      '<testcase classname="contract.sandbox-finapi-io-v2.a" name="a.one: A &lt;b&gt; &amp; &quot;c&quot; pass" time="1.500"><system-out>a new value</system-out></testcase>',
    )
    expect(xml).toContain('<skipped message="no bank"/>')
    expect(xml).toContain(
      '<failure message="expected 1" type="ContractFailure">expected 1\ngot 2\n\nEvidence: a page (grade B)',
    )
  })

  it('contains notices and users that could not be deleted', () => {
    expect(xml).toContain('<system-err>waited 3 s\nThe user u-1 could not be deleted.</system-err>')
  })

  it('reports an unreachable target as an error', () => {
    const unreachable = [{ target: run.target, reason: 'no response' }]
    const alone = formatJunit({ ...toFindings([], madeAt), unreachable })
    expect(alone).toContain('tests="1" failures="0" skipped="0" time="0.000" errors="1"')
    expect(alone).toContain('<error message="no response" type="UnreachableTarget">no response</error>')
  })
})

describe('XML', () => {
  const control = String.fromCharCode(0, 8, 27, 0x85)
  it.each([
    { text: '<&>"\'', written: '&lt;&amp;&gt;&quot;&apos;' },
    { text: control, written: '\\u0000\\u0008\\u001b\\u0085' },
    { text: 'a\tb\nc\rd', written: 'a\tb\nc&#13;d' },
    { text: '\ud800 \uffff 💶', written: '\\ud800 \\uffff 💶' },
    { text: ']]>', written: ']]&gt;' },
  ])('writes $written', ({ text, written }) => {
    expect(formatText(text)).toBe(written)
  })

  it('keeps line breaks in attributes', () => {
    expect(formatAttribute('a\n\tb')).toBe('a&#10;&#9;b')
  })
})
