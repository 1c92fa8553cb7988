import { describe, expect, it } from 'vitest'
import { dialects, importAtOwnBank, openSession, startSession } from '../../helpers/api-dialect.ts'
import { readConnection, readStatuses } from '../../helpers/read-data.ts'

const OUTCOMES = [
  'slow-download',
  'download-fails',
  'one-account-fails',
  'no-accounts',
  'no-transactions',
  'future-dated-bookings',
  'foreign-currency',
  'adjusting-entry',
  'potential-duplicates',
  'categorisation-stuck',
  'consent-expired',
  'consent-revoked',
  'account-disappears',
  'account-appears',
  'update-needs-sca',
  'update-fails',
  'credit-card-only',
]

describe.each(dialects)('the login at the demo bank in $version', (dialect) => {
  it.each(OUTCOMES)('chooses %s by its name', async (scenario) => {
    const named = await startSession(dialect)
    const login = { 'Onlinebanking-ID': scenario, PIN: 'anything' }
    const id = await importAtOwnBank(named, scenario, { bankId: 280001, login })
    const own = openSession(named.app, dialect, await named.app.newUser(dialect))
    await importAtOwnBank(own, scenario)
    named.world.clock.advance('PT1M')
    expect(await readStatuses(named)).toEqual(await readStatuses(own))
    expect((await readConnection(named, id)).updateStatus).toBe('READY')
  })
})
