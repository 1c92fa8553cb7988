import { describe, expect, it } from 'vitest'
import { tokenPath } from './helpers/responses.ts'
import { startClient } from './helpers/start-client.ts'

describe.each(['v1', 'v2'] as const)('users of %s', (version) => {
  const path = `/api/${version}/users`
  const peter = { id: 'peter', password: 'geheim' }

  it('are created by the client', async () => {
    const { server, client } = await startClient(version, { [`POST ${path}`]: { status: 201, json: peter } })

    await expect(client.users.create({ id: 'peter' })).resolves.toEqual(peter)
    await client.users.create()

    expect(server.lines()).toEqual([`POST ${path} {"id":"peter"}`, `POST ${path} {}`])
  })

  it('read and delete themselves', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${path}`]: { json: peter },
      [`DELETE ${path}`]: {},
    })

    await expect(session.user.get()).resolves.toEqual(peter)
    await expect(session.user.delete()).resolves.toBeUndefined()

    expect(server.lines()).toEqual([`GET ${path}`, `DELETE ${path}`])
  })

  it('need a new token after their deletion', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${path}`]: { json: peter },
      [`DELETE ${path}`]: {},
    })

    await session.user.delete()
    await session.user.get()

    expect(server.calls(tokenPath[version])).toHaveLength(2)
  })

  it(`are deleted ${version === 'v2' ? 'with' : 'without'} the PSU headers`, async () => {
    const psuHeaders = { 'PSU-IP-Address': '192.0.2.1' }
    const { server, session } = await startClient(version, { [`DELETE ${path}`]: {} }, { psuHeaders })

    await session.user.delete()

    expect(server.calls(`DELETE ${path}`)[0]?.headers['psu-ip-address']).toBe(
      version === 'v2' ? '192.0.2.1' : undefined,
    )
  })
})
