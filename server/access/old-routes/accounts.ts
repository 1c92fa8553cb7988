import { type Exchange, type Handlers, ok, userOf } from '../../http/exchange.ts'
import type { Account } from '../accounts/account.ts'
import { accountOf, searchAccounts } from '../accounts/search-accounts.ts'
import { notFound } from '../errors.ts'
import { idFrom, idsFrom } from './path-ids.ts'

export const accountHandlers: Handlers = {
  getAndSearchAllAccounts: (exchange) =>
    listed(exchange, searchAccounts(exchange.world, userOf(exchange), exchange.api.parse.accountQuery(exchange.query))),

  getMultipleAccounts: (exchange) => {
    const ids = idsFrom(exchange.pathValue)
    return listed(
      exchange,
      exchange.world.accounts.of(userOf(exchange).key).filter(({ id }) => ids.includes(id)),
    )
  },

  getAccount: (exchange) => {
    const account = accountOf(exchange.world, userOf(exchange), idFrom(exchange.pathValue))
    if (account === undefined) throw notFound()
    return ok(exchange.api.present.account(account))
  },
}

const listed = ({ api }: Exchange, accounts: readonly Account[]) =>
  ok({ accounts: accounts.map((account) => api.present.account(account)) })
