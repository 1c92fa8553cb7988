import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Schema as ApiSchema, ApiVersion } from '../../contracts/openapi/api-types.ts'
import { embeddedLibrary } from '../../scenarios/library.ts'
import { createWorld } from '../world/create-world.ts'
import type { Account } from './accounts/account.ts'
import * as accountsV1 from './accounts/v1.ts'
import * as accountsV2 from './accounts/v2.ts'
import type { BankConnection } from './bank-connections/bank-connection.ts'
import { withBank } from './bank-connections/find-bank-connection.ts'
import * as bankConnectionsV1 from './bank-connections/v1.ts'
import * as bankConnectionsV2 from './bank-connections/v2.ts'
import type { Transaction } from './transactions/transaction.ts'
import * as transactionsV1 from './transactions/v1.ts'
import * as transactionsV2 from './transactions/v2.ts'
import { loadResponseValidator } from './validators.ts'

const world = createWorld({
  seed: 'writers',
  library: embeddedLibrary,
  downloadTime: 1000,
  frozenAt: Date.parse('2026-03-10T10:00:00Z'),
  boundTo: undefined,
})

const documents: Record<string, { components: { schemas: Record<string, JsonSchema> } }> = {}
for (const version of ['v1', 'v2']) {
  const file = new URL(`../../contracts/openapi/${version}.json`, import.meta.url)
  documents[version] = JSON.parse(await readFile(file, 'utf8'))
}

interface JsonSchema {
  $ref?: string
  anyOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
}

/** Returns the paths of properties that the schema lacks, such as those of another version. */
const unknownProperties = (version: string, schema: JsonSchema | undefined, value: unknown, path = ''): string[] => {
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
  bankId: fc.constantFrom(...embeddedLibrary.banks.map((bank) => bank.id)),
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
  labelIds: fc.constant([]),
  isNew: fc.boolean(),
  isPotentialDuplicate: fc.boolean(),
  isAdjustingEntry: fc.boolean(),
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

/** Returns a written value as a client reads it. Throws if it does not fit the schema in the version's document. */
const toClientValue = async <V extends ApiVersion, Name extends 'Account' | 'BankConnection' | 'Transaction'>(
  version: V,
  schema: Name,
  written: unknown,
): Promise<ApiSchema<V, Name>> => {
  const json = JSON.stringify(written)
  const value: ApiSchema<V, Name> = JSON.parse(json)
  const validate = await loadResponseValidator(version, schema)
  if (!validate(value)) throw new Error(`${version} ${schema}: ${JSON.stringify(validate.errors)}`)
  expect(unknownProperties(version, { $ref: schema }, value)).toEqual([])
  if (version === 'v2') expect(json).not.toMatch(/:null\b/)
  return value
}

it('writes any account in both versions, exact to the cent', () =>
  fc.assert(
    fc.asyncProperty(account, async (given) => {
      const one = await toClientValue('v1', 'Account', accountsV1.writeAccount(given))
      const two = await toClientValue('v2', 'Account', accountsV2.writeAccount(given))
      expect(one.balance === null ? undefined : Math.round(one.balance * 100)).toBe(given.balance)
      expect([two.id, two.iban, two.balance]).toEqual([one.id, one.iban ?? undefined, one.balance ?? undefined])
    }),
  ))

it('writes any bank connection in both versions', () =>
  fc.assert(
    fc.asyncProperty(connection, async (given) => {
      const view = withBank(world, given)
      const one = await toClientValue('v1', 'BankConnection', bankConnectionsV1.writeBankConnection(view))
      const two = await toClientValue('v2', 'BankConnection', bankConnectionsV2.writeBankConnection(view))
      expect(two.interfaces.map((entry) => entry.bankingInterface)).toEqual(
        one.interfaces.map((entry) => entry.interface),
      )
      expect([two.name, two.accountIds]).toEqual([one.name ?? undefined, one.accountIds])
    }),
  ))

it('writes any transaction in both versions, exact to the cent and day', () =>
  fc.assert(
    fc.asyncProperty(transaction, async (given) => {
      const one = await toClientValue('v1', 'Transaction', transactionsV1.writeTransaction(given, world))
      const two = await toClientValue('v2', 'Transaction', transactionsV2.writeTransaction(given, world))
      expect([Math.round(two.amount * 100), two.valueDate]).toEqual([given.booking.amount, given.booking.valueDay])
      expect(one.valueDate).toBe(`${two.valueDate} 00:00:00.000`)
      expect(Date.parse(two.importDate)).toBe(given.importedAt)
    }),
  ))
