import { normaliseIban } from '../../bank/iban.ts'
import type { World } from '../../world/world.ts'
import {
  compareBy,
  containsTerms,
  type OrderBy,
  type PageRequest,
  type Paging,
  slicePage,
  splitTerms,
  toPaging,
} from '../paging.ts'
import type { Bank, BankingInterface } from './bank.ts'

export type BankOrderField = 'id' | 'name' | 'blz' | 'bic' | 'popularity'

/** The filters of finAPI's bank list; undefined ones match any bank. */
export interface BankQuery extends PageRequest {
  ids: readonly number[] | undefined
  search: string | undefined
  interfaces: readonly BankingInterface[] | undefined
  /** Interfaces of which a bank must have all; v1's older filter. */
  dataSources: readonly BankingInterface[] | undefined
  /** Country codes (ISO 3166-1 alpha-2, upper case); banks without a location match any. */
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

/** Returns a page of the banks that match every filter. */
export const searchBanks = (world: World, query: BankQuery): BankPage => {
  const matches = createFilter(query)
  const found = world.library.banks.filter(matches).sort(
    compareBy(
      query.order,
      (bank, field) => bank[field],
      (bank) => bank.id,
    ),
  )
  return { banks: slicePage(found, query), paging: toPaging(query, found.length) }
}

const createFilter = (query: BankQuery): ((bank: Bank) => boolean) => {
  const ids = query.ids === undefined ? undefined : new Set(query.ids)
  const terms = splitTerms(query.search)
  return (bank) =>
    (ids?.has(bank.id) ?? true) &&
    terms.every(
      (term) => containsTerms([term], [bank.name, bank.blz, bank.bic, bank.city]) || isIbanAtBank(bank, term),
    ) &&
    (query.interfaces?.some((name) => hasInterface(bank, name)) ?? true) &&
    (query.dataSources?.every((name) => hasInterface(bank, name)) ?? true) &&
    (bank.location === undefined || (query.locations?.includes(bank.location) ?? true)) &&
    (query.tppAuthenticationGroupIds === undefined ||
      bank.interfaces.some(({ tppAuthenticationGroup }) =>
        query.tppAuthenticationGroupIds?.includes(tppAuthenticationGroup?.id ?? Number.NaN),
      )) &&
    matchesFilter(query.isTestBank, bank.isTestBank ?? false) &&
    matchesFilter(query.isSupported, isSupported(bank)) &&
    matchesFilter(query.pinsAreVolatile, hasVolatilePin(bank))
}

/** Returns true if a value fits a filter, or the filter is not given. */
const matchesFilter = (wanted: boolean | undefined, actual: boolean): boolean =>
  wanted === undefined || wanted === actual

const hasInterface = (bank: Bank, name: BankingInterface): boolean =>
  bank.interfaces.some((candidate) => candidate.interface === name)

/** Returns true for a German IBAN of the bank: the eight digits after the check digits are the BLZ. */
const isIbanAtBank = (bank: Bank, term: string): boolean => {
  const iban = normaliseIban(term)
  return /^DE\d{20}$/.test(iban) && iban.slice(4, 12) === bank.blz
}

export const isSupported = (bank: Bank): boolean => bank.interfaces.length > 0

/** Returns true if a login of the bank has a secret that finAPI never stores. */
export const hasVolatilePin = (bank: Bank): boolean =>
  bank.interfaces.some(({ loginCredentials }) => loginCredentials.some((field) => field.secret && field.volatile))
