import type { Schema } from '../../../contracts/openapi/api-types.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { type Loose, writeAmount, writeLocalDay, writeLocalTime } from '../wire.ts'
import type { Account } from './account.ts'
import { findAccountType, readAccountTypes, TYPE_IDS } from './account-types-v1.ts'
import type { DailyBalancePage, DailyBalanceQuery } from './daily-balances.ts'
import type { AccountChange } from './edit-account.ts'
import type { AccountQuery } from './search-accounts.ts'
import { readCommonFilters, readDailyBalanceFilters, writeDailyBalance } from './wire.ts'

export const writeAccount = (account: Account): WireBody<'v1', 'getAccount'> => {
  const interfaces = account.interfaces.map(writeInterface)
  const [first] = interfaces
  return {
    id: account.id,
    bankConnectionId: account.connectionId,
    accountName: account.name,
    iban: account.iban ?? null,
    accountNumber: account.accountNumber,
    subAccountNumber: null,
    accountHolderName: account.holderName,
    accountHolderId: null,
    accountCurrency: account.currency,
    accountTypeId: TYPE_IDS[account.type],
    accountTypeName: account.type,
    accountType: account.type,
    balance: account.balance === undefined ? null : writeAmount(account.balance),
    overdraft: null,
    overdraftLimit: account.overdraftLimit === undefined ? null : writeAmount(account.overdraftLimit),
    availableFunds: null,
    lastSuccessfulUpdate: first?.lastSuccessfulUpdate ?? null,
    lastUpdateAttempt: first?.lastUpdateAttempt ?? null,
    isNew: account.isNew,
    status: first?.status ?? 'DEPRECATED',
    supportedOrders: [],
    interfaces,
    clearingAccounts: [],
    isSeized: false,
  }
}

const writeInterface = (accountInterface: Account['interfaces'][number]): Loose<Schema<'v1', 'AccountInterface'>> => ({
  interface: accountInterface.interface,
  status: accountInterface.status,
  capabilities: ['DATA_DOWNLOAD'],
  paymentCapabilities: { sepaInstantMoneyTransfer: false },
  lastSuccessfulUpdate:
    accountInterface.lastSuccessfulUpdate === undefined ? null : writeLocalTime(accountInterface.lastSuccessfulUpdate),
  lastUpdateAttempt:
    accountInterface.lastUpdateAttempt === undefined ? null : writeLocalTime(accountInterface.lastUpdateAttempt),
})

export const readAccountQuery = ({ query }: WireRequest<'v1', 'getAndSearchAllAccounts'>): AccountQuery => ({
  ...readCommonFilters(query),
  accountTypes: readAccountTypes(query.accountTypes, query.accountTypeIds),
})

export const writeAccounts = (accounts: readonly Account[]): WireBody<'v1', 'getAndSearchAllAccounts'> => ({
  accounts: accounts.map(writeAccount),
})

export const readAccountChange = ({ body }: WireRequest<'v1', 'editAccount'>): AccountChange => ({
  name: body.accountName,
  type: body.accountType ?? findAccountType(body.accountTypeId),
  isNew: body.isNew,
})

export const readDailyBalanceQuery = ({ query }: WireRequest<'v1', 'getDailyBalances'>): DailyBalanceQuery =>
  readDailyBalanceFilters(query ?? {})

export const writeDailyBalances = ({
  balances,
  paging,
  latestCommonUpdate,
}: DailyBalancePage): WireBody<'v1', 'getDailyBalances'> => ({
  latestCommonBalanceTimestamp: latestCommonUpdate === undefined ? null : writeLocalTime(latestCommonUpdate),
  dailyBalances: balances.map((balance) => ({ ...writeDailyBalance(balance), date: writeLocalDay(balance.day) })),
  paging,
})
