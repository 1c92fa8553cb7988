import { describe, expect, it } from 'vitest'
import { startClient } from './helpers/start-client.ts'

const createPage = (page: number, pageCount: number, id: number) => ({
  json: { banks: [{ id }], paging: { page, perPage: 500, pageCount, totalCount: pageCount } },
})

describe.each(['v1', 'v2'] as const)('banks of %s', (version) => {
  const path = `/api/${version}/banks`

  it('are listed and read by the client and by its users', async () => {
    const { server, client, session } = await startClient(version, {
      [`GET ${path}`]: createPage(1, 1, 1),
      [`GET ${path}/1`]: { json: { id: 1 } },
    })

    await session.banks.list()
    await session.banks.list({ ids: [1, 2], isTestBank: true, order: ['name,desc', 'id'], perPage: 50 })
    await expect(session.banks.get(1)).resolves.toEqual({ id: 1 })
    await client.banks.get(1)

    expect(server.lines()).toEqual([
      `GET ${path}`,
      `GET ${path} ids=1,2&isTestBank=true&order=name,desc&order=id&perPage=50`,
      `GET ${path}/1`,
      `GET ${path}/1`,
    ])
  })

  it('are collected from all pages, with the filter by interface under its name of the version', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${path}`]: [createPage(1, 2, 10), createPage(2, 2, 11)],
    })

    const banks = await session.banks.listAll({ search: 'Test', supportedBankingInterfaces: ['XS2A'] })

    expect(banks.map(({ id }) => id)).toEqual([10, 11])
    const filter = version === 'v1' ? 'supportedInterfaces' : 'supportedBankingInterfaces'
    const queries = server.calls(`GET ${path}`).map(({ query }) => Object.fromEntries(new URLSearchParams(query)))
    expect(queries).toEqual([
      { search: 'Test', [filter]: 'XS2A', page: '1', perPage: '500' },
      { search: 'Test', [filter]: 'XS2A', page: '2', perPage: '500' },
    ])
  })

  it('end with an empty page, even if more pages are announced', async () => {
    const empty = { json: { banks: [], paging: { page: 2, perPage: 500, pageCount: 3, totalCount: 1001 } } }
    const { server, session } = await startClient(version, { [`GET ${path}`]: [createPage(1, 3, 10), empty] })

    await expect(session.banks.listAll()).resolves.toEqual([{ id: 10 }])

    expect(server.calls(`GET ${path}`)).toHaveLength(2)
  })
})
