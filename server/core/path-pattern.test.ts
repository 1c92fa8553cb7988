import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathPattern } from './path-pattern.ts'

/** The meaning of a pattern, as a regular expression that is quick enough for short texts. */
const toRegExp = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split(/(\*\*|\*|\{\w+\})/)
      .map((part) => WILDCARDS[part] ?? part)
      .join('')}$`,
  )

const WILDCARDS: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*', '{id}': '[^/]+' }

describe('a path pattern', () => {
  it.each([
    { pattern: '/a/*', path: '/a/b', fits: true },
    { pattern: '/a/*', path: '/a/b/c', fits: false },
    { pattern: '/a/**', path: '/a/b/c', fits: true },
    { pattern: '/a/{id}/c', path: '/a/b/c', fits: true },
    { pattern: '/a/{id}', path: '/a/', fits: false },
    { pattern: '/a.c', path: '/abc', fits: false },
    { pattern: '/**/accounts/{id}', path: '/api/v2/accounts/1', fits: true },
    { pattern: '/**/accounts/{id}', path: '/api/v2/accounts/1/2', fits: false },
  ])('$pattern fits $path: $fits', ({ pattern, path, fits }) => {
    expect(pathPattern(pattern).test(path)).toBe(fits)
  })

  it('fits what its regular expression fits', () => {
    const part = fc.constantFrom('/', 'a', 'b', '*', '**', '{id}')
    const pattern = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''))
    const path = fc.string({ unit: fc.constantFrom('/', 'a', 'b'), maxLength: 9 })
    fc.assert(
      fc.property(pattern, fc.array(path, { minLength: 20, maxLength: 20 }), (tried, paths) => {
        const compiled = pathPattern(tried)
        const expected = toRegExp(tried)
        for (const given of paths)
          expect([tried, given, compiled.test(given)]).toEqual([tried, given, expected.test(given)])
      }),
      { numRuns: 500 },
    )
  })

  // Each of these takes a backtracking matcher longer than anybody waits.
  it.each([
    { pattern: `/${'**a'.repeat(30)}Z`, path: `/${'a'.repeat(16_000)}` },
    { pattern: `/${'*a'.repeat(90)}Z`, path: `/${'a'.repeat(16_000)}` },
    { pattern: `/**${'/*a'.repeat(60)}Z`, path: '/a'.repeat(8000) },
    { pattern: `/**${'{id}/'.repeat(30)}**Z`, path: '/aa'.repeat(5000) },
  ])('comes to an end: $pattern', ({ pattern, path }) => {
    expect(pathPattern(pattern).test(path)).toBe(false)
    expect(pathPattern(pattern).test(`${path}Z`)).toBe(true)
  })
})
