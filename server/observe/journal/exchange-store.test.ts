import { describe, expect, it } from 'vitest'
import type { ExchangeTexts, RecordedExchange } from './entry.ts'
import { createExchangeStore } from './exchange-store.ts'
import { exchangeOf } from './record.fixture.ts'

const LONG = 16 * 1024
const MAX_BYTES = 16 * 1024 * 1024

const body = (text: string) => ({ text, size: text.length, isWhole: true })

/** Counts two bytes for a character on the heap, and UTF-8 for the texts. */
const countBytes = ({ path, query = '', refusal = '' }: RecordedExchange, texts: ExchangeTexts): number =>
  2 * [path, query, refusal].join('').length +
  [texts.request?.text, texts.response?.text, ...texts.rawHeaders].reduce(
    (bytes, text = '') => bytes + Buffer.byteLength(text),
    0,
  )

describe('a full store', () => {
  it.each<{ what: string; record?: Partial<RecordedExchange>; texts?: Partial<ExchangeTexts>; least: number }>([
    { what: 'request bodies', texts: { request: body('x'.repeat(LONG)) }, least: 900 },
    { what: 'bodies of two-byte characters', texts: { request: body('ä'.repeat(LONG)) }, least: 450 },
    {
      what: 'bodies both ways',
      texts: { request: body('x'.repeat(LONG)), response: body('x'.repeat(LONG)) },
      least: 450,
    },
    { what: 'paths', record: { path: 'x'.repeat(LONG) }, least: 350 },
    { what: 'queries', record: { query: 'x'.repeat(LONG) }, least: 350 },
    { what: 'refusals', record: { refusal: 'x'.repeat(LONG) }, least: 350 },
    { what: 'headers', texts: { rawHeaders: Array(32).fill('x'.repeat(LONG / 32)) }, least: 900 },
  ])('keeps long $what within 16 MiB', ({ record: changes, texts: changed, least }) => {
    const store = createExchangeStore(2000)
    for (let count = 0; count < 1200; count++) {
      const { record, texts } = exchangeOf(changes)
      store.add(record, { ...texts, ...changed })
    }
    const bytes = store.all().reduce((sum, record) => sum + countBytes(record, store.texts(record) ?? fail()), 0)
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES)
    // It drops no more than it has to.
    expect(store.size).toBeGreaterThan(least)
    expect(store.size + store.dropped).toBe(1200)
  })

  it('keeps an exchange that is larger than everything else together', () => {
    const store = createExchangeStore(10)
    for (const size of [1, MAX_BYTES + 1]) {
      const { record, texts } = exchangeOf({ path: 'x'.repeat(size) })
      store.add(record, texts)
    }
    expect(store.all().map(({ id }) => id)).toEqual([2])
  })
})

const fail = (): never => {
  throw new Error('the texts of a stored exchange are missing')
}
