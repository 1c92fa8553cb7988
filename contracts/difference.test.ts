import { describe, expect, it } from 'vitest'
import { differences, describe as inWords, summarize } from './difference.ts'

describe('differences', () => {
  it('finds none between equal values, whatever the order of their keys', () => {
    expect(differences({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toEqual([])
  })

  it.each([
    { given: 'another value', actual: { a: { b: '1' } }, expected: { a: { b: 1 } }, line: '/a/b: expected 1, got "1"' },
    { given: 'a missing key', actual: {}, expected: { a: null }, line: '/a: expected null, got nothing' },
    { given: 'an extra key', actual: { a: null }, expected: {}, line: '/a: expected nothing, got null' },
    { given: 'another kind', actual: { a: {} }, expected: { a: [] }, line: '/a: expected [], got {}' },
    { given: 'two scalars', actual: 2, expected: 1, line: 'expected 1, got 2' },
  ])('names the path of $given', ({ actual, expected, line }) => {
    expect(differences(actual, expected)).toEqual([line])
  })

  it('says how long lists are that differ in length', () => {
    expect(differences([1, 2], [1])).toEqual(['expected 1 entries, got 2', '/1: expected nothing, got 2'])
  })
})

describe('summarize', () => {
  it('cuts a long list of differences and says how many there are more', () => {
    const lines = Array.from({ length: 9 }, (_, index) => `line ${index}`)
    expect(summarize(lines).split('\n')).toHaveLength(7)
    expect(summarize(lines)).toMatch(/… and 3 more differences$/)
  })

  it('cuts long values', () => {
    expect(inWords('x'.repeat(1000)).length).toBeLessThan(200)
  })
})
