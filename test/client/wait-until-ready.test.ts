import { describe, expect, it } from 'vitest'
import { isDownloadFailedError } from '../../client/index.ts'
import { connection } from './helpers/responses.ts'
import { startClient } from './helpers/start-client.ts'

const failed = { result: 'BANK_SERVER_REJECTION', errorMessage: 'PIN falsch', timestamp: '2024-01-01' }

describe.each(['v1', 'v2'] as const)('waiting for a bank connection of %s', (version) => {
  const path = `GET /api/${version}/bankConnections/21`
  const interfaceName = version === 'v1' ? 'interface' : 'bankingInterface'

  it('polls until the download and the categorisation are complete', async () => {
    const { server, session, clock } = await startClient(version, {
      [path]: [
        connection({ updateStatus: 'IN_PROGRESS', categorizationStatus: 'READY' }),
        connection({ updateStatus: 'READY', categorizationStatus: 'PENDING' }),
        connection({ updateStatus: 'READY', categorizationStatus: 'IN_PROGRESS' }),
        connection(),
      ],
    })

    await expect(session.waitUntilReady(21, { interval: 200 })).resolves.toMatchObject({ id: 21 })

    expect(clock.slept).toEqual([200, 200, 200])
    expect(server.calls(path)).toHaveLength(4)
  })

  it('throws an error with the connection if the download failed', async () => {
    const interfaces = [{ [interfaceName]: 'XS2A', lastManualUpdate: failed }]
    const { session } = await startClient(version, { [path]: connection({ interfaces }) })

    const error = await session.waitUntilReady(21).catch((reason: unknown) => reason)

    expect(isDownloadFailedError(error) && error.connection.id).toBe(21)
    expect(error).toMatchObject({ message: expect.stringContaining('BANK_SERVER_REJECTION: PIN falsch') })
  })

  it('returns the connection of a failed download with allowPartial', async () => {
    const interfaces = [{ [interfaceName]: 'XS2A', lastManualUpdate: failed }]
    const { session } = await startClient(version, { [path]: connection({ interfaces }) })

    await expect(session.waitUntilReady(21, { allowPartial: true })).resolves.toMatchObject({ id: 21 })
  })

  it('accepts an interface without a manual update', async () => {
    const interfaces = [{ [interfaceName]: 'XS2A', ...(version === 'v1' && { lastManualUpdate: null }) }]
    const { session } = await startClient(version, { [path]: connection({ interfaces }) })

    await expect(session.waitUntilReady(21)).resolves.toMatchObject({ id: 21 })
  })
})

describe('waiting', () => {
  const path = 'GET /api/v2/bankConnections/21'
  const busy = connection({ updateStatus: 'IN_PROGRESS' })

  it('ends when the time is up, after a last request', async () => {
    const { server, session, clock } = await startClient('v2', { [path]: busy })

    const result = session.waitUntilReady(21, { timeout: 2500, interval: 1000 })

    await expect(result).rejects.toMatchObject({ name: 'WaitTimeoutError', timeout: 2500, connection: { id: 21 } })
    expect(clock.slept).toEqual([1000, 1000, 500])
    expect(server.calls(path)).toHaveLength(4)
  })

  it('ends when the signal fires, with its reason', async () => {
    const controller = new AbortController()
    const sleep = () => {
      controller.abort('enough')
      return new Promise<void>(() => {})
    }
    const { session } = await startClient('v2', { [path]: busy }, { sleep })

    const result = session.waitUntilReady(21, { signal: controller.signal })

    await expect(result).rejects.toMatchObject({ name: 'AbortedError', cause: 'enough' })
  })
})
