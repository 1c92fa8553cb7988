import { type Handlers, ok } from '../../http/exchange.ts'
import { searchBanks } from '../banks/search-banks.ts'
import { notFound } from '../errors.ts'
import { idFrom, idsFrom } from './path-ids.ts'

export const bankHandlers: Handlers = {
  getAndSearchAllBanks: ({ world, api, query }) =>
    ok(api.present.bankPage(searchBanks(world, api.parse.bankQuery(query)))),

  getBank: ({ world, api, pathValue }) => {
    const bank = world.library.bank(idFrom(pathValue))
    if (bank === undefined) throw notFound()
    return ok(api.present.bank(bank))
  },

  getMultipleBanks: ({ world, api, pathValue }) => {
    const banks = idsFrom(pathValue).flatMap((id) => world.library.bank(id) ?? [])
    return ok({ banks: banks.map((bank) => api.present.bank(bank)) })
  },
}
