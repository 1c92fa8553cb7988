import { describe, expect, it } from 'vitest'
import { pathPattern } from '../../core/path-pattern.ts'
import type { Recorded } from './entry.ts'
import { createJournal } from './journal.ts'
import { hideQuoted, hideWithin, keptHeaders, keptRawHeaders, redactBody, redactCode, redactQuery } from './redact.ts'

const record = (at: number, text = ''): Omit<Recorded, 'id'> => ({
  at,
  milliseconds: 0,
  requestId: `request-${at}`,
  version: 'v2',
  operation: 'getBank',
  method: 'GET',
  path: '/api/v2/banks/1',
  query: undefined,
  clientId: undefined,
  userId: undefined,
  request: { headers: {}, body: undefined, size: 0 },
  response: { status: 200, headers: {}, text, size: text.length, isWhole: true, cut: undefined },
  errorCodes: [],
  hashes: [],
  explanation: undefined,
  refusedBy: undefined,
  fault: undefined,
})

const idsIn = (journal: ReturnType<typeof createJournal>): number[] => journal.find().map(({ id }) => id)

describe('a journal', () => {
  it('keeps the last entries, whatever their number', () => {
    const journal = createJournal(3)
    for (let at = 1; at <= 10_000; at++) journal.add(record(at))
    expect(idsIn(journal)).toEqual([9998, 9999, 10_000])
    expect([journal.size, journal.forgotten]).toEqual([3, 9997])
    expect(journal.get(9998)?.requestId).toBe('request-9998')
    expect([journal.get(9997), journal.get(10_001)]).toEqual([undefined, undefined])
  })

  it('keeps fewer where their bodies are long', () => {
    const journal = createJournal(2000)
    for (let at = 1; at <= 1500; at++) journal.add(record(at, 'x'.repeat(16 * 1024)))
    expect(journal.size).toBe((8 * 1024) / 16)
    expect(journal.forgotten).toBe(1500 - journal.size)
  })

  it('goes on where another stood', () => {
    const journal = createJournal(2)
    for (let at = 1; at <= 5; at++) journal.add(record(at))
    const copy = createJournal(2)
    copy.restore(JSON.parse(JSON.stringify(journal.all())))
    expect(copy.find()).toEqual(journal.find().map((entry) => JSON.parse(JSON.stringify(entry))))
    copy.add(record(6))
    expect(idsIn(copy)).toEqual([5, 6])
    copy.clear()
    copy.add(record(7))
    expect(idsIn(copy)).toEqual([1])
  })

  it('lets those go who wait when it stops', async () => {
    const journal = createJournal(2)
    const waiting = journal.waitFor({ status: 500 })
    journal.stop()
    await expect(waiting).rejects.toThrow('the server stopped')
  })
})

describe('redaction', () => {
  it.each([
    { given: { password: 'a', id: 'b' }, kept: { password: '[redacted]', id: 'b' } },
    {
      given: { multiStepAuthentication: { challengeResponse: '1' } },
      kept: { multiStepAuthentication: { challengeResponse: '[redacted]' } },
    },
    { given: [{ label: 'User', value: 'a' }], kept: [{ label: 'User', value: 'a' }] },
    { given: [{ label: 'PIN', value: 'a' }], kept: [{ label: 'PIN', value: '[redacted]' }] },
    { given: [{ label: 7, value: 'a' }], kept: [{ label: 7, value: '[redacted]' }] },
    { given: { password: ['a'], pin: { value: 'b' } }, kept: { password: '[redacted]', pin: '[redacted]' } },
    { given: { redirectCallback: 'code=1&state=2' }, kept: { redirectCallback: 'code=[redacted]&state=2' } },
    { given: { password: null }, kept: { password: null } },
  ])('keeps of $given only what is no secret', ({ given, kept }) => {
    expect(redactBody(given, (label) => label === 'User')).toEqual(kept)
  })

  it('keeps no secret and nothing that differs between runs in headers', () => {
    const headers = { Authorization: 'Bearer x', Host: 'a:1', Accept: '*/*', Location: 'https://a/?code=1#code=2' }
    const kept = { authorization: '[redacted]', accept: '*/*', location: 'https://a/?code=[redacted]#code=2' }
    expect(keptHeaders(Object.entries(headers))).toEqual(kept)
    expect(keptRawHeaders(Object.entries(headers).flat())).toEqual(kept)
    expect(keptRawHeaders(['Accept', 'a', 'ACCEPT', 'b'])).toEqual({ accept: 'a, b' })
  })

  it('hides secrets in queries and texts', () => {
    expect(redactQuery('a=1&client%5Fsecret=2&b')).toBe('a=1&client_secret=[redacted]&b')
    expect(redactCode('https://a/?x=1&code=2&barcode=3')).toBe('https://a/?x=1&code=[redacted]&barcode=3')
    expect(hideWithin('{"a":"Invalid token: x\\"y"}', ['x"y'])).toBe('{"a":"Invalid token: [redacted]"}')
    expect(hideQuoted('{"m":"The body is not readable JSON: \\"pin\\" at 3","n":1}')).toBe(
      '{"m":"The body is not readable JSON: [redacted]","n":1}',
    )
  })
})

it.each([
  { pattern: '/a/*', path: '/a/b', fits: true },
  { pattern: '/a/*', path: '/a/b/c', fits: false },
  { pattern: '/a/**', path: '/a/b/c', fits: true },
  { pattern: '/a/{id}/c', path: '/a/b/c', fits: true },
  { pattern: '/a/{id}', path: '/a/', fits: false },
  { pattern: '/a.c', path: '/abc', fits: false },
])('the pattern $pattern fits $path: $fits', ({ pattern, path, fits }) => {
  expect(pathPattern(pattern).test(path)).toBe(fits)
})
