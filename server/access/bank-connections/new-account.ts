import type { Persona, PersonaAccount, Scenario } from '../../../scenarios/types.ts'
import { accountIban } from '../../bank/counterpart.ts'
import { normaliseIban } from '../../bank/iban.ts'
import type { World } from '../../world/world.ts'
import type { Account, AccountType } from '../accounts/account.ts'
import { type BankInterface, hasProperty } from '../banks/bank.ts'
import type { User } from '../users/user.ts'

/** A client's choice of accounts. */
export interface AccountSelection {
  bankInterface: BankInterface
  accountTypes: readonly AccountType[] | undefined
  /** The IBANs of the accounts to share. */
  accountReferences: readonly string[] | undefined
}

/** Returns the delivered accounts that the client requests and, with a detailed consent, the PSU shares. */
export const selectAccounts = (
  delivered: readonly PersonaAccount[],
  { requires }: Scenario,
  { accountTypes, accountReferences, bankInterface }: AccountSelection,
): PersonaAccount[] => {
  const isDetailed = requires?.accountReferences || hasProperty(bankInterface, 'DETAILED_CONSENT')
  const references = isDetailed ? accountReferences?.map(normaliseIban) : undefined
  return delivered.filter(
    (account) =>
      (accountTypes === undefined || accountTypes.length === 0 || accountTypes.includes(account.type)) &&
      (references === undefined || references.includes(accountIban(account) ?? '')),
  )
}

/** Creates an account of the bank, without balance and transactions. */
export const createAccount = (
  world: World,
  persona: Persona,
  personaAccount: PersonaAccount,
  { connectionId, user, bankInterface }: { connectionId: number; user: User; bankInterface: BankInterface },
): Account => ({
  id: world.accounts.nextId(),
  userKey: user.key,
  connectionId,
  persona: persona.name,
  personaAccount: persona.accounts.indexOf(personaAccount),
  name: personaAccount.name,
  type: personaAccount.type,
  iban: accountIban(personaAccount),
  accountNumber: personaAccount.accountNumber,
  holderName: persona.holder,
  currency: personaAccount.currency ?? 'EUR',
  balance: undefined,
  overdraftLimit:
    personaAccount.overdraftLimit === undefined ? undefined : Math.round(personaAccount.overdraftLimit * 100),
  isNew: true,
  interfaces: [
    {
      interface: bankInterface.interface,
      status: 'DOWNLOAD_IN_PROGRESS',
      lastSuccessfulUpdate: undefined,
      lastUpdateAttempt: world.clock.now(),
    },
  ],
  slices: [],
  knownTo: undefined,
  deviation: 0,
  announced: undefined,
})
