import { describe, expect, it } from 'vitest'
import { GUIDE, startSession, v2 } from '../helpers/api-dialect.ts'

describe('a delay', () => {
  it('ends when the clock passes it, and not before', async () => {
    const { get, world } = await startSession(v2)
    world.faults.add({ kind: 'delay', delay: 'PT30M', operation: 'getAuthorizedUser' })
    let hasResponse = false
    const pending = get('/users').then((response) => {
      hasResponse = true
      return response
    })
    await get('/bankConnections')
    world.clock.advance(1_799_999)
    await get('/bankConnections')
    expect(hasResponse).toBe(false)
    world.clock.advance(1)
    expect((await pending).status).toBe(200)
    expect(world.journal.find({ operation: 'getAuthorizedUser' })).toMatchObject([{ milliseconds: 1_800_000 }])
  })

  it('ends in real time where the clock stands still', async () => {
    const { get, world } = await startSession(v2)
    world.faults.add({ kind: 'delay', delay: 5 })
    expect((await get('/users')).status).toBe(200)
  })

  it('is over for a body that trickles when the clock passes its end', async () => {
    const { importBank, world } = await startSession(v2)
    world.faults.add({ kind: 'slow-body', duration: 'PT1H', chunks: 4, operation: 'importBankConnection' })
    const pending = importBank(GUIDE)
    await world.journal.waitFor({ operation: 'importBankConnection' }, { timeout: 120_000 })
    world.clock.advance(3_600_000)
    expect((await pending).status).toBe(510)
  })
})
