import { expect, it } from 'vitest'
import { importAtOwnBank, openSession, READY, startSession, v1, v2 } from '../../helpers/api-dialect.ts'
import { type Row, readAccounts, readAllTransactions } from '../../helpers/read-data.ts'

const SCENARIOS = ['foreign-currency', 'adjusting-entry', 'potential-duplicates', 'credit-card-only', 'download-fails']

/** The fields that hold a single value, as v2 shows them: without null, and times without their zone. */
const readValues = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) => {
      if (typeof value === 'object') return []
      const isTime = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)
      return [
        [
          key,
          isTime
            ? value
                .slice(0, 19)
                .replace(/[ T]00:00:00$/, '')
                .replace(' ', 'T')
            : value,
        ],
      ]
    }),
  )

/** Expects that a field which both versions have is equal. */
const expectAgreement = (one: Row, two: Row): void => {
  const [inV1, inV2] = [readValues(one), readValues(two)]
  const shared = Object.keys(inV2).filter((key) => key in inV1)
  expect(shared.length).toBeGreaterThan(8)
  const pick = (values: Record<string, unknown>) => Object.fromEntries(shared.map((key) => [key, values[key]]))
  expect(pick(inV1)).toEqual(pick(inV2))
}

it('shows the same accounts and transactions in both versions, to the cent and day', async () => {
  const session = await startSession(v2)
  for (const scenario of SCENARIOS) await importAtOwnBank(session, scenario, { maxDaysForDownload: 30 })
  session.world.clock.advance(READY)
  const older = openSession(session.app, v1, session.user)
  for (const read of [readAccounts, readAllTransactions]) {
    const [inV1, inV2] = [await read(older), await read(session)]
    expect(inV2.length).toBeGreaterThan(5)
    expect(inV1.map(({ id }) => id)).toEqual(inV2.map(({ id }) => id))
    for (const [index, row] of inV1.entries()) expectAgreement(row, inV2[index])
  }
})
