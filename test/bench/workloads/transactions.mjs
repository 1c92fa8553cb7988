import { untilAllReady } from './example.mjs'
import { ask, createUsers, each, get, importRequest, withoutSca } from './finapi.mjs'
import { fixedSubject } from './subject.mjs'

const ENOUGH = 200_000

/** Few, because pages are large: with more connections the network stack is measured, and not the server. */
export const PAGE_CONNECTIONS = 4

const listPath = (version, prefix, size, page) =>
  `${prefix}/api/${version}/transactions?view=userView&perPage=${size}&page=${page}`

/** Fills a world of its own with one user's imports, until they brought `wanted` transactions, and answers the user. */
const fill = async (mock, name, wanted) => {
  const prefix = `/w/${name}`
  const [token] = await createUsers(mock, 1, prefix)
  const importMore = (count, label) =>
    each(count, (index) => ask(mock, importRequest('v2', token, withoutSca(`${label}${index}`), prefix), 201))
  const total = async () => {
    await untilAllReady(mock, get(`${prefix}/api/v2/bankConnections`, token))
    return (await ask(mock, get(listPath('v2', prefix, 100, 1), token), 200)).paging.totalCount
  }
  await importMore(1, 'a')
  const perImport = await total()
  const more = Math.ceil(wanted / perImport) - 1
  if (more > 0) await importMore(more, 'b')
  const count = await total()
  if (count < wanted) throw new Error(`${name}: ${count} transactions instead of ${wanted}`)
  return { token, prefix, count }
}

const firstPage = 1
const lastPage = ({ count }, size) => Math.floor(count / size)

/**
 * Makes the workload of a page of `size` transactions, where the world and its only user have few and where they have
 * many: neither the first nor the last full page may pay for the rest.
 */
export const transactionPages = async ({ mock }) => {
  const few = await fill(mock, 'few', 600)
  const many = await fill(mock, 'many', ENOUGH)
  const workload =
    (size) =>
    async ({ generate, mock, bare, again, versions }) => {
      const request = (version, user, page) => get(listPath(version, user.prefix, size, page), user.token)
      const page = async (sent) => ({ status: 200, body: await ask(mock, sent, 200) })
      const name = `transactions-${size}`
      const response = await page(request('v2', few, firstPage))
      for (const server of [bare, again]) await server.learn({ [name]: response })
      const ofBare = (server) => fixedSubject(generate, server, get(`/${name}`, few.token), response, PAGE_CONNECTIONS)
      const ofMock = async (sent) => fixedSubject(generate, mock, sent, await page(sent), PAGE_CONNECTIONS)
      const subjects = { bare: ofBare(bare), again: ofBare(again) }
      for (const version of versions) subjects[version] = await ofMock(request(version, few, firstPage))
      subjects.many = await ofMock(request('v2', many, firstPage))
      subjects.manyLast = await ofMock(request('v2', many, lastPage(many, size)))
      return subjects
    }
  return { few: few.count, many: many.count, workload }
}
