import type { WireBody, WireRequest } from '../define-operation.ts'
import { writeBank } from './bank-v2.ts'
import type { BankPage, BankQuery } from './search-banks.ts'
import { readCommonFilters } from './wire.ts'

export { writeBank } from './bank-v2.ts'

export const readBankQuery = ({ query }: WireRequest<'v2', 'getAndSearchAllBanks'>): BankQuery => ({
  ...readCommonFilters(query),
  interfaces: query.supportedBankingInterfaces,
  dataSources: undefined,
  isSupported: undefined,
  pinsAreVolatile: undefined,
})

export const writeBankPage = ({ banks, paging }: BankPage): WireBody<'v2', 'getAndSearchAllBanks'> => ({
  banks: banks.map(writeBank),
  paging,
})
