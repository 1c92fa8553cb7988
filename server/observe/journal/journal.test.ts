import { describe, expect, it } from 'vitest'
import { createEvents } from '../../core/events.ts'
import type { ExchangeEvents } from './entry.ts'
import { createJournal } from './journal.ts'
import { exchangeOf } from './record.fixture.ts'
import {
  redactBody,
  redactCode,
  redactExcerpt,
  redactQuery,
  redactValues,
  toStoredHeaders,
  toStoredRawHeaders,
} from './redact.ts'

const start = (limit: number) => {
  const events = createEvents<ExchangeEvents>()
  const journal = createJournal(limit, events)
  const add = (at: number, text = ''): void =>
    events.publish('exchange', exchangeOf({ at, requestId: `request-${at}` }, text))
  return { journal, add }
}

const idsIn = (journal: ReturnType<typeof createJournal>): number[] => journal.find().map(({ id }) => id)

describe('a journal', () => {
  it('keeps as many of the last entries as its limit', () => {
    const { journal, add } = start(3)
    for (let at = 1; at <= 10_000; at++) add(at)
    expect(idsIn(journal)).toEqual([9998, 9999, 10_000])
    expect([journal.size, journal.dropped]).toEqual([3, 9997])
    expect(journal.get(9998)?.requestId).toBe('request-9998')
    expect([journal.get(9997), journal.get(10_001)]).toEqual([undefined, undefined])
  })

  it('keeps fewer entries with long bodies', () => {
    const { journal, add } = start(2000)
    for (let at = 1; at <= 1500; at++) add(at, 'x'.repeat(16 * 1024))
    // 16 MiB, of which each of these takes 17 KiB or a little more.
    expect(journal.size).toBeGreaterThan(900)
    expect(journal.size).toBeLessThanOrEqual((16 * 1024) / 17)
    expect(journal.dropped).toBe(1500 - journal.size)
  })

  it('counts from one again after it is cleared', () => {
    const { journal, add } = start(2)
    for (let at = 1; at <= 5; at++) add(at)
    journal.clear()
    add(6)
    expect(idsIn(journal)).toEqual([1])
  })

  it('rejects pending waits when it stops', async () => {
    const { journal } = start(2)
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
  ])('redacts the secrets of $given', ({ given, kept }) => {
    expect(redactBody(given, (label) => label === 'User')).toEqual(kept)
  })

  it('drops volatile headers and redacts secret ones', () => {
    const headers = { Authorization: 'Bearer x', Host: 'a:1', Accept: '*/*', Location: 'https://a/?code=1#code=2' }
    const kept = { authorization: '[redacted]', accept: '*/*', location: 'https://a/?code=[redacted]#code=2' }
    expect(toStoredHeaders(Object.entries(headers))).toEqual(kept)
    expect(toStoredRawHeaders(Object.entries(headers).flat())).toEqual(kept)
    expect(toStoredRawHeaders(['Accept', 'a', 'ACCEPT', 'b'])).toEqual({ accept: 'a, b' })
  })

  it('hides secrets in queries and texts', () => {
    expect(redactQuery('a=1&client%5Fsecret=2&b')).toBe('a=1&client_secret=[redacted]&b')
    expect(redactCode('https://a/?x=1&code=2&barcode=3')).toBe('https://a/?x=1&code=[redacted]&barcode=3')
    expect(redactValues('{"a":"Invalid token: x\\"y"}', ['x"y'])).toBe('{"a":"Invalid token: [redacted]"}')
    expect(redactExcerpt('{"m":"The body is not readable JSON: \\"pin\\" at 3","n":1}')).toBe(
      '{"m":"The body is not readable JSON: [redacted]","n":1}',
    )
  })
})
