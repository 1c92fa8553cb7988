import { ANY_LOGIN, type Dialect, importAtOwnBank, READY, startSession } from '../../helpers/api-dialect.ts'
import { type Row, readAccounts, readAllTransactions } from '../../helpers/read-data.ts'

/** A few hundred transactions of several accounts that differ in every field: duplicates, import dates and all. */
export const startWithVariedTransactions = async (dialect: Dialect) => {
  const session = await startSession(dialect)
  const fields = { maxDaysForDownload: 60 }
  const bankConnectionId = await importAtOwnBank(session, 'potential-duplicates', fields)
  await importAtOwnBank(session, 'adjusting-entry', fields)
  await importAtOwnBank(session, 'foreign-currency', fields)
  session.world.clock.advance(READY)
  await session.pass('P10D')
  const updated = await session.updateBank({ bankConnectionId, login: ANY_LOGIN })
  if (updated.status !== 200) throw new Error(`the update failed with ${updated.status}: ${updated.text}`)
  session.world.clock.advance(READY)
  const accounts: readonly Row[] = await readAccounts(session)
  const all: readonly Row[] = await readAllTransactions(session)
  return { ...session, accounts, all }
}

/** The value at a path such as `category.name`; null counts as absent. */
export const valueAt = (row: Row, path: string): string | number | boolean | undefined =>
  path.split('.').reduce((value, key) => value?.[key], row) ?? undefined
