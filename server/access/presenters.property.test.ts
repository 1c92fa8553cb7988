import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { components as V1 } from '../../contracts/openapi/generated/v1.types.ts'
import type { components as V2 } from '../../contracts/openapi/generated/v2.types.ts'
import { createMockApp } from '../index.ts'
import type { Account } from './accounts/account.ts'
import type { BankConnection } from './bank-connections/bank-connection.ts'
import { apis } from './old-presenters/apis.ts'
import type { Transaction } from './transactions/transaction.ts'

const { world } = createMockApp({ now: '2026-03-10T10:00:00Z' })
const [v1, v2] = apis
if (v1 === undefined || v2 === undefined) throw new Error('two versions are served')

const documents: Record<string, { components: { schemas: Record<string, Schema> } }> = {}
for (const version of ['v1', 'v2']) {
  const file = new URL(`../../contracts/openapi/${version}.json`, import.meta.url)
  documents[version] = JSON.parse(await readFile(file, 'utf8'))
}

interface Schema {
  $ref?: string
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
}

/** Paths of properties that the schema does not know: what only another version has, for one. */
const unknownProperties = (version: string, schema: Schema | undefined, value: unknown, path = ''): string[] => {
  if (schema?.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return unknownProperties(version, documents[version]?.components.schemas[name], value, path)
  }
  if (schema?.anyOf !== undefined) return unknownProperties(version, schema.anyOf[0], value, path)
  if (Array.isArray(value)) return value.flatMap((item) => unknownProperties(version, schema?.items, item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    schema?.properties?.[key] === undefined
      ? [`${path}.${key}`]
      : unknownProperties(version, schema.properties[key], inner, `${path}.${key}`),
  )
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const moment = fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2060-01-01') })
const cents = fc.integer({ min: -1e11, max: 1e11 })
const day = moment.map((time) => new Date(time).toISOString().slice(0, 10))
const text = fc.string({ maxLength: 80 })
const id = fc.integer({ min: 1, max: 2 ** 40 })
const bankingInterface = fc.constantFrom('XS2A' as const, 'FINTS_SERVER' as const, 'WEB_SCRAPER' as const)

const account: fc.Arbitrary<Account> = fc.record({
  id,
  userKey: text,
  connectionId: id,
  persona: text,
  personaAccount: fc.nat(5),
  name: text,
  type: fc.constantFrom('Checking', 'Savings', 'CreditCard', 'Security', 'Loan', 'Membership', 'Bausparen'),
  iban: maybe(text),
  accountNumber: text,
  holderName: text,
  currency: fc.constant('EUR'),
  balance: maybe(cents),
  overdraftLimit: maybe(cents),
  isNew: fc.boolean(),
  interfaces: fc.array(
    fc.record({
      interface: bankingInterface,
      status: fc.constantFrom('UPDATED', 'UPDATED_FIXED', 'DOWNLOAD_IN_PROGRESS', 'DOWNLOAD_FAILED', 'DEPRECATED'),
      lastSuccessfulUpdate: maybe(moment),
      lastUpdateAttempt: maybe(moment),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  slices: fc.constant([]),
  knownTo: fc.constant(undefined),
  deviation: cents,
  announced: fc.constant(undefined),
})

const updateResult = fc.record({
  result: fc.constantFrom('OK' as const, 'BANK_SERVER_REJECTION' as const, 'INTERNAL_SERVER_ERROR' as const),
  errorMessage: maybe(text),
  errorType: maybe(fc.constantFrom('BUSINESS' as const, 'TECHNICAL' as const)),
  timestamp: moment,
})

const connection: fc.Arbitrary<BankConnection> = fc.record({
  id,
  userKey: text,
  bankId: fc.constantFrom(...world.library.banks.map((bank) => bank.id)),
  name: maybe(text),
  updateStatus: fc.constantFrom('IN_PROGRESS', 'READY'),
  categorizationStatus: fc.constantFrom('PENDING', 'IN_PROGRESS', 'READY'),
  interfaces: fc.array(
    fc.record({
      interface: bankingInterface,
      scenario: text,
      credentials: fc.array(fc.record({ label: text, isSecret: fc.boolean(), value: maybe(text) })),
      fingerprint: text,
      defaultTwoStepProcedureId: maybe(text),
      twoStepProcedures: fc.array(
        fc.record({
          procedureId: text,
          procedureName: text,
          procedureChallengeType: maybe(fc.constantFrom('TEXT' as const, 'PHOTO' as const, 'FLICKER_CODE' as const)),
          implicitExecute: fc.boolean(),
        }),
      ),
      aisConsent: maybe(
        fc.record({
          status: fc.constantFrom('PRESENT' as const, 'NOT_PRESENT' as const),
          expiresAt: maybe(moment),
          supportsImportNewAccounts: fc.boolean(),
        }),
      ),
      lastManualUpdate: maybe(updateResult),
      lastAutoUpdate: maybe(updateResult),
      userActionRequired: fc.boolean(),
      maxDaysForDownload: fc.nat(3650),
    }),
    { maxLength: 3 },
  ),
  accountIds: fc.array(id),
})

const transaction: fc.Arbitrary<Transaction> = fc.record({
  id,
  accountId: id,
  importedAt: moment,
  categoryId: maybe(fc.constantFrom(301, 323, 378)),
  mark: maybe(fc.constantFrom('adjusting-entry' as const, 'potential-duplicate' as const)),
  booking: fc.record({
    day,
    valueDay: day,
    amount: cents,
    currency: fc.constantFrom('EUR', 'CHF'),
    purpose: maybe(text),
    counterpartName: maybe(text),
    counterpartIban: maybe(text),
    counterpartBic: maybe(text),
    counterpartBlz: maybe(text),
    counterpartBankName: maybe(text),
    counterpartAccountNumber: maybe(text),
    mandateReference: maybe(text),
    creditorId: maybe(text),
    customerReference: maybe(text),
    endToEndReference: maybe(text),
    type: maybe(text),
    typeCodeZka: maybe(text),
    typeCodeSwift: maybe(text),
    sepaPurposeCode: maybe(text),
    bankTransactionCode: maybe(text),
    primanota: maybe(text),
    categoryId: maybe(id),
  }),
})

/** What a client reads of a presented value; throws where it is not what the version's document describes. */
const sent = async <T>(api: typeof v1, schema: string, presented: unknown): Promise<T> => {
  const json = JSON.stringify(presented)
  const value: T = JSON.parse(json)
  const validate = (await api.loadResponseValidators())(schema)
  if (validate?.(value) !== true) throw new Error(`${api.version} ${schema}: ${JSON.stringify(validate?.errors)}`)
  expect(unknownProperties(api.version, { $ref: schema }, value)).toEqual([])
  if (api.version === 'v2') expect(json).not.toMatch(/:null\b/)
  return value
}

it('presents any account in both versions, to the cent', () =>
  fc.assert(
    fc.asyncProperty(account, async (given) => {
      const one = await sent<V1['schemas']['Account']>(v1, 'Account', v1.present.account(given))
      const two = await sent<V2['schemas']['Account']>(v2, 'Account', v2.present.account(given))
      expect(one.balance === null ? undefined : Math.round(one.balance * 100)).toBe(given.balance)
      expect([two.id, two.iban, two.balance]).toEqual([one.id, one.iban ?? undefined, one.balance ?? undefined])
    }),
  ))

it('presents any bank connection in both versions', () =>
  fc.assert(
    fc.asyncProperty(connection, async (given) => {
      const one = await sent<V1['schemas']['BankConnection']>(
        v1,
        'BankConnection',
        v1.present.bankConnection(world, given),
      )
      const two = await sent<V2['schemas']['BankConnection']>(
        v2,
        'BankConnection',
        v2.present.bankConnection(world, given),
      )
      expect(two.interfaces.map((entry) => entry.bankingInterface)).toEqual(
        one.interfaces.map((entry) => entry.interface),
      )
      expect([two.name, two.accountIds]).toEqual([one.name ?? undefined, one.accountIds])
    }),
  ))

it('presents any transaction in both versions, to the cent and day', () =>
  fc.assert(
    fc.asyncProperty(transaction, async (given) => {
      const one = await sent<V1['schemas']['Transaction']>(v1, 'Transaction', v1.present.transaction(world, given))
      const two = await sent<V2['schemas']['Transaction']>(v2, 'Transaction', v2.present.transaction(world, given))
      expect([Math.round(two.amount * 100), two.valueDate]).toEqual([given.booking.amount, given.booking.valueDay])
      expect(one.valueDate).toBe(`${two.valueDate} 00:00:00.000`)
      expect(Date.parse(two.importDate)).toBe(given.importedAt)
    }),
  ))
