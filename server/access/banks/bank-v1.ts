import type { Schema } from '../../../contracts/openapi/api-types.ts'
import type { Bank, BankInterface } from './bank.ts'
import { hasVolatilePin, isSupported } from './search-banks.ts'

/** Returns the interfaces that v1 shows: those that finAPI supports. */
const visibleInterfaces = (bank: Bank): BankInterface[] =>
  bank.interfaces.filter((bankInterface) => bankInterface.aisSupported ?? true)

export const writeBank = (bank: Bank): Schema<'v1', 'Bank'> => {
  const interfaces = visibleInterfaces(bank)
  const [open, openToo] = interfaces[0]?.loginCredentials.filter((field) => !field.secret) ?? []
  const secret = interfaces[0]?.loginCredentials.find((field) => field.secret)
  return {
    id: bank.id,
    name: bank.name,
    loginHint: interfaces[0]?.loginHint ?? null,
    bic: bank.bic ?? null,
    blzs: [],
    blz: bank.blz,
    location: bank.location ?? null,
    city: bank.city ?? null,
    isSupported: isSupported(bank),
    isTestBank: bank.isTestBank ?? false,
    popularity: bank.popularity ?? 0,
    health: Math.max(0, ...interfaces.map((bankInterface) => bankInterface.health ?? 100)),
    loginFieldUserId: open?.label ?? null,
    loginFieldCustomerId: openToo?.label ?? null,
    loginFieldPin: secret?.label ?? null,
    pinsAreVolatile: hasVolatilePin(bank),
    isCustomerIdPassword: false,
    supportedDataSources: interfaces.flatMap(({ interface: name }) => (name === 'XS2A' ? [] : [name])),
    interfaces: interfaces.map(writeInterface),
    bankGroup: bank.group ?? null,
    lastCommunicationAttempt: null,
    lastSuccessfulCommunication: null,
    isBeta: bank.isBeta ?? false,
  }
}

const writeInterface = (bankInterface: BankInterface): Schema<'v1', 'BankInterface'> => ({
  interface: bankInterface.interface,
  tppAuthenticationGroup: bankInterface.tppAuthenticationGroup ?? null,
  loginCredentials: bankInterface.loginCredentials.map(({ label, secret, volatile }) => ({
    label,
    isSecret: secret ?? false,
    isVolatile: volatile ?? false,
  })),
  properties: bankInterface.properties ?? [],
  loginHint: bankInterface.loginHint ?? null,
  health: bankInterface.health ?? 100,
  lastCommunicationAttempt: null,
  lastSuccessfulCommunication: null,
  isMoneyTransferSupported: false,
  isAisSupported: bankInterface.aisSupported ?? true,
  paymentCapabilities: {
    sepaMoneyTransfer: false,
    sepaInstantMoneyTransfer: false,
    sepaCollectiveMoneyTransfer: false,
    sepaFutureDatedMoneyTransfer: false,
    sepaStandingOrder: false,
  },
  aisAccountTypes: bankInterface.accountTypes ?? ['Checking', 'Savings', 'CreditCard', 'Security'],
})
