import { setTimeout } from 'node:timers/promises'
import { ask, createUsers, get, importRequest, withoutSca } from './finapi.mjs'
import { call, each, exchange, measure } from './load.mjs'
import { takeTurns } from './turns.mjs'

const ENOUGH = 200_000
const LIST = '/transactions?view=userView&perPage=100'

/** Fills a world of its own with one user's imports, until they brought `wanted` transactions, and answers the user. */
const fill = async (pool, name, wanted) => {
  const prefix = `/w/${name}`
  const [token] = await createUsers(pool, 1, prefix)
  const importMore = (count, label) =>
    each(count, (index) => ask(pool, importRequest('v2', token, withoutSca(`${label}${index}`), prefix), 201))
  const total = async () => {
    await setTimeout(400)
    return (await ask(pool, get(`${prefix}/api/v2${LIST}`, token), 200)).paging.totalCount
  }
  await importMore(1, 'a')
  const perImport = await total()
  const more = Math.min(1000, Math.max(0, Math.ceil(wanted / perImport) - 1))
  if (more > 0) await importMore(more, 'b')
  return { token, prefix, count: more === 0 ? perImport : await total() }
}

/** A page of a hundred transactions, where the world and its only user have few and where they have many. */
export const benchTransactions = async ({ mock, bare, again }, turns) => {
  const few = await fill(mock.pool, 'few', 1)
  const many = await fill(mock.pool, 'many', ENOUGH)
  if (many.count < ENOUGH) throw new Error(`only ${many.count} transactions`)
  const request = (version, { prefix, token }, page = 1) => get(`${prefix}/api/${version}${LIST}&page=${page}`, token)
  const transactions = await call(mock.pool, request('v1', few))
  for (const server of [bare, again]) await server.learn({ transactions })
  const against = (server, sent) => (warmUp) => measure(server, () => exchange(server.pool, sent, 200), { warmUp })
  const bareRequest = get('/transactions', few.token)
  const results = await takeTurns(turns, {
    bare: against(bare, bareRequest),
    again: against(again, bareRequest),
    v1: against(mock, request('v1', few)),
    v2: against(mock, request('v2', few)),
    // The last full page of the many, and the first: neither may pay for what lies before it.
    many: against(mock, request('v1', many)),
    manyLast: against(mock, request('v1', many, Math.floor(many.count / 100))),
  })
  return { name: 'GET 100 transactions', unit: 'request', few: few.count, manyCount: many.count, ...results }
}
