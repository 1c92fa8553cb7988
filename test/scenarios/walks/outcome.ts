import { expect } from 'vitest'
import { challengeIn } from '../../helpers/api-dialect.ts'
import type { Walk, Walker } from '../walker.ts'

interface Outcome {
  /** Statuses of the accounts by their names, once everything is done. */
  accounts: Readonly<Record<string, string>>
  /** Result of what was done last. */
  result?: string
  /** The number of transactions; default: at least one. */
  transactions?: number
  categorization?: string
}

/** Imports, with a TAN if the bank asks for one, and returns the connection's id. */
const importInto = async (walker: Walker): Promise<number> => {
  const first = await walker.call()
  if (first.status === 201) return first.body.id
  walker.hash = challengeIn(first).hash
  const last = await walker.call({ challengeResponse: '123456' })
  expect(last.status, last.text).toBe(201)
  return last.body.id
}

const expectOutcome = async (walker: Walker, id: number, outcome: Outcome): Promise<void> => {
  const { session, dialect } = walker
  const connection = (await session.get(`/bankConnections/${id}`)).body
  const own = connection.interfaces[0]
  expect(connection).toMatchObject({
    updateStatus: 'READY',
    categorizationStatus: outcome.categorization ?? 'READY',
  })
  expect(own.lastManualUpdate.result).toBe(outcome.result ?? 'OK')
  const { accounts } = (await session.get(`/accounts?bankConnectionIds=${id}`)).body
  const statuses = accounts.map((account: { accountName: string; interfaces: { status: string }[] }) => [
    account.accountName,
    account.interfaces[0]?.status,
  ])
  expect(Object.fromEntries(statuses)).toEqual(outcome.accounts)
  const page = (await session.get('/transactions?view=userView&perPage=1')).body
  if (outcome.transactions === undefined) expect(page.paging.totalCount).toBeGreaterThan(0)
  else expect(page.paging.totalCount).toBe(outcome.transactions)
  expect(own.defaultTwoStepProcedureId).toBe(dialect.nothing)
}

/** Imports, and waits for the background work. */
const arrives =
  (outcome: Outcome): Walk =>
  async (walker) => {
    const id = await importInto(walker)
    walker.world.clock.settle()
    await expectOutcome(walker, id, outcome)
  }

/** Imports, and updates afterwards with as many calls as the bank requires. */
const isUpdated =
  (outcome: Outcome, { meanwhile = 0 } = {}): Walk =>
  async (walker) => {
    const { session, world, request } = walker
    const id = await importInto(walker)
    world.clock.settle()
    world.clock.advance(meanwhile)
    const given = {
      bankConnectionId: id,
      importNewAccounts: true,
      ...(request.interface === undefined ? {} : { interface: request.interface }),
      ...(request.login === undefined ? {} : { login: request.login }),
    }
    let answer = await session.updateBank(given)
    // An expired consent is reported once; the same call again starts a new authentication.
    if (answer.status === 422 && answer.body.errors[0].code === 'INVALID_CONSENT')
      answer = await session.updateBank(given)
    if (answer.status === 510) {
      const { hash } = challengeIn(answer)
      answer = await session.updateBank({ ...given, multiStepAuthentication: { hash, challengeResponse: '123456' } })
    }
    expect(answer.status, answer.text).toBe(200)
    world.clock.settle()
    await expectOutcome(walker, id, outcome)
  }

interface Transaction {
  amount: number
  purpose?: string | null
  counterpartName?: string | null
  type?: string
}

const allTransactions = async ({ session }: Walker): Promise<Transaction[]> => {
  const { transactions, paging } = (await session.get('/transactions?view=userView&perPage=500')).body
  const pages = Array.from({ length: paging.pageCount - 1 }, (_, index) => index + 2)
  const rest = await Promise.all(
    pages.map(async (page) => (await session.get(`/transactions?view=userView&perPage=500&page=${page}`)).body),
  )
  return [transactions, ...rest.map((body) => body.transactions)].flat()
}

const ONE = { Girokonto: 'UPDATED' }
const THREE = { Gehaltskonto: 'UPDATED', Freizeitkonto: 'UPDATED', Sabbatical: 'UPDATED' }

export const outcomeWalks: Readonly<Record<string, Walk>> = {
  'slow-download': async (walker) => {
    const id = await importInto(walker)
    walker.wait(59_999)
    expect((await walker.session.get(`/bankConnections/${id}`)).body.updateStatus).toBe('IN_PROGRESS')
    walker.world.clock.settle()
    await expectOutcome(walker, id, { accounts: ONE })
  },
  'download-fails': arrives({
    accounts: Object.fromEntries(Object.keys(THREE).map((name) => [name, 'DOWNLOAD_FAILED'])),
    result: 'BANK_SERVER_REJECTION',
    transactions: 0,
  }),
  'one-account-fails': arrives({ accounts: { ...THREE, Freizeitkonto: 'DOWNLOAD_FAILED' } }),
  'no-accounts': arrives({ accounts: {}, transactions: 0 }),
  'no-transactions': async (walker) => {
    const id = await importInto(walker)
    walker.world.clock.settle()
    const { accounts } = (await walker.session.get('/accounts')).body
    const names = accounts.map(({ accountName }: { accountName: string }) => [accountName, 'UPDATED'])
    expect(names.length).toBeGreaterThan(0)
    await expectOutcome(walker, id, { accounts: Object.fromEntries(names), transactions: 0 })
  },
  'many-transactions': async (walker) => {
    const id = await importInto(walker)
    walker.world.clock.settle()
    const { accounts } = (await walker.session.get('/accounts')).body
    const names = accounts.map(({ accountName }: { accountName: string }) => [accountName, 'UPDATED'])
    await expectOutcome(walker, id, { accounts: Object.fromEntries(names), transactions: 50_000 })
  },
  'future-dated-bookings': async (walker) => {
    await arrives({ accounts: ONE })(walker)
    const { transactions } = (await walker.session.get('/transactions?view=userView&minBankBookingDate=2026-03-11'))
      .body
    expect(transactions.map(({ amount }: { amount: number }) => amount)).toEqual([-39.9, 250])
  },
  'foreign-currency': async (walker) => {
    await importInto(walker)
    walker.world.clock.settle()
    const { accounts } = (await walker.session.get('/accounts')).body
    expect(accounts.map(({ accountCurrency }: { accountCurrency: string }) => accountCurrency)).toEqual(['EUR', 'CHF'])
  },
  'adjusting-entry': async (walker) => {
    await arrives({ accounts: { Girokonto: 'UPDATED_FIXED' } })(walker)
    const { paging } = (await walker.session.get('/transactions?view=userView&isAdjustingEntry=true')).body
    expect(paging.totalCount).toBe(1)
  },
  'potential-duplicates': async (walker) => {
    await arrives({ accounts: ONE })(walker)
    const { paging } = (await walker.session.get('/transactions?view=userView&isPotentialDuplicate=true')).body
    expect(paging.totalCount).toBe(3)
  },
  'categorisation-stuck': arrives({ accounts: ONE, categorization: 'PENDING' }),
  'credit-card-only': async (walker) => {
    await walker.refuses('NO_ACCOUNTS_FOR_TYPE_LIST', {}, { accountTypes: ['Checking'] })
    await arrives({ accounts: { Kreditkarte: 'UPDATED' } })(walker)
  },
  'consent-expired': isUpdated({ accounts: ONE }),
  'consent-revoked': isUpdated({ accounts: ONE }, { meanwhile: 10_000 }),
  'account-disappears': isUpdated({ accounts: { ...THREE, Freizeitkonto: 'DEPRECATED' } }),
  'account-appears': async (walker) => {
    const isDemo = walker.request.bankId === 280_001
    // An update at the demo bank brings no new accounts, as finAPI documents.
    const accounts: Record<string, string> = isDemo
      ? { Gehaltskonto: 'UPDATED' }
      : { Gehaltskonto: 'UPDATED', Sabbatical: 'UPDATED' }
    await isUpdated({ accounts })(walker)
  },
  'generated-family': arrives({
    accounts: {
      Girokonto: 'UPDATED',
      'Girokonto 2': 'UPDATED',
      Sparkonto: 'UPDATED',
      Kreditkarte: 'UPDATED',
      Darlehen: 'UPDATED',
    },
  }),
  'generated-freelancer': arrives({
    accounts: { Girokonto: 'UPDATED', 'Girokonto 2': 'UPDATED', Kreditkarte: 'UPDATED', Depot: 'UPDATED' },
  }),
  'generated-odd-texts': async (walker) => {
    await arrives({ accounts: ONE })(walker)
    const transactions = await allTransactions(walker)
    const { nothing } = walker.dialect
    const purposes = transactions.map(({ purpose }) => purpose)
    expect(purposes).toContain(nothing)
    expect(Math.max(...purposes.map((purpose) => purpose?.length ?? 0))).toBe(2000)
    expect(transactions.map(({ counterpartName }) => counterpartName)).toContain(nothing)
    const amounts = transactions.map(({ amount }) => amount)
    for (const amount of [0, 0.01, -0.01]) expect(amounts).toContain(amount)
  },
  'generated-returned-direct-debits': async (walker) => {
    await arrives({ accounts: ONE })(walker)
    const returns = (await allTransactions(walker)).filter(({ type }) => type === 'Lastschrift-Rückgabe')
    expect(returns.length).toBeGreaterThan(5)
    for (const { amount } of returns) expect(amount).toBeGreaterThan(0)
  },
  'generated-foreign-currency': async (walker) => {
    await arrives({ accounts: { Girokonto: 'UPDATED', Sparkonto: 'UPDATED', Fremdwährungskonto: 'UPDATED' } })(walker)
    const { accounts } = (await walker.session.get('/accounts')).body
    const currencies = accounts.map(({ accountCurrency }: { accountCurrency: string }) => accountCurrency)
    expect(currencies).toEqual(['EUR', 'EUR', expect.stringMatching(/CHF|USD|GBP/)])
  },
  'update-needs-sca': isUpdated({ accounts: ONE }),
  'update-fails': isUpdated({ accounts: { Girokonto: 'DOWNLOAD_FAILED' }, result: 'INTERNAL_SERVER_ERROR' }),
}
