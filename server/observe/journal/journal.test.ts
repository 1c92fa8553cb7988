import { describe, expect, it } from 'vitest'
import { createEvents } from '../../core/events.ts'
import { pathPattern } from '../../core/path-pattern.ts'
import type { ExchangeEvents } from './entry.ts'
import { createJournal } from './journal.ts'
import { recordOf } from './record.fixture.ts'

const start = (limit: number) => {
  const events = createEvents<ExchangeEvents>()
  const journal = createJournal(limit, events)
  const add = (at: number, text = ''): void =>
    events.publish('exchange', {
      record: recordOf({
        at,
        requestId: `request-${at}`,
        response: { status: 200, headers: {}, text, size: text.length, isWhole: true, cut: undefined },
      }),
      challengeType: undefined,
      listedBanks: [],
    })
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
    expect(journal.size).toBe((8 * 1024) / 16)
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

it.each([
  { pattern: '/a/*', path: '/a/b', fits: true },
  { pattern: '/a/*', path: '/a/b/c', fits: false },
  { pattern: '/a/**', path: '/a/b/c', fits: true },
  { pattern: '/a/{id}/c', path: '/a/b/c', fits: true },
  { pattern: '/a/{id}', path: '/a/', fits: false },
  { pattern: '/a.c', path: '/abc', fits: false },
])('the pattern $pattern matches $path: $fits', ({ pattern, path, fits }) => {
  expect(pathPattern(pattern).test(path)).toBe(fits)
})
