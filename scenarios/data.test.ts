import { readdirSync, readFileSync } from 'node:fs'
import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isValidBic, isValidCreditorId, isValidIban } from '../server/bank/iban.ts'
import { balanceAfter, createLedgers, indexOfDay } from '../server/bank/ledger.ts'
import type { Persona, Scenario } from './types.ts'

interface CategoryFile {
  categories: { id: number; name: string; parent?: number }[]
}
interface BankFile {
  banks: { id: number; blz: string; bic?: string; location?: string; interfaces: unknown[]; group?: { id: number } }[]
}

const here = (path: string) => new URL(path, import.meta.url)
const readYaml = (path: string): unknown => parse(readFileSync(here(path), 'utf8'))

const ajv = new Ajv.default({ strictTypes: false, allErrors: true })
const validatorOf = <T>(name: string): ValidateFunction<T> =>
  ajv.compile<T>(JSON.parse(readFileSync(here(`schema/${name}.json`), 'utf8')))

function checked<T>(validate: ValidateFunction<T>, path: string): T {
  const content = readYaml(path)
  if (!validate(content)) throw new Error(`${path}: ${ajv.errorsText(validate.errors)}`)
  return content
}

const yamlFiles = (folder: string) => readdirSync(here(`${folder}/`)).filter((name) => name.endsWith('.yaml'))

const { categories } = checked(validatorOf<CategoryFile>('categories'), 'categories.yaml')
const validateBanks = validatorOf<BankFile>('bank')
const bankFiles = new Map(yamlFiles('banks').map((name) => [name, checked(validateBanks, `banks/${name}`).banks]))
const validatePersona = validatorOf<Persona>('persona')
const personas = yamlFiles('personas').map((file) => ({ file, persona: checked(validatePersona, `personas/${file}`) }))
const validateScenario = validatorOf<Scenario>('scenario')
const scenarios = yamlFiles('.')
  .filter((file) => file !== 'categories.yaml')
  .map((file) => ({ file, scenario: checked(validateScenario, file) }))
/** Those that stand for real people: whom the demo banks have. */
const everyday = new Set(
  scenarios.flatMap(({ scenario }) => (scenario.answers === undefined ? [] : [scenario.persona])),
)

const duplicates = <T>(values: readonly T[]) => values.filter((value, index) => values.indexOf(value) !== index)

describe('categories', () => {
  it('has twelve roots, two levels and unique ids', () => {
    const roots = categories.filter(({ parent }) => parent === undefined).map(({ id }) => id)
    expect(roots).toHaveLength(12)
    expect(categories).toHaveLength(79)
    expect(duplicates(categories.map(({ id }) => id))).toEqual([])
    expect(categories.filter(({ parent }) => parent !== undefined && !roots.includes(parent))).toEqual([])
  })
})

describe('banks', () => {
  const banks = [...bankFiles.values()].flat()
  const catalogue = bankFiles.get('catalogue.yaml') ?? []

  it('has unique ids and bank codes', () => {
    expect(duplicates(banks.map(({ id }) => id))).toEqual([])
    expect(duplicates(banks.map(({ blz }) => blz))).toEqual([])
  })

  it('offers a catalogue of several countries', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(64)
    expect(catalogue.filter(({ location }) => location === 'AT').length).toBeGreaterThanOrEqual(6)
    expect(catalogue.filter(({ location }) => location === 'CZ').length).toBeGreaterThanOrEqual(5)
    expect(catalogue.filter(({ location }) => location === undefined).length).toBeGreaterThanOrEqual(2)
    expect(catalogue.filter(({ interfaces }) => interfaces.length === 0)).toHaveLength(1)
    expect(catalogue.filter(({ id }) => id < 200_001 || id > 200_999)).toEqual([])
  })

  it('has valid BICs of the right country and German bank codes of eight digits', () => {
    for (const { bic, blz, location } of catalogue) {
      if (bic !== undefined) expect(isValidBic(bic), bic).toBe(true)
      if (bic !== undefined && location !== undefined) expect(bic.slice(4, 6)).toBe(location)
      if (location === 'DE') expect(blz).toMatch(/^[1-8]\d{7}$/)
    }
  })
})

describe.each(personas)('$file', ({ file, persona }) => {
  const book = createLedgers(persona, 'seed', '2032-12-31')
  const bookings = book.ledgers.flatMap((ledger) => ledger.bookings)
  const habits = persona.accounts.flatMap((account) => account.habits ?? [])

  it('is named after its file, with unique accounts and habits', () => {
    expect(`${persona.name}.yaml`).toBe(file)
    expect(duplicates(persona.accounts.map(({ name }) => name))).toEqual([])
    expect(duplicates(persona.accounts.map(({ accountNumber }) => accountNumber))).toEqual([])
    for (const account of persona.accounts) {
      expect(duplicates((account.habits ?? []).map(({ name }) => name))).toEqual([])
    }
  })

  it('uses categories that exist', () => {
    const known = new Set(categories.map(({ id }) => id))
    const used = new Set(bookings.flatMap(({ categoryId }) => categoryId ?? []))
    expect([...used].filter((id) => !known.has(id))).toEqual([])
    if (everyday.has(persona.name)) expect(used.size).toBeGreaterThan(10)
    expect(habits.flatMap(({ categoryId }) => categoryId ?? []).filter((id) => !known.has(id))).toEqual([])
  })

  it('has valid IBANs, BICs and creditor ids', () => {
    const distinct = (pick: (booking: (typeof bookings)[number]) => string | undefined) =>
      [...new Set(bookings.map(pick))].filter((value) => value !== undefined)
    expect(distinct(({ counterpartIban }) => counterpartIban).filter((iban) => !isValidIban(iban))).toEqual([])
    expect(distinct(({ counterpartBic }) => counterpartBic).filter((bic) => !isValidBic(bic))).toEqual([])
    expect(distinct(({ creditorId }) => creditorId).filter((id) => !isValidCreditorId(id))).toEqual([])
    expect(bookings.filter(({ creditorId, mandateReference }) => !creditorId !== !mandateReference)).toEqual([])
    expect(bookings.filter(({ purpose }) => purpose === undefined || /[{}]/.test(purpose))).toEqual([])
    expect(bookings.filter(({ amount }) => !Number.isSafeInteger(amount))).toEqual([])
  })

  it('keeps every balance plausible for thirteen years', () => {
    for (const [index, ledger] of book.ledgers.entries()) {
      const balances = ledger.sums.map((_, count) => balanceAfter(ledger, count) / 100)
      const floor = persona.accounts[index]?.type === 'CreditCard' ? -3500 : -1000
      expect(Math.min(...balances), ledger.accountKey).toBeGreaterThan(floor)
      expect(Math.max(...balances), ledger.accountKey).toBeLessThan(40_000)
    }
  })
})

describe.each(personas.filter(({ persona }) => everyday.has(persona.name)))(
  '$file, as at a demo bank',
  ({ persona }) => {
    const book = createLedgers(persona, 'seed', '2032-12-31')

    it.runIf(everyday.has(persona.name))(
      'has a believable number of bookings in 24 months, most of them categorised',
      () => {
        const recent = book.ledgers.flatMap((ledger) => ledger.bookings.slice(indexOfDay(ledger, '2031-01-01')))
        expect(recent.length).toBeGreaterThan(1300)
        expect(recent.length).toBeLessThan(1900)
        const share = recent.filter(({ categoryId }) => categoryId !== undefined).length / recent.length
        expect(share).toBeGreaterThan(0.9)
        expect(share).toBeLessThan(0.965)
      },
    )
  },
)

describe('scenarios', () => {
  it('are named after their files, with banks of their own', () => {
    for (const { file, scenario } of scenarios) expect(`${scenario.name}.yaml`).toBe(file)
    const own = scenarios.flatMap(({ scenario }) => scenario.bank ?? [])
    const listed = [...bankFiles.values()].flat()
    expect(duplicates([...listed, ...own].map(({ id }) => id))).toEqual([])
    expect(duplicates([...listed, ...own].map(({ blz }) => blz))).toEqual([])
  })

  it.each(scenarios)('$file names accounts that its persona has', ({ scenario }) => {
    const { accounts, download, update } = scenario
    const named = [accounts, update?.accounts].flatMap((given) => (given === 'none' ? [] : (given ?? [])))
    const special = [download, update?.download].flatMap((given) => Object.keys(given?.accounts ?? {}))
    const owner = personas.find(({ persona }) => persona.name === scenario.persona)?.persona
    const known = owner?.accounts.map(({ name }) => name) ?? []
    expect([...named, ...special].filter((name) => !known.includes(name))).toEqual([])
  })
})
