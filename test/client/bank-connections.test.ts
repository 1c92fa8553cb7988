import { describe, expect, it } from 'vitest'
import { challenge, importPath } from './helpers/responses.ts'
import { startClient } from './helpers/start-client.ts'

describe.each(['v1', 'v2'] as const)('bank connections of %s', (version) => {
  const path = `/api/${version}/bankConnections`

  it('are listed, read and deleted', async () => {
    const { server, session } = await startClient(version, {
      [`GET ${path}`]: { json: { connections: [] } },
      [`GET ${path}/2`]: { json: { id: 2 } },
      [`DELETE ${path}/2`]: {},
    })

    await session.bankConnections.list({ ids: [2, 5] })
    await expect(session.bankConnections.get(2)).resolves.toEqual({ id: 2 })
    await expect(session.bankConnections.delete(2)).resolves.toBeUndefined()

    expect(server.lines()).toEqual([`GET ${path} ids=2,5`, `GET ${path}/2`, `DELETE ${path}/2`])
  })

  it(`are deleted ${version === 'v2' ? 'with' : 'without'} the PSU headers, and read without`, async () => {
    const psuHeaders = { 'PSU-IP-Address': '192.0.2.1', 'PSU-Device-OS': 'Android' }
    const script = { [`GET ${path}/2`]: { json: {} }, [`DELETE ${path}/2`]: {} }
    const { server, session } = await startClient(version, script, { psuHeaders })

    await session.bankConnections.get(2)
    await session.bankConnections.delete(2)

    const [read, deleted] = server.requests.slice(1)
    expect(read?.headers).not.toHaveProperty('psu-ip-address')
    expect(deleted?.headers['psu-ip-address']).toBe(version === 'v2' ? '192.0.2.1' : undefined)
  })
})

describe('a single import request', () => {
  it('throws the challenge as a typed error', async () => {
    const { session } = await startClient('v1', {
      [importPath.v1]: challenge('v1', { status: 'CHALLENGE_RESPONSE_REQUIRED', challengeMessage: 'TAN?' }),
    })

    const result = session.bankConnections.import({ bankId: 280001, interface: 'XS2A' })

    await expect(result).rejects.toMatchObject({
      name: 'AdditionalAuthenticationRequiredError',
      status: 510,
      challenge: { hash: 'a1'.repeat(16), status: 'CHALLENGE_RESPONSE_REQUIRED', challengeMessage: 'TAN?' },
    })
  })
})
