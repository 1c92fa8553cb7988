import type { Counterpart, Persona, PersonaAccount } from '../../scenarios/types.ts'
import { type IbanCountry, makeIban } from './iban.ts'

/** The other end of a booking, with IBAN, BIC and bank name filled in. */
export interface ResolvedCounterpart {
  /** Undefined if the bank delivers no name. */
  readonly name: string | undefined
  readonly iban: string | undefined
  readonly bic: string | undefined
  readonly blz: string | undefined
  readonly bankName: string | undefined
  readonly accountNumber: string | undefined
  readonly creditorId: string | undefined
  readonly mandateReference: string | undefined
  readonly categoryId: number | undefined
}

/** Returns the IBAN of a persona's account; only accounts that take part in payments have one. */
export const accountIban = (account: PersonaAccount): string | undefined => {
  return account.type === 'Checking' || account.type === 'Savings'
    ? makeIban(account.country ?? 'DE', account.blz, account.accountNumber)
    : undefined
}

/** Computes the IBAN of a counterpart and finds the name and BIC of its bank among the persona's banks. */
export const resolveCounterpart = (persona: Persona, counterpart: Counterpart): ResolvedCounterpart => {
  const bank = persona.banks?.find((candidate) => candidate.blz === counterpart.blz)
  return {
    name: counterpart.name ?? undefined,
    iban: counterpartIban(counterpart.country ?? 'DE', counterpart.blz, counterpart.accountNumber),
    bic: counterpart.bic ?? bank?.bic,
    blz: counterpart.blz,
    bankName: counterpart.bankName ?? bank?.name,
    accountNumber: counterpart.accountNumber,
    creditorId: counterpart.creditorId,
    mandateReference: counterpart.mandateReference,
    categoryId: counterpart.categoryId,
  }
}

/** Returns a persona's account as the counterpart of a booking in another account of theirs. */
export const ownCounterpart = (persona: Persona, account: PersonaAccount): ResolvedCounterpart => {
  const bank = persona.banks?.find((candidate) => candidate.blz === account.blz)
  return {
    name: persona.holder,
    iban: accountIban(account),
    bic: bank?.bic,
    blz: account.blz,
    bankName: bank?.name,
    accountNumber: account.accountNumber,
    creditorId: undefined,
    mandateReference: undefined,
    categoryId: undefined,
  }
}

const counterpartIban = (
  country: IbanCountry,
  blz: string | undefined,
  accountNumber: string | undefined,
): string | undefined =>
  blz === undefined || accountNumber === undefined ? undefined : makeIban(country, blz, accountNumber)
