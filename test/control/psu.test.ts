import { describe, expect, it } from 'vitest'
import { challengeIn, DECOUPLED, REDIRECT, readQuery, SANDBOX } from '../helpers/api-dialect.ts'
import { startControl } from './start-control.ts'

describe('/_mock/psu', () => {
  it('shows the TAN that a challenge expects', async () => {
    const { session, control } = await startControl()
    const { hash } = challengeIn(await session.importBank(SANDBOX))
    const [choice] = (await control('GET', '/psu')).body.pending
    expect(choice).toMatchObject({ hash, status: 'TWO_STEP_PROCEDURE_REQUIRED', user: session.user.id })
    expect(choice.procedures).toHaveLength(4)
    await session.answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-SMS' })
    const [challenge] = (await control('GET', `/psu?hash=${hash}`)).body.pending
    expect(challenge).toMatchObject({ answer: '123456', bank: { blz: 'DEMO0001' }, scenario: 'demo-four-procedures' })
    expect((await control('POST', '/psu/approve')).body.message).toMatch(/TAN/)
    expect((await control('POST', '/psu/expire')).status).toBe(200)
    expect((await session.answer(SANDBOX, hash, { challengeResponse: '123456' })).status).toBe(422)
    expect((await control('GET', '/psu')).body.pending).toEqual([])
  })

  it('approves a push', async () => {
    const { session, control } = await startControl()
    const first = challengeIn(await session.importBank(DECOUPLED))
    const { hash } = challengeIn(await session.answer(DECOUPLED, first.hash, { twoStepProcedureId: 'DEMO-TSP-01' }))
    expect((await control('POST', '/psu/approve', { user: session.user.id })).body).toMatchObject({ hash })
    expect((await control('GET', '/psu')).body.pending).toMatchObject([{ decision: 'approved' }])
    expect((await control('POST', '/psu/decline')).status).toBe(409)
    expect((await session.answer(DECOUPLED, hash, { decoupledCallback: true })).status).toBe(201)
  })

  it('declines a visit at the bank', async () => {
    const { session, control } = await startControl()
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    expect((await control('GET', '/psu')).body.pending).toMatchObject([{ redirectUrl }])
    const { returnUrl } = (await control('POST', '/psu/decline', { hash })).body
    const declined = await session.answer(REDIRECT, hash, { redirectCallback: readQuery(returnUrl) })
    expect(declined.status).toBe(422)
  })

  it('requires a hash where several flows wait', async () => {
    const { session, control } = await startControl()
    const hashes = []
    for (const _ of [1, 2]) hashes.push(challengeIn(await session.importBank(REDIRECT)).hash)
    const answer = await control('POST', '/psu/approve')
    expect(answer.status).toBe(409)
    for (const hash of hashes) expect(answer.body.message).toContain(hash)
    expect((await control('POST', '/psu/approve', { hash: hashes[1] })).status).toBe(200)
  })
})
