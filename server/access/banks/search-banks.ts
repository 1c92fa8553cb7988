import { normaliseIban } from '../../bank/iban.ts'
import type { World } from '../../world/world.ts'
import {
  comparing,
  containsTerms,
  type OrderBy,
  type PageRequest,
  type Paging,
  pageOf,
  pagingOf,
  searchTerms,
} from '../paging.ts'
import type { Bank, BankingInterface } from './bank.ts'

export type BankOrderField = 'id' | 'name' | 'blz' | 'bic' | 'popularity'

export interface BankQuery extends PageRequest {
  ids: readonly number[] | undefined
  search: string | undefined
  interfaces: readonly BankingInterface[] | undefined
  /** Every one of these must be supported; v1's older filter. */
  dataSources: readonly BankingInterface[] | undefined
  /** ISO 3166-1 alpha-2, upper case; banks without a location are at home everywhere. */
  locations: readonly string[] | undefined
  tppAuthenticationGroupIds: readonly number[] | undefined
  isTestBank: boolean | undefined
  isSupported: boolean | undefined
  pinsAreVolatile: boolean | undefined
  order: readonly OrderBy<BankOrderField>[]
}

export interface BankPage {
  banks: Bank[]
  paging: Paging
}

export const searchBanks = (world: World, query: BankQuery): BankPage => {
  const matches = matching(query)
  const found = world.library.banks.filter(matches).sort(
    comparing(
      query.order,
      (bank, field) => bank[field],
      (bank) => bank.id,
    ),
  )
  return { banks: pageOf(found, query), paging: pagingOf(query, found.length) }
}

const matching = (query: BankQuery): ((bank: Bank) => boolean) => {
  const ids = query.ids === undefined ? undefined : new Set(query.ids)
  const terms = searchTerms(query.search)
  return (bank) =>
    (ids?.has(bank.id) ?? true) &&
    terms.every((term) => containsTerms([term], [bank.name, bank.blz, bank.bic, bank.city]) || isIbanOf(bank, term)) &&
    (query.interfaces?.some((name) => hasInterface(bank, name)) ?? true) &&
    (query.dataSources?.every((name) => hasInterface(bank, name)) ?? true) &&
    (bank.location === undefined || (query.locations?.includes(bank.location) ?? true)) &&
    (query.tppAuthenticationGroupIds === undefined ||
      bank.interfaces.some(({ tppAuthenticationGroup }) =>
        query.tppAuthenticationGroupIds?.includes(tppAuthenticationGroup?.id ?? Number.NaN),
      )) &&
    isAsWanted(query.isTestBank, bank.isTestBank ?? false) &&
    isAsWanted(query.isSupported, isSupported(bank)) &&
    isAsWanted(query.pinsAreVolatile, hasVolatilePin(bank))
}

/** A filter that is not given wants nothing in particular. */
const isAsWanted = (wanted: boolean | undefined, actual: boolean): boolean => wanted === undefined || wanted === actual

const hasInterface = (bank: Bank, name: BankingInterface): boolean =>
  bank.interfaces.some((candidate) => candidate.interface === name)

/** Banks are found by an IBAN too: in a German one, the eight digits behind the check digits are the BLZ. */
const isIbanOf = (bank: Bank, term: string): boolean => {
  const iban = normaliseIban(term)
  return /^DE\d{20}$/.test(iban) && iban.slice(4, 12) === bank.blz
}

export const isSupported = (bank: Bank): boolean => bank.interfaces.length > 0

export const hasVolatilePin = (bank: Bank): boolean =>
  bank.interfaces.some(({ loginCredentials }) => loginCredentials.some((field) => field.secret && field.volatile))
