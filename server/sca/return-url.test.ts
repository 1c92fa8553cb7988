import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asLocation, isReturnUrl, type ReturnParameters, returnUrl } from './return-url.ts'

const parameters: ReturnParameters = [
  ['state', 's-1'],
  ['code', 'c-1'],
]

describe('returnUrl', () => {
  it.each([
    ['no query', 'https://app.example', 'https://app.example?state=s-1&code=c-1'],
    ['a path', 'https://app.example/cb', 'https://app.example/cb?state=s-1&code=c-1'],
    ['a query', 'https://app.example/cb?a=1', 'https://app.example/cb?a=1&state=s-1&code=c-1'],
    ['an empty query', 'https://app.example/cb?', 'https://app.example/cb?state=s-1&code=c-1'],
    ['a question mark in the query', 'https://app.example/??', 'https://app.example/??&state=s-1&code=c-1'],
    ['a trailing ampersand', 'https://app.example/cb?a=1&', 'https://app.example/cb?a=1&state=s-1&code=c-1'],
    ['repeated keys', 'https://app.example/?a=1&a=2', 'https://app.example/?a=1&a=2&state=s-1&code=c-1'],
    ['a state of its own', 'https://app.example/?state=mine', 'https://app.example/?state=mine&state=s-1&code=c-1'],
    [
      'odd percent-encoding',
      'https://app.example/?q=%7e%2F+%zz',
      'https://app.example/?q=%7e%2F+%zz&state=s-1&code=c-1',
    ],
    ['a fragment', 'https://app.example/cb#/home?x=1', 'https://app.example/cb?state=s-1&code=c-1#/home?x=1'],
    ['query and fragment', 'http://[::1]:3000/?a=1#b', 'http://[::1]:3000/?a=1&state=s-1&code=c-1#b'],
  ])('adds parameters to a URL with %s', (_given, url, expected) => {
    expect(returnUrl(url, parameters)).toBe(expected)
  })

  it('percent-encodes the parameters', () => {
    expect(
      returnUrl('https://app.example/', [
        ['state', 'a&b=c'],
        ['code', '#ü'],
      ]),
    ).toBe('https://app.example/?state=a%26b%3Dc&code=%23%C3%BC')
  })

  it('appends exactly its two parameters to any URL', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const before = new URL(url)
        const after = new URL(returnUrl(url, parameters))
        expect([...after.searchParams]).toEqual([...before.searchParams, ['state', 's-1'], ['code', 'c-1']])
        expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash])
      }),
    )
  })
})

describe('isReturnUrl', () => {
  it.each([
    'https://app.example',
    'http://localhost:3000/callback?a=1#b',
    'HTTPS://APP.EXAMPLE/',
    'http://[::1]/',
    'https://münchen.example/rückkehr?für=dich',
    'https://app.example/@user?mail=a@b.example',
    'https://app.example?mail=a@b.example',
  ])('returns true for %s', (url) => {
    expect(isReturnUrl(url)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,hello'],
    ['a file', 'file:///etc/passwd'],
    ['an app scheme', 'myapp://callback'],
    ['a path', '/callback'],
    ['a host without a scheme', '//app.example/'],
    ['a scheme without slashes', 'https:app.example'],
    ['a missing host', 'https:///callback'],
    ['an empty host', 'https://'],
    ['a line break', 'https://app.example/\r\nSet-Cookie: a=b'],
    ['a tab inside', 'ht\ttps://app.example/'],
    ['a leading blank', ' https://app.example/'],
    ['a null', 'https://app.example/\u0000'],
    ['a backslash', 'https://app.example\\@evil.example'],
    ['a user', 'https://bank.example@evil.example/'],
    ['a user and password', 'https://me:secret@app.example/'],
    ['an empty user', 'https://@app.example/'],
    ['an impossible port', 'https://app.example:99999/'],
  ])('returns false for %s', (_given, url) => {
    expect(isReturnUrl(url)).toBe(false)
  })

  it('returns a boolean and never throws for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof isReturnUrl(text) === 'boolean'))
  })
})

describe('asLocation', () => {
  it('returns a plain URL unchanged', () => {
    const url = 'https://app.example/cb?a=%7e&b=[1]#c'
    expect(asLocation(url)).toBe(url)
  })

  it('percent-encodes characters that a header cannot contain, and keeps the address', () => {
    const url = 'https://münchen.example/rückkehr?für=😀'
    expect(asLocation(url)).toMatch(/^[\x21-\x7e]+$/)
    expect(new URL(asLocation(url)).href).toBe(new URL(url).href)
  })

  it('returns a valid header value for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => new Headers({ location: asLocation(text) })).not.toThrow()
      }),
    )
  })
})
