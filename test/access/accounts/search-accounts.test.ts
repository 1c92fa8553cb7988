import { beforeAll, describe, expect, it } from 'vitest'
import { dialects, importAtOwnBank, READY, startSession } from '../../helpers/api-dialect.ts'
import { type Row, readAccounts, readTransactions } from '../../helpers/read-data.ts'

describe.each(dialects)('accounts in $version', (dialect) => {
  let session: Awaited<ReturnType<typeof startSession>>
  let accounts: Row[]
  beforeAll(async () => {
    session = await startSession(dialect)
    await session.importReady()
    await session.pass('P2D')
    await importAtOwnBank(session, 'credit-card-only')
    session.world.clock.advance(READY)
    accounts = await readAccounts(session)
  })

  it.each<{ filter: string; query: (account: Row) => string; matches: (account: Row, wanted: Row) => boolean }>([
    { filter: 'ids', query: ({ id }) => `ids=${id}`, matches: ({ id }, wanted) => id === wanted.id },
    {
      filter: 'bankConnectionIds',
      query: ({ bankConnectionId }) => `bankConnectionIds=${bankConnectionId}`,
      matches: ({ bankConnectionId }, wanted) => bankConnectionId === wanted.bankConnectionId,
    },
    {
      filter: 'accountTypes',
      query: ({ accountType }) => `accountTypes=${accountType}`,
      matches: ({ accountType }, wanted) => accountType === wanted.accountType,
    },
    { filter: 'search', query: ({ iban }) => `search=${iban}`, matches: ({ iban }, wanted) => iban === wanted.iban },
    {
      filter: 'minBalance',
      query: ({ balance }) => `minBalance=${balance}`,
      matches: ({ balance }, wanted) => balance >= wanted.balance,
    },
    {
      filter: 'maxBalance',
      query: ({ balance }) => `maxBalance=${balance}`,
      matches: ({ balance }, wanted) => balance <= wanted.balance,
    },
    {
      filter: 'the day of their last update',
      query: () => 'minLastSuccessfulUpdate=2026-03-10&maxLastSuccessfulUpdate=2026-03-10',
      matches: ({ bankConnectionId }, wanted) => bankConnectionId === wanted.bankConnectionId,
    },
  ])('are filtered by $filter', async ({ query, matches }) => {
    // Neither the richest nor the poorest of its connection, so that each filter leaves some out.
    const [wanted] = accounts
      .filter(({ iban, bankConnectionId }) => iban && bankConnectionId === accounts[0].bankConnectionId)
      .sort((a, b) => a.balance - b.balance)
      .slice(1)
    const expected = accounts.filter((account) => matches(account, wanted)).map(({ id }) => id)
    expect(expected.length).toBeGreaterThan(0)
    expect(expected.length).toBeLessThan(accounts.length)
    const found = (await session.get(`/accounts?${query(wanted)}`)).body.accounts
    expect(found.map(({ id }: Row) => id)).toEqual(expected)
  })

  it.each(['bankConnectionIds=999999', 'minLastSuccessfulUpdate=2026-03-13'])('are none for %s', async (query) => {
    expect((await session.get(`/accounts?${query}`)).body.accounts).toEqual([])
  })

  it('are found one by one', async () => {
    for (const account of accounts) expect((await session.get(`/accounts/${account.id}`)).body).toEqual(account)
  })
})

describe.each(dialects)('an account in another currency in $version', (dialect) => {
  it('has transactions in its own currency', async () => {
    const session = await startSession(dialect)
    await importAtOwnBank(session, 'foreign-currency')
    session.world.clock.advance(READY)
    const accounts = await readAccounts(session)
    expect(accounts.map(({ accountCurrency }) => accountCurrency)).toEqual(['EUR', 'CHF'])
    for (const { id, accountCurrency } of accounts) {
      const { transactions } = await readTransactions(session, `accountIds=${id}`)
      expect(new Set(transactions.map(({ currency }: Row) => currency))).toEqual(new Set([accountCurrency]))
    }
  })
})
