import { describe, expect, it } from 'vitest'
import { startClient } from './helpers/start-client.ts'

const createPage = (page: number, pageCount: number, id: number) => ({
  json: { transactions: [{ id, amount: -0.1 }], paging: { page, perPage: 500, pageCount, totalCount: pageCount } },
})

describe.each(['v1', 'v2'] as const)('transactions of %s', (version) => {
  const path = `/api/${version}/transactions`

  it('are listed and read', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${path}`]: createPage(1, 1, 4),
      [`GET ${path}/4`]: { json: { id: 4 } },
    })

    await session.transactions.list({ view: 'bankView', order: ['amount,desc', 'id'], isNew: false, perPage: 50 })
    await expect(session.transactions.get(4)).resolves.toEqual({ id: 4 })

    expect(server.lines()).toEqual([
      `GET ${path} view=bankView&order=amount,desc&order=id&isNew=false&perPage=50`,
      `GET ${path}/4`,
    ])
  })

  it('are collected from all pages', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${path}`]: [createPage(1, 2, 7), createPage(2, 2, 8)],
    })

    await expect(session.transactions.listAll({ view: 'userView', accountIds: [1] })).resolves.toEqual([
      { id: 7, amount: -0.1 },
      { id: 8, amount: -0.1 },
    ])

    expect(server.lines()).toEqual([
      `GET ${path} view=userView&accountIds=1&page=1&perPage=500`,
      `GET ${path} view=userView&accountIds=1&page=2&perPage=500`,
    ])
  })

  it('are edited, one and several', async () => {
    const { server, session } = await startClient(version, {
      [`PATCH ${path}/4`]: { json: { id: 4, isNew: false } },
      [`PATCH ${path}`]: { json: { identifiers: [4, 5] } },
    })

    await expect(session.transactions.edit(4, { isNew: false })).resolves.toEqual({ id: 4, isNew: false })
    await expect(session.transactions.editMany({ ids: [4, 5], categoryId: 373 })).resolves.toEqual({
      identifiers: [4, 5],
    })

    expect(server.requests.slice(-2).map(({ body }) => JSON.parse(body))).toEqual([
      { isNew: false },
      { ids: [4, 5], categoryId: 373 },
    ])
  })
})
