import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isValidBic, isValidCreditorId, isValidIban } from '../server/bank/iban.ts'
import { balanceAfter, createLedgers, indexOfDay } from '../server/bank/ledger.ts'
import { embeddedContents } from './library.ts'

const { categories, banks, personas, scenarios } = embeddedContents

const filesIn = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, import.meta.url))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))

const duplicates = <Value>(values: readonly Value[]): Value[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

describe('categories', () => {
  it('have twelve roots, two levels and unique ids', () => {
    const roots = categories.filter(({ parent }) => parent === undefined).map(({ id }) => id)
    expect(roots).toHaveLength(12)
    expect(categories).toHaveLength(79)
    expect(duplicates(categories.map(({ id }) => id))).toEqual([])
    expect(categories.filter(({ parent }) => parent !== undefined && !roots.includes(parent))).toEqual([])
  })
})

describe('banks', () => {
  const catalogue = banks.filter(({ id }) => id > 200_000 && id < 201_000)

  it('have unique ids and bank codes, those of scenarios included', () => {
    const all = [...banks, ...scenarios.flatMap(({ bank }) => bank ?? [])]
    expect(all.length).toBeGreaterThan(banks.length)
    expect(duplicates(all.map(({ id }) => id))).toEqual([])
    expect(duplicates(all.map(({ blz }) => blz))).toEqual([])
  })

  it('offer a catalogue of several countries', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(64)
    expect(catalogue.filter(({ location }) => location === 'AT').length).toBeGreaterThanOrEqual(6)
    expect(catalogue.filter(({ location }) => location === 'CZ').length).toBeGreaterThanOrEqual(5)
    expect(catalogue.filter(({ location }) => location === undefined).length).toBeGreaterThanOrEqual(2)
    expect(catalogue.filter(({ interfaces }) => interfaces.length === 0)).toHaveLength(1)
  })

  it('have valid BICs of the right country, and German bank codes of eight digits', () => {
    for (const { bic, blz, location } of catalogue) {
      if (bic !== undefined) expect(isValidBic(bic), bic).toBe(true)
      if (bic !== undefined && location !== undefined) expect(bic.slice(4, 6)).toBe(location)
      if (location === 'DE') expect(blz).toMatch(/^[1-8]\d{7}$/)
    }
  })
})

const books = personas.map((persona) => {
  const { ledgers } = createLedgers(persona, 'seed', '2032-12-31')
  return { persona, ledgers, bookings: ledgers.flatMap((ledger) => ledger.bookings) }
})

describe('personas', () => {
  it('are named after their files', () => {
    const names = personas.map(({ name }) => name)
    expect(filesIn('personas').filter((file) => !names.includes(file))).toEqual([])
  })

  it('have accounts and habits with unique names', () => {
    for (const { name, accounts } of personas) {
      expect(duplicates(accounts.map((account) => account.name)), name).toEqual([])
      expect(duplicates(accounts.map(({ accountNumber }) => accountNumber)), name).toEqual([])
      for (const { habits = [] } of accounts) {
        expect(duplicates(habits.map((habit) => habit.name)), name).toEqual([])
      }
    }
  })

  it('use categories that exist', () => {
    const known = new Set(categories.map(({ id }) => id))
    for (const { persona, bookings } of books) {
      const habits = persona.accounts.flatMap((account) => account.habits ?? [])
      const used = [...bookings, ...habits].flatMap(({ categoryId }) => categoryId ?? [])
      expect(new Set(used.filter((id) => !known.has(id))), persona.name).toEqual(new Set())
    }
  })

  it('have bookings with valid IBANs, BICs, creditor ids, purposes and amounts', () => {
    for (const { persona, bookings } of books) {
      const { name } = persona
      const distinct = (pick: (booking: (typeof bookings)[number]) => string | undefined) =>
        [...new Set(bookings.map(pick))].filter((value) => value !== undefined)
      expect(
        distinct(({ counterpartIban }) => counterpartIban).filter((iban) => !isValidIban(iban)),
        name,
      ).toEqual([])
      expect(
        distinct(({ counterpartBic }) => counterpartBic).filter((bic) => !isValidBic(bic)),
        name,
      ).toEqual([])
      expect(
        distinct(({ creditorId }) => creditorId).filter((id) => !isValidCreditorId(id)),
        name,
      ).toEqual([])
      const unpaired = bookings.filter(({ creditorId, mandateReference }) => !creditorId !== !mandateReference)
      expect(unpaired, name).toEqual([])
      expect(
        bookings.filter(({ purpose }) => purpose !== undefined && /[{}]/.test(purpose)),
        name,
      ).toEqual([])
      expect(
        bookings.filter(({ amount }) => !Number.isSafeInteger(amount)),
        name,
      ).toEqual([])
    }
  })

  it('keep plausible balances for thirteen years', () => {
    for (const { persona, ledgers } of books) {
      for (const [index, ledger] of ledgers.entries()) {
        const type = persona.accounts[index]?.type
        if (type === 'Loan') continue
        const balances = ledger.sums.map((_, count) => balanceAfter(ledger, count) / 100)
        const floor = type === 'CreditCard' ? -3500 : -1000
        expect(Math.min(...balances), ledger.accountKey).toBeGreaterThan(floor)
        expect(Math.max(...balances), ledger.accountKey).toBeLessThan(40_000)
      }
    }
  })

  it('have a believable number of bookings in 24 months at the demo banks, most of them categorised', () => {
    const names = new Set(scenarios.flatMap(({ answers, persona }) => (answers === undefined ? [] : [persona])))
    const everyday = books.filter(({ persona }) => names.has(persona.name))
    expect(everyday.length).toBeGreaterThan(2)
    for (const { persona, ledgers } of everyday) {
      const recent = ledgers.flatMap((ledger) => ledger.bookings.slice(indexOfDay(ledger, '2031-01-01')))
      expect(recent.length, persona.name).toBeGreaterThan(1300)
      expect(recent.length, persona.name).toBeLessThan(1900)
      expect(new Set(recent.flatMap(({ categoryId }) => categoryId ?? [])).size, persona.name).toBeGreaterThan(10)
      const share = recent.filter(({ categoryId }) => categoryId !== undefined).length / recent.length
      expect(share, persona.name).toBeGreaterThan(0.9)
      expect(share, persona.name).toBeLessThan(0.965)
    }
  })
})

describe('scenarios', () => {
  it('are named after their files', () => {
    const folders = ['around', 'decoupled', 'demo', 'embedded', 'outcome', 'redirect']
    expect(scenarios.map(({ name }) => name).sort()).toEqual(folders.flatMap(filesIn).sort())
  })

  it('differ from each other, in the bank or in what their client does', () => {
    const first = new Map<string, string>()
    for (const { name, description, bank, answers, clientBehaviour, ...steps } of scenarios) {
      if (clientBehaviour !== undefined || answers !== undefined) continue
      const key = JSON.stringify([steps, bank?.login, bank?.supported])
      expect(first.get(key), `${name} has the same steps and no clientBehaviour`).toBeUndefined()
      first.set(key, name)
    }
  })
})
