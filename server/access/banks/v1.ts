import type { WireBody, WireRequest } from '../define-operation.ts'
import type { Bank } from './bank.ts'
import { writeBank } from './bank-v1.ts'
import type { BankPage, BankQuery } from './search-banks.ts'
import { readCommonFilters } from './wire.ts'

export { writeBank } from './bank-v1.ts'

export const readBankQuery = ({ query }: WireRequest<'v1', 'getAndSearchAllBanks'>): BankQuery => ({
  ...readCommonFilters(query),
  interfaces: query.supportedInterfaces,
  dataSources: query.supportedDataSources,
  isSupported: query.isSupported,
  pinsAreVolatile: query.pinsAreVolatile,
})

export const writeBankPage = ({ banks, paging }: BankPage): WireBody<'v1', 'getAndSearchAllBanks'> => ({
  banks: banks.map(writeBank),
  paging,
})

export const writeBanks = (banks: readonly Bank[]): WireBody<'v1', 'getMultipleBanks'> => ({
  banks: banks.map(writeBank),
})
