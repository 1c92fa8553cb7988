import { expect, it } from 'vitest'
import { createTextStore, readStored, type StoredText } from './text-store.ts'

const KIBIBYTE = 1024

it('returns each text as it was added, whatever its length and alphabet', () => {
  const store = createTextStore()
  const texts = ['', 'a', 'ä€😀'.repeat(1000), 'x'.repeat(40_000), 'y'.repeat(16 * KIBIBYTE), 'z', '']
  const stored = texts.map((text) => store.add(text))
  expect(stored.map(readStored)).toEqual(texts)
})

it('reuses the memory of dropped texts', () => {
  const store = createTextStore()
  const stored: StoredText[] = []
  for (let count = 0; count < 10_000; count++) {
    stored.push(store.add(`${count} ${'x'.repeat(count % 2000)}`))
    const oldest = stored.length > 20 ? stored.shift() : undefined
    if (oldest !== undefined) store.drop(oldest)
    expect(store.size).toBeLessThanOrEqual(96 * KIBIBYTE)
  }
  expect(stored.map((text) => readStored(text).split(' ')[0])).toEqual(
    Array.from({ length: 20 }, (_, index) => String(9980 + index)),
  )
})

it('releases the memory of a long text with the text', () => {
  const store = createTextStore()
  const long = store.add('x'.repeat(200_000))
  store.add('after')
  expect(store.size).toBeGreaterThan(200_000)
  store.drop(long)
  expect(store.size).toBeLessThanOrEqual(32 * KIBIBYTE)
  store.clear()
  expect(store.size).toBe(0)
})
