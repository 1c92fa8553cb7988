import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Booking } from '../../server/bank/booking.ts'
import { accountIban } from '../../server/bank/counterpart.ts'
import { isValidBic, isValidCreditorId, isValidIban } from '../../server/bank/iban.ts'
import { balanceAfter, createLedgers } from '../../server/bank/ledger.ts'
import { checkPersonaSpec } from '../check-persona-spec.ts'
import { validatePersona } from '../generated/validators.js'
import { embeddedContents } from '../library.ts'
import personaSchema from '../schema/persona.json' with { type: 'json' }
import scenarioSchema from '../schema/scenario.json' with { type: 'json' }
import type { Oddity, Persona, PersonaSpec } from '../types.ts'
import { BANKS } from './banks.ts'
import { generatePersona } from './generate-persona.ts'
import { INCOMES } from './incomes.ts'
import { ODDITIES } from './oddities.ts'
import { SPENDING } from './spending.ts'

const generate = (spec: PersonaSpec, name = 'somebody'): Persona => generatePersona({ name, generate: spec })

const TODAY = '2026-03-10'
const bookingsOf = (persona: Persona): Booking[] =>
  createLedgers(persona, 'seed', TODAY).ledgers.flatMap(({ bookings }) => bookings)

const { PersonaSpec: schema, Income, Spending, Oddity: oddities, AccountCounts } = personaSchema.$defs

const specs: fc.Arbitrary<PersonaSpec> = fc
  .record(
    {
      seed: fc.string({ minLength: 1 }),
      accounts: fc
        .shuffledSubarray(Object.keys(AccountCounts.properties), { minLength: 1 })
        .chain((types) =>
          fc.tuple(...types.map((type) => fc.integer({ min: 1, max: 3 }).map((count) => [type, count]))),
        )
        .map((entries) => Object.fromEntries(entries)),
      incomes: fc.array(fc.constantFrom(...Income.enum), { maxLength: 4 }),
      spending: fc.shuffledSubarray(Spending.enum),
      months: fc.integer({ min: 1, max: 36 }),
      oddities: fc.shuffledSubarray(oddities.enum),
    },
    { requiredKeys: [] },
  )
  .map((spec) => spec as PersonaSpec)

const duplicates = <Value>(values: readonly Value[]): Value[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

describe('every generated persona', () => {
  it('is the same for the same specification, fits the schema, and has the accounts that were asked for', () => {
    const property = fc.property(specs, (spec) => {
      const persona = generate(spec)
      expect(JSON.stringify(generate(spec))).toBe(JSON.stringify(persona))
      expect(validatePersona(persona)).toBe(true)
      expect(persona.history).toBe(spec.months ?? 24)
      const types = Object.entries(spec.accounts ?? { Checking: 1 }).flatMap(([type, count]) => Array(count).fill(type))
      const extra = spec.oddities?.includes('foreign-currency') && types.includes('Checking') ? ['Checking'] : []
      expect(persona.accounts.map(({ type }) => type)).toEqual([...types, ...extra])
      expect(duplicates(persona.accounts.map(({ name }) => name))).toEqual([])
      expect(duplicates(persona.accounts.map(({ accountNumber }) => accountNumber))).toEqual([])
      for (const { habits = [] } of persona.accounts) expect(duplicates(habits.map(({ name }) => name))).toEqual([])
    })
    fc.assert(property, { numRuns: 150 })
  })

  it('has valid IBANs, BICs and creditor ids, and sums that are right', () => {
    const known = new Set(embeddedContents.categories.map(({ id }) => id))
    const property = fc.property(specs, (spec) => {
      const persona = generate(spec)
      for (const account of persona.accounts)
        expect(isValidIban(accountIban(account) ?? 'DE02120300000000202051')).toBe(true)
      const { ledgers, from } = createLedgers(persona, 'seed', TODAY)
      for (const ledger of ledgers) {
        let sum = ledger.openingBalance
        for (const [index, booking] of ledger.bookings.entries()) {
          const { amount, day, counterpartIban, counterpartBic, creditorId, mandateReference, categoryId } = booking
          expect(Number.isSafeInteger(amount)).toBe(true)
          expect(day >= from && day <= TODAY).toBe(true)
          sum += amount
          expect(balanceAfter(ledger, index + 1)).toBe(sum)
          if (counterpartIban !== undefined) expect(isValidIban(counterpartIban), counterpartIban).toBe(true)
          if (counterpartBic !== undefined) expect(isValidBic(counterpartBic), counterpartBic).toBe(true)
          if (creditorId !== undefined) expect(isValidCreditorId(creditorId), creditorId).toBe(true)
          expect(mandateReference === undefined).toBe(creditorId === undefined)
          if (categoryId !== undefined) expect(known.has(categoryId), String(categoryId)).toBe(true)
        }
      }
    })
    fc.assert(property, { numRuns: 40 })
  })

  it('keeps its balances for years', () => {
    const property = fc.property(specs, (spec) => {
      const persona = generate({ ...spec, months: 120 })
      for (const [index, ledger] of createLedgers(persona, 'seed', TODAY).ledgers.entries()) {
        const type = persona.accounts[index]?.type
        const balances = ledger.sums.map((_, count) => balanceAfter(ledger, count) / 100)
        const [floor, ceiling] = type === 'Loan' ? [-180_000, 0] : [-12_000, 45_000]
        expect(Math.min(...balances), type).toBeGreaterThanOrEqual(floor)
        expect(Math.max(...balances), type).toBeLessThanOrEqual(ceiling)
      }
    })
    fc.assert(property, { numRuns: 15 })
  })
})

describe('the generator', () => {
  // Other bytes would change what users' tests see: after an update of Faker, say so in the change log.
  it.each<{ given: string; spec: PersonaSpec; hash: string }>([
    { given: 'nothing', spec: {}, hash: '891737fc98336545' },
    {
      given: 'everything',
      spec: {
        seed: 'everything',
        accounts: { Checking: 2, Savings: 1, CreditCard: 1, Security: 1, Loan: 1, Membership: 1, Bausparen: 1 },
        incomes: Object.keys(INCOMES) as NonNullable<PersonaSpec['incomes']>,
        spending: Object.keys(SPENDING) as NonNullable<PersonaSpec['spending']>,
        months: 12,
        oddities: Object.keys(ODDITIES) as Oddity[],
      },
      hash: 'fc0f43557f18272b',
    },
  ])('gives the same bytes on every machine for $given', ({ spec, hash }) => {
    const bytes = JSON.stringify(generate(spec))
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(hash)
  })

  it('gives another persona for another seed', () => {
    expect(generate({ seed: 'a' }).holder).not.toBe(generate({ seed: 'b' }).holder)
    expect(generate({}, 'one').holder).not.toBe(generate({}, 'two').holder)
    expect(generate({ seed: 'one' }, 'two')).toEqual({ ...generate({}, 'one'), name: 'two' })
  })

  it('changes no other detail for one more income, account, kind of spending or oddity', () => {
    const before = generate({})
    const after = generate({
      accounts: { Checking: 1, Savings: 1 },
      incomes: ['salary', 'child-benefit'],
      spending: [
        'pets',
        'rent',
        'energy',
        'internet',
        'insurance',
        'groceries',
        'restaurants',
        'mobility',
        'streaming',
      ],
      oddities: ['tiny-amounts'],
    })
    expect(after.holder).toBe(before.holder)
    const habits = after.accounts[0]?.habits
    expect(before.accounts[0]?.habits?.length).toBeGreaterThan(10)
    for (const habit of before.accounts[0]?.habits ?? []) expect(habits).toContainEqual(habit)
  })

  it('knows everything that the schemas offer, and both schemas offer the same', () => {
    expect(Object.keys(INCOMES)).toEqual(Income.enum)
    expect(Object.keys(SPENDING)).toEqual(Spending.enum)
    expect(Object.keys(ODDITIES)).toEqual(oddities.enum)
    expect(scenarioSchema.$defs.PersonaSpec).toEqual(schema)
    expect(scenarioSchema.$defs.AccountCounts).toEqual(AccountCounts)
    expect(scenarioSchema.$defs.Income).toEqual(Income)
    expect(scenarioSchema.$defs.Spending).toEqual(Spending)
    expect(scenarioSchema.$defs.Oddity).toEqual(oddities)
    for (const oddity of oddities.enum) expect(oddities.description).toContain(`${oddity}:`)
  })

  it('uses banks of the catalogue', () => {
    for (const { blz, name, bic } of BANKS) {
      expect(embeddedContents.banks).toContainEqual(expect.objectContaining({ blz, name, bic }))
    }
  })

  it('leaves out incomes, spending and oddities without a checking account, which the check reports', () => {
    const spec: PersonaSpec = { accounts: { Savings: 1 }, incomes: ['salary'], spending: [], oddities: ['umlauts'] }
    expect(generate(spec).accounts).toHaveLength(1)
    expect(checkPersonaSpec(spec)).toEqual([
      { path: ['incomes'], message: "needs a Checking account; add 'Checking: 1' to accounts, or remove incomes" },
      { path: ['oddities'], message: "needs a Checking account; add 'Checking: 1' to accounts, or remove oddities" },
    ])
    expect(checkPersonaSpec({ accounts: { Savings: 1 } })).toEqual([])
    expect(checkPersonaSpec({ incomes: ['salary'] })).toEqual([])
  })
})

describe('an oddity', () => {
  const odd = (oddity: Oddity): Booking[] => bookingsOf(generate({ oddities: [oddity] }))
  const plain = bookingsOf(generate({}))

  it('missing-purposes leaves out purposes', () => {
    expect(plain.filter(({ purpose }) => purpose === undefined)).toEqual([])
    const bookings = odd('missing-purposes')
    expect(bookings.filter(({ purpose }) => purpose === undefined).length).toBeGreaterThan(20)
    expect(bookings.filter(({ counterpartName }) => counterpartName === undefined)).toEqual([])
  })

  it('missing-counterparts leaves out names, with and without an IBAN', () => {
    expect(plain.filter(({ counterpartName }) => counterpartName === undefined)).toEqual([])
    const nameless = odd('missing-counterparts').filter(({ counterpartName }) => counterpartName === undefined)
    expect(nameless.some(({ counterpartIban }) => counterpartIban !== undefined)).toBe(true)
    expect(
      nameless.some(({ counterpartIban, purpose }) => counterpartIban === undefined && purpose === undefined),
    ).toBe(true)
  })

  it('long-texts has purposes of 140, 378 and 2000 characters, and names of 80', () => {
    const bookings = odd('long-texts')
    const lengths = new Set(bookings.map(({ purpose = '' }) => purpose.length))
    expect([140, 378, 2000].filter((length) => !lengths.has(length))).toEqual([])
    expect(Math.max(...bookings.map(({ counterpartName = '' }) => counterpartName.length))).toBe(80)
  })

  it('umlauts has special characters in the holder, in names and in purposes', () => {
    const persona = generate({ oddities: ['umlauts'] })
    expect(persona.holder).toMatch(/[äöüß]/)
    const names = bookingsOf(persona).map(({ counterpartName = '' }) => counterpartName)
    for (const pattern of [/Bäckerei .*Söhne/, /Baeckerei/, /BÄCKEREI/, /a\u0308/, /Ã¤/, /Łukasz/]) {
      expect(
        names.some((name) => pattern.test(name)),
        String(pattern),
      ).toBe(true)
    }
  })

  it('foreign-currency has an account in another currency, and card payments abroad', () => {
    const persona = generate({ oddities: ['foreign-currency'] })
    expect(persona.accounts.at(-1)).toMatchObject({
      name: 'Fremdwährungskonto',
      currency: expect.not.stringMatching('EUR'),
    })
    const bookings = bookingsOf(persona)
    expect(new Set(bookings.map(({ currency }) => currency)).size).toBe(2)
    expect(bookings.some(({ purpose = '' }) => /(USD|GBP|SEK|NOK) \d\d,\d\d Kurs/.test(purpose))).toBe(true)
  })

  it('returned-direct-debits gives back what was debited some days before, and debits it again with a fee', () => {
    const bookings = odd('returned-direct-debits')
    const returns = bookings.filter(({ type }) => type === 'Lastschrift-Rückgabe')
    expect(returns.length).toBeGreaterThan(10)
    for (const { day, amount, mandateReference } of returns) {
      const same = bookings.filter((booking) => booking.mandateReference === mandateReference)
      const debit = same.findLast((booking) => booking.day < day)
      expect(debit).toMatchObject({ amount: -amount, type: 'SEPA-Lastschrift' })
      const again = same.find((booking) => booking.day > day)
      if (again !== undefined) expect(again.amount).toBe(-amount - 450)
    }
  })

  it('tiny-amounts has bookings of nothing and of a cent', () => {
    const amounts = new Set(odd('tiny-amounts').map(({ amount }) => amount))
    expect([0, 1, -1].filter((amount) => !amounts.has(amount))).toEqual([])
  })
})
