import type { Account, AccountType } from '../../accounts/account.ts'
import { amount, localTime } from '../common.ts'
import type { Schemas } from './schemas.ts'

const TYPE_IDS = {
  Checking: 1,
  Savings: 2,
  CreditCard: 3,
  Security: 4,
  Loan: 5,
  Membership: 7,
  Bausparen: 8,
} satisfies Record<AccountType, number>

export const presentAccount = (account: Account): Schemas['Account'] => {
  const interfaces = account.interfaces.map(presentInterface)
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
    balance: account.balance === undefined ? null : amount(account.balance),
    overdraft: null,
    overdraftLimit: account.overdraftLimit === undefined ? null : amount(account.overdraftLimit),
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

const presentInterface = (accountInterface: Account['interfaces'][number]): Schemas['AccountInterface'] => ({
  interface: accountInterface.interface,
  status: accountInterface.status,
  capabilities: ['DATA_DOWNLOAD'],
  paymentCapabilities: { sepaInstantMoneyTransfer: false },
  lastSuccessfulUpdate:
    accountInterface.lastSuccessfulUpdate === undefined ? null : localTime(accountInterface.lastSuccessfulUpdate),
  lastUpdateAttempt:
    accountInterface.lastUpdateAttempt === undefined ? null : localTime(accountInterface.lastUpdateAttempt),
})
