import { expect, it } from 'vitest'
import { type Dialect, openSession, startSession, v1, v2 } from '../../helpers/api-dialect.ts'
import { readAccounts } from '../../helpers/read-data.ts'

it('finds several ids in a path in v1 only', async () => {
  const session = await startSession(v1)
  const id = await session.importReady()
  const read = (dialect: Dialect, path: string) => openSession(session.app, dialect, session.user).get(path)
  const accounts = await readAccounts(session)
  const ids = accounts.map((account) => account.id).join(',')
  expect((await read(v1, `/accounts/${ids}`)).body.accounts).toEqual(accounts)
  expect((await read(v1, `/bankConnections/${id},999999`)).body.connections).toHaveLength(1)
  expect((await read(v1, '/banks/280001,280002')).body.banks).toHaveLength(2)
  for (const path of [`/accounts/${ids}`, `/bankConnections/${id},999999`, '/banks/280001,280002']) {
    expect((await read(v2, path)).status).toBe(400)
  }
})
