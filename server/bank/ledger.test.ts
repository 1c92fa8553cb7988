import { describe, expect, it } from 'vitest'
import type { Persona } from '../../scenarios/types.ts'
import { addDays } from '../core/days.ts'
import { isBankingDay } from './banking-days.ts'
import { isValidIban } from './iban.ts'
import {
  balanceAfter,
  createLedgers,
  extendLedgers,
  indexOfDay,
  type Ledger,
  ledgerStart,
  pendingBookings,
} from './ledger.ts'

const persona: Persona = {
  name: 'test-person',
  holder: 'Test Person',
  banks: [{ blz: '50099999', name: 'Bank', bic: 'TESTDEFF' }],
  accounts: [
    {
      name: 'Giro',
      type: 'Checking',
      blz: '50099999',
      accountNumber: '1',
      openingBalance: 1000.1,
      habits: [
        {
          kind: 'scheduled',
          name: 'Gehalt',
          day: 31,
          weekend: 'previous',
          amount: 2000.05,
          method: 'salary',
          with: { name: 'Firma', blz: '50099999', accountNumber: '77' },
          purpose: 'Gehalt {month} {year}',
          categoryId: 323,
        },
        {
          kind: 'scheduled',
          name: 'Strom',
          every: 'quarter',
          month: 2,
          day: 15,
          amount: -90,
          method: 'direct-debit',
          with: { name: 'Werk', creditorId: 'DE98ZZZ09999999999', mandateReference: 'M-1' },
          purpose: 'Abschlag {lastMonth}',
        },
        { kind: 'transfer', name: 'Sparen', day: 2, amount: 50, to: 'Sparbuch', purpose: 'Sparen' },
        { kind: 'surplus', name: 'Rest', day: 5, roundTo: 10, to: 'Sparbuch', purpose: 'Rest {lastMonth}' },
        {
          kind: 'frequent',
          name: 'Einkauf',
          times: { from: 20, to: 30 },
          amount: { from: -3.1, to: -80.9 },
          method: 'card',
          with: [{ name: 'Laden' }, { name: 'Markt', categoryId: 402 }],
          purpose: 'Beleg {digits:6} {date} {time}',
        },
      ],
    },
    { name: 'Sparbuch', type: 'Savings', blz: '50099999', accountNumber: '2', openingBalance: 500 },
    {
      name: 'Karte',
      type: 'CreditCard',
      blz: '50099999',
      accountNumber: '5412000000000001',
      openingBalance: 0,
      habits: [
        { kind: 'surplus', name: 'Abrechnung', day: 7, to: 'Giro', purpose: 'Abrechnung {lastMonth}' },
        {
          kind: 'frequent',
          name: 'Online',
          times: 4,
          amount: { from: -10, to: -50, step: 5 },
          method: 'card',
          with: { name: 'SHOP' },
          purpose: 'Bestellung {letters:4}',
        },
      ],
    },
  ],
}

const createTestLedgers = (through: string, from?: string, seed = 'seed') =>
  createLedgers(persona, seed, through, from).ledgers
const inMonth = (ledger: Ledger | undefined, month: string) =>
  ledger?.bookings.filter((booking) => booking.day.startsWith(month))

describe('ledgerStart', () => {
  it.each([
    { through: '2026-06-01', start: '2020-01-01' },
    { through: '2032-12-31', start: '2020-01-01' },
    { through: '2033-01-01', start: '2030-01-01' },
  ])('returns $start for $through', ({ through, start }) => {
    expect(ledgerStart(through)).toBe(start)
  })

  it('returns at least two full years for a persona with many bookings', () => {
    expect(ledgerStart('2026-01-01', 'recent')).toBe('2024-01-01')
    expect(ledgerStart('2026-12-31', 'recent')).toBe('2024-01-01')
  })

  it.each([
    { months: 1, start: '2026-02-01' },
    { months: 24, start: '2024-03-01' },
  ])('returns $start for a history of $months months', ({ months, start }) => {
    expect(ledgerStart('2026-03-31', months)).toBe(start)
  })
})

describe('createLedgers', () => {
  it('generates the same bookings for the same seed, and others for another', () => {
    expect(createTestLedgers('2024-06-30')).toEqual(createTestLedgers('2024-06-30'))
    expect(createTestLedgers('2024-06-30')[0]?.bookings).not.toEqual(
      createTestLedgers('2024-06-30', undefined, 'other')[0]?.bookings,
    )
  })

  it('generates the same bookings of a month whatever days the ledger covers', () => {
    const long = createTestLedgers('2026-12-31')
    const short = createTestLedgers('2025-03-31', '2025-03-01')
    for (const index of [0, 1, 2]) expect(inMonth(short[index], '2025-03')).toEqual(inMonth(long[index], '2025-03'))
  })

  it('sorts bookings by day and keeps running totals', () => {
    for (const ledger of createTestLedgers('2026-08-17')) {
      let sum = 0
      for (const [index, booking] of ledger.bookings.entries()) {
        expect(Number.isInteger(booking.amount)).toBe(true)
        expect(booking.day >= (ledger.bookings[index - 1]?.day ?? '')).toBe(true)
        sum += booking.amount
        expect(ledger.sums[index + 1]).toBe(sum)
        expect((ledger.incomeSums[index + 1] ?? 0) + (ledger.spendingSums[index + 1] ?? 0)).toBe(sum)
      }
      expect(balanceAfter(ledger, ledger.bookings.length)).toBe(ledger.openingBalance + sum)
    }
    expect(createTestLedgers('2026-08-17')[0]?.openingBalance).toBe(100_010)
  })

  it('books transfers on banking days only, and card payments on other days too', () => {
    const bookings = createTestLedgers('2026-12-31')[0]?.bookings ?? []
    expect(bookings.filter((booking) => booking.type !== 'Kartenzahlung').every(({ day }) => isBankingDay(day))).toBe(
      true,
    )
    expect(bookings.some((booking) => booking.type === 'Kartenzahlung' && !isBankingDay(booking.day))).toBe(true)
  })

  it.each([
    { month: '2026-02', day: '2026-02-27' },
    { month: '2026-04', day: '2026-04-30' },
    { month: '2026-05', day: '2026-05-29' },
  ])('pays the salary of $month on $day', ({ month, day }) => {
    const salary = inMonth(createTestLedgers('2026-12-31')[0], month)?.filter(({ type }) => type === 'Gehalt/Rente')
    expect(salary).toMatchObject([{ day, amount: 200_005, customerReference: expect.stringMatching(/^\d{10}$/) }])
  })

  it('adds creditor id, mandate and codes to a direct debit', () => {
    const ledger = createTestLedgers('2026-12-31')[0]
    const debits = ledger?.bookings.filter(({ day, type }) => day >= '2026' && type === 'SEPA-Lastschrift')
    expect(debits?.map(({ day }) => day)).toEqual(['2026-02-16', '2026-05-15', '2026-08-17', '2026-11-16'])
    expect(debits?.[0]).toMatchObject({
      amount: -9000,
      purpose: 'Abschlag Januar 2026',
      creditorId: 'DE98ZZZ09999999999',
      mandateReference: 'M-1',
      typeCodeZka: '105',
      categoryId: undefined,
    })
  })

  it('leaves out purposes and counterpart names that the bank does not deliver', () => {
    const silent: Persona = {
      name: 'silent',
      holder: 'Silent',
      accounts: [
        {
          name: 'Giro',
          type: 'Checking',
          blz: '50099999',
          accountNumber: '1',
          openingBalance: 0,
          habits: [
            { kind: 'scheduled', name: 'A', day: 1, amount: 1, method: 'transfer', with: { name: null }, purpose: 'x' },
            {
              kind: 'frequent',
              name: 'B',
              times: 20,
              amount: -1,
              method: 'card',
              with: { name: 'N' },
              purpose: [null, 'y'],
            },
          ],
        },
      ],
    }
    const bookings = createLedgers(silent, 'seed', '2026-01-31', '2026-01-01').ledgers[0]?.bookings ?? []
    expect(bookings).toHaveLength(21)
    const named = bookings.filter(({ purpose }) => purpose === 'x')
    expect(named.map(({ counterpartName }) => counterpartName)).toEqual([undefined])
    expect(new Set(bookings.map(({ purpose }) => purpose))).toEqual(new Set(['x', 'y', undefined]))
  })

  it('mirrors transfers between own accounts', () => {
    const [giro, savings] = createTestLedgers('2026-12-31')
    const sent = giro?.bookings.filter(({ purpose }) => purpose === 'Sparen') ?? []
    const received = savings?.bookings.filter(({ purpose }) => purpose === 'Sparen') ?? []
    expect(sent).toHaveLength(84)
    expect(received.map(({ day, amount }) => ({ day, amount: -amount }))).toEqual(
      sent.map(({ day, amount }) => ({ day, amount })),
    )
    expect(isValidIban(sent[0]?.counterpartIban ?? '')).toBe(true)
    expect(sent[0]).toMatchObject({ counterpartName: 'Test Person', type: 'Dauerauftrag', amount: -5000 })
    expect(received[0]).toMatchObject({ counterpartAccountNumber: '1', type: 'Überweisungsgutschrift' })
  })

  it('settles the month before in full, so that the balance stays stable', () => {
    const [giro, , card] = createTestLedgers('2026-12-31')
    const november = inMonth(card, '2026-11')?.filter(({ amount }) => amount < 0) ?? []
    const settlement = inMonth(card, '2026-12')?.find(({ amount }) => amount > 0)
    expect(settlement?.amount).toBe(-november.reduce((sum, { amount }) => sum + amount, 0))
    const atTurnOfYears = [2021, 2023, 2025, 2027].map((year) => {
      return giro === undefined ? 0 : balanceAfter(giro, indexOfDay(giro, `${year}-01-01`))
    })
    for (const balance of atTurnOfYears) expect(Math.abs(balance - 100_010)).toBeLessThan(200_000)
  })

  it.each([
    {
      fault: 'a transfer to an unknown account',
      habits: [{ kind: 'transfer', name: 'X', day: 1, amount: 1, to: 'Nirgends', purpose: 'x' }],
    },
    {
      fault: 'a placeholder that does not exist',
      habits: [{ kind: 'transfer', name: 'X', day: 1, amount: 1, to: 'Ziel', purpose: '{oops}' }],
    },
    {
      fault: 'accounts that sweep into each other',
      habits: [{ kind: 'surplus', name: 'X', day: 1, to: 'Ziel', purpose: 'x' }],
    },
  ] as const)('throws for $fault', ({ habits }) => {
    const wrong: Persona = {
      name: 'wrong',
      holder: 'Wrong',
      accounts: [
        {
          name: 'Start',
          type: 'Checking',
          blz: '50099999',
          accountNumber: '1',
          openingBalance: 0,
          habits: [...habits],
        },
        {
          name: 'Ziel',
          type: 'Checking',
          blz: '50099999',
          accountNumber: '2',
          openingBalance: 0,
          habits: [{ kind: 'surplus', name: 'Y', day: 1, to: 'Start', purpose: 'y' }],
        },
      ],
    }
    expect(() => createLedgers(wrong, 'seed', '2026-01-31')).toThrow(/wrong|oops/)
  })
})

describe('extendLedgers', () => {
  it('only appends bookings, and equals a new ledger of the same days', () => {
    const book = createLedgers(persona, 'seed', '2026-03-10')
    const before = book.ledgers.map((ledger) => [...ledger.bookings])
    for (const through of ['2026-03-11', '2026-03-31', '2026-03-01', '2026-06-15']) extendLedgers(book, through)
    for (const [index, ledger] of book.ledgers.entries()) {
      expect(ledger.bookings.slice(0, before[index]?.length)).toEqual(before[index])
    }
    expect(book).toEqual(createLedgers(persona, 'seed', '2026-06-15'))
  })

  it.each([
    { history: 'decade', from: '2020-01-01', end: '2049-12-31' },
    { history: 'recent', from: '2024-01-01', end: '2033-12-31' },
    { history: 24, from: '2024-03-01', end: '2054-02-28' },
  ] as const)('covers some years only, whatever the day: $history', ({ history, from, end }) => {
    const book = createLedgers({ ...persona, history }, 'seed', '2026-03-10')
    extendLedgers(book, '2999-12-31')
    expect([book.from, book.through]).toEqual([from, end])
    const { length } = book.ledgers[0]?.bookings ?? []
    extendLedgers(book, '2999-12-31')
    expect(book.ledgers[0]?.bookings).toHaveLength(length)
    expect(book).toEqual(createLedgers({ ...persona, history }, 'seed', '2999-12-31', from))
    expect(pendingBookings(book, 0, '2999-12-31')).toEqual([])
  })
})

describe('indexOfDay', () => {
  it('returns the index of the first booking on or after a day', () => {
    const [ledger] = createTestLedgers('2026-12-31')
    if (ledger === undefined) throw new Error('no ledger')
    for (const day of ['2000-01-01', '2020-01-01', '2025-02-14', '2026-12-31', '2027-01-01']) {
      const expected = ledger.bookings.findIndex((booking) => booking.day >= day)
      expect(indexOfDay(ledger, day)).toBe(expected === -1 ? ledger.bookings.length : expected)
    }
  })
})

describe('pendingBookings', () => {
  it('announces a few bookings of the coming days', () => {
    const book = createLedgers(persona, 'seed', '2026-03-10')
    const later = createLedgers(persona, 'seed', '2026-12-31').ledgers[0]?.bookings ?? []
    for (let day = '2026-01-01'; day < '2026-12-01'; day = addDays(day, 29)) {
      const pending = pendingBookings(book, 0, day)
      expect(pending.length).toBeLessThanOrEqual(5)
      for (const booking of pending) {
        expect(booking.day > day).toBe(true)
        expect(later).toContainEqual(booking)
      }
    }
    expect(pendingBookings(book, 0, '2026-03-10')).not.toHaveLength(0)
    expect(pendingBookings(book, 0, '2026-03-10')).toEqual(pendingBookings(book, 0, '2026-03-10'))
  })
})
