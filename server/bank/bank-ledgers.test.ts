import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { Persona } from '../../scenarios/types.ts'
import { type BankLedgers, createBankLedgers, createLedgerCache, type LedgerCache } from './bank-ledgers.ts'

const persona = (amount: number): Persona => ({
  name: 'somebody',
  holder: 'Some Body',
  history: 3,
  accounts: [
    {
      name: 'Giro',
      type: 'Checking',
      blz: '50099999',
      accountNumber: '1',
      openingBalance: 0,
      habits: [{ kind: 'scheduled', name: 'A', day: 1, amount, method: 'transfer', with: { name: 'B' }, purpose: 'C' }],
    },
  ],
})

const create = (seed: string, cache: LedgerCache, known: Persona): BankLedgers =>
  createBankLedgers({ seed, cache, findPersona: () => known })

it('shares books between worlds, but not between two personas of one name', () => {
  const cache = createLedgerCache()
  const [one, other] = [persona(1), persona(2)]
  const book = create('seed', cache, one).through(one, '2026-03-10')
  expect(create('seed', cache, one).through(one, '2026-03-10')).toBe(book)
  expect(create('other', cache, one).through(one, '2026-03-10')).not.toBe(book)
  const different = create('seed', cache, other).through(other, '2026-03-10')
  expect(different.ledgers[0]?.bookings.map(({ amount }) => amount)).toEqual([200, 200, 200, 200])
})

it('makes the same books again from their state', () => {
  const one = persona(1)
  const ledgers = create('seed', createLedgerCache(), one)
  ledgers.through(one, '2026-01-31')
  const book = ledgers.through(one, '2026-03-10')
  const restored = create('seed', createLedgerCache(), one)
  restored.restore(JSON.parse(JSON.stringify(ledgers.state())))
  expect(restored.book(one)).toEqual(book)
  expect(book.from).toBe('2025-10-01')
})

it('releases books that no world uses', async () => {
  const cache = createLedgerCache()
  const one = persona(1)
  const used = create('used', cache, one)
  used.through(one, '2026-03-10')
  const references = Array.from({ length: 20 }, (_, index) => {
    const book = create(`seed ${index}`, cache, one).through(one, '2026-03-10')
    return new WeakRef(book)
  })
  const usedBook = new WeakRef(used.through(one, '2026-03-10'))
  // An object that was reached in a task is not collected before its end.
  await new Promise((resolve) => setImmediate(resolve))
  collectGarbage()
  expect(references.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(10)
  expect(create('used', cache, one).through(one, '2026-03-10')).toBe(usedBook.deref())
})

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
