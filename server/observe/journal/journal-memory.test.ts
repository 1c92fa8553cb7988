import { expect, it } from 'vitest'
import { createEvents } from '../../core/events.ts'
import type { ExchangeEvents } from './entry.ts'
import { createJournal } from './journal.ts'
import { createJournalMemory } from './journal-memory.ts'
import { exchangeOf } from './record.fixture.ts'

const KIBIBYTE = 1024
const TEXT = 'x'.repeat(8 * KIBIBYTE)

const start = (maxBytes: number) => {
  const memory = createJournalMemory(maxBytes)
  const createOne = () => {
    const events = createEvents<ExchangeEvents>()
    const journal = createJournal(1000, events, memory)
    const add = (count: number): void => {
      for (let at = 1; at <= count; at++) events.publish('exchange', exchangeOf({ at }, TEXT))
    }
    return { journal, add }
  }
  return { memory, createOne }
}

it('drops the oldest exchanges of the largest journal when all together are too large', () => {
  const { memory, createOne } = start(1024 * KIBIBYTE)
  const [large, small, other] = [createOne(), createOne(), createOne()]
  small.add(5)
  large.add(90)
  expect([small.journal.dropped, large.journal.dropped]).toEqual([0, 0])
  other.add(50)
  expect(memory.size).toBeLessThanOrEqual(1024 * KIBIBYTE)
  expect([small.journal.dropped, other.journal.dropped]).toEqual([0, 0])
  expect(large.journal.dropped).toBeGreaterThan(20)
  expect(large.journal.find().at(-1)?.id).toBe(90)
})

it('keeps the last exchange of each journal, however many there are', () => {
  const { createOne } = start(64 * KIBIBYTE)
  const journals = Array.from({ length: 20 }, createOne)
  for (const { add } of journals) add(3)
  expect(journals.map(({ journal }) => journal.find().map(({ id }) => id))).toEqual(journals.map(() => [3]))
})

it('counts no cleared journal, and none of a world that was removed', () => {
  const { memory, createOne } = start(1024 * KIBIBYTE)
  const [cleared, stopped] = [createOne(), createOne()]
  cleared.add(20)
  stopped.add(20)
  cleared.journal.clear()
  stopped.journal.stop()
  expect(memory.size).toBe(0)
  // A request may still be under way when its world is removed.
  stopped.add(1)
  expect([memory.size, stopped.journal.size]).toEqual([0, 21])
  cleared.add(1)
  expect(memory.size).toBeGreaterThan(0)
})
