import type { Schema } from '../../../contracts/openapi/api-types.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { type Loose, writeAmount, writeOffsetTime } from '../wire.ts'
import type { Account } from './account.ts'
import type { DailyBalancePage, DailyBalanceQuery } from './daily-balances.ts'
import type { AccountChange } from './edit-account.ts'
import type { AccountQuery } from './search-accounts.ts'
import { readCommonFilters, readDailyBalanceFilters, writeDailyBalance } from './wire.ts'

export const writeAccount = (account: Account): WireBody<'v2', 'getAccount'> => ({
  id: account.id,
  bankConnectionId: account.connectionId,
  accountName: account.name,
  iban: account.iban,
  accountNumber: account.accountNumber,
  accountHolderName: account.holderName,
  accountCurrency: account.currency,
  // v2 no longer has the type that only a PATCH in v1 can set; Checking in its place is an assumption.
  accountType: account.type === 'Pocket' ? 'Checking' : account.type,
  balance: account.balance === undefined ? undefined : writeAmount(account.balance),
  overdraftLimit: account.overdraftLimit === undefined ? undefined : writeAmount(account.overdraftLimit),
  isNew: account.isNew,
  interfaces: account.interfaces.map(writeInterface),
  isSeized: false,
})

const writeInterface = (accountInterface: Account['interfaces'][number]): Loose<Schema<'v2', 'AccountInterface'>> => ({
  bankingInterface: accountInterface.interface,
  status: accountInterface.status,
  capabilities: ['DATA_DOWNLOAD'],
  paymentCapabilities: {
    sepaInstantMoneyTransfer: false,
    domesticMoneyTransfer: false,
    domesticCollectiveMoneyTransfer: false,
    sepaFutureMoneyTransfer: false,
    sepaFutureCollectiveMoneyTransfer: false,
  },
  lastSuccessfulUpdate:
    accountInterface.lastSuccessfulUpdate === undefined
      ? undefined
      : writeOffsetTime(accountInterface.lastSuccessfulUpdate),
  lastUpdateAttempt:
    accountInterface.lastUpdateAttempt === undefined ? undefined : writeOffsetTime(accountInterface.lastUpdateAttempt),
})

export const readAccountQuery = ({ query }: WireRequest<'v2', 'getAndSearchAllAccounts'>): AccountQuery => ({
  ...readCommonFilters(query),
  accountTypes: query.accountTypes,
})

export const writeAccounts = (accounts: readonly Account[]): WireBody<'v2', 'getAndSearchAllAccounts'> => ({
  accounts: accounts.map(writeAccount),
})

export const readAccountChange = ({ body }: WireRequest<'v2', 'editAccount'>): AccountChange => ({
  name: body.accountName,
  type: body.accountType,
  isNew: body.isNew,
})

export const readDailyBalanceQuery = ({ query }: WireRequest<'v2', 'getDailyBalances'>): DailyBalanceQuery =>
  readDailyBalanceFilters(query ?? {})

export const writeDailyBalances = ({
  balances,
  paging,
  latestCommonUpdate,
}: DailyBalancePage): WireBody<'v2', 'getDailyBalances'> => ({
  latestCommonBalanceTimestamp: latestCommonUpdate === undefined ? undefined : writeOffsetTime(latestCommonUpdate),
  dailyBalances: balances.map((balance) => ({ ...writeDailyBalance(balance), date: balance.day })),
  paging,
})
