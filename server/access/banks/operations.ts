import { defineOperation } from '../define-operation.ts'
import { notFound } from '../errors.ts'
import { type BankQuery, searchBanks } from './search-banks.ts'
import * as v1 from './v1.ts'
import * as v2 from './v2.ts'

export const bankOperations = [
  defineOperation('getAndSearchAllBanks', {
    listsBanks: true,
    read: { v1: v1.readBankQuery, v2: v2.readBankQuery },
    run: ({ world }, query: BankQuery) => searchBanks(world, query),
    write: { v1: v1.writeBankPage, v2: v2.writeBankPage },
  }),

  defineOperation('getMultipleBanks', {
    listsBanks: true,
    run: ({ world, ids }) => ids.flatMap((id) => world.library.bank(id) ?? []),
    write: { v1: v1.writeBanks },
  }),

  defineOperation('getBank', {
    listsBanks: true,
    run: ({ world, id }) => {
      const bank = world.library.bank(id)
      if (bank === undefined) throw notFound()
      return bank
    },
    write: { v1: v1.writeBank, v2: v2.writeBank },
  }),
]
