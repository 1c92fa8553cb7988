import type { Account } from '../../accounts/account.ts'
import { amount, offsetTime } from '../common.ts'
import type { Schemas } from './schemas.ts'

export const presentAccount = (account: Account): Schemas['Account'] => ({
  id: account.id,
  bankConnectionId: account.connectionId,
  accountName: account.name,
  iban: account.iban,
  accountNumber: account.accountNumber,
  accountHolderName: account.holderName,
  accountCurrency: account.currency,
  accountType: account.type,
  balance: account.balance === undefined ? undefined : amount(account.balance),
  overdraftLimit: account.overdraftLimit === undefined ? undefined : amount(account.overdraftLimit),
  isNew: account.isNew,
  interfaces: account.interfaces.map(presentInterface),
  isSeized: false,
})

const presentInterface = (accountInterface: Account['interfaces'][number]): Schemas['AccountInterface'] => ({
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
    accountInterface.lastSuccessfulUpdate === undefined ? undefined : offsetTime(accountInterface.lastSuccessfulUpdate),
  lastUpdateAttempt:
    accountInterface.lastUpdateAttempt === undefined ? undefined : offsetTime(accountInterface.lastUpdateAttempt),
})
