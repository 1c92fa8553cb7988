import { describe, expect, it } from 'vitest'
import { createEvents } from '../../core/events.ts'
import type { ExchangeEvents } from './entry.ts'
import { createJournal } from './journal.ts'
import { exchangeOf } from './record.fixture.ts'

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

  it('lets other work run while it converts long entries, and leaves out what is dropped meanwhile', async () => {
    const { journal, add } = start(10)
    const ids = async (changeMeanwhile: () => void): Promise<number[]> => {
      for (let at = 1; at <= 10; at++) add(at, 'x'.repeat(16 * 1024))
      const first = journal.records()[0]?.id ?? 0
      const converting = journal.convertInSlices(journal.records(), ({ id }) => id - first)
      setImmediate(changeMeanwhile)
      return converting
    }
    const everything = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    expect(await ids(() => {})).toEqual(everything)
    const dropped = await ids(() => {
      for (let at = 1; at <= 8; at++) add(at)
    })
    expect(dropped.slice(-2)).toEqual([8, 9])
    expect(dropped.length).toBeLessThan(5)
    // Ids count from one again.
    const cleared = await ids(() => {
      journal.clear()
      for (let at = 1; at <= 10; at++) add(at)
    })
    expect(cleared.length).toBeLessThan(5)
  })

  it('rejects pending waits when it stops', async () => {
    const { journal } = start(2)
    const waiting = journal.waitFor({ status: 500 })
    journal.stop()
    await expect(waiting).rejects.toThrow('the server stopped')
  })
})
