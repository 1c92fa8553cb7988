import type { Schema } from '../../../contracts/openapi/api-types.ts'
import type { Loose } from '../wire.ts'
import type { Bank, BankInterface } from './bank.ts'

export const writeBank = (bank: Bank): Loose<Schema<'v2', 'Bank'>> => ({
  id: bank.id,
  name: bank.name,
  bic: bank.bic,
  blz: bank.blz,
  location: bank.location,
  city: bank.city,
  isTestBank: bank.isTestBank ?? false,
  popularity: bank.popularity ?? 0,
  interfaces: bank.interfaces.map(writeInterface),
  bankGroup: bank.group,
  isBeta: bank.isBeta ?? false,
})

/** Writes an interface. v2 includes those that finAPI does not support, with a health of 0. */
const writeInterface = (bankInterface: BankInterface): Loose<Schema<'v2', 'BankInterface'>> => {
  const isAisSupported = bankInterface.aisSupported ?? true
  return {
    bankingInterface: bankInterface.interface,
    tppAuthenticationGroup: bankInterface.tppAuthenticationGroup,
    loginCredentials: bankInterface.loginCredentials.map(({ label, secret, volatile, mandatory }) => ({
      label,
      isSecret: secret ?? false,
      isVolatile: volatile ?? false,
      isMandatory: mandatory ?? true,
    })),
    properties: bankInterface.properties ?? [],
    loginHint: bankInterface.loginHint,
    health: isAisSupported ? (bankInterface.health ?? 100) : 0,
    isAisSupported,
    isPisSupported: false,
    paymentCapabilities: {
      sepaDirectDebit: false,
      sepaMoneyTransfer: false,
      sepaInstantMoneyTransfer: false,
      sepaCollectiveMoneyTransfer: false,
      sepaFutureDatedMoneyTransfer: false,
      sepaStandingOrder: false,
      domesticMoneyTransfer: false,
      domesticCollectiveMoneyTransfer: false,
      domesticFutureDatedMoneyTransfer: false,
    },
    aisAccountTypes: bankInterface.accountTypes ?? ['Checking', 'Savings', 'CreditCard', 'Security'],
  }
}
