import { describe, expect, it } from 'vitest'
import { challengeIn, DECOUPLED, dialects, GUIDE, startSession } from '../../helpers/api-dialect.ts'
import { expectedChallenge, HASH, SMS_OR_PUSH } from './expected-challenge.ts'

describe.each(dialects)('an import with the decoupled approach in $version', (dialect) => {
  it('asks for a procedure, waits for the approval on another device and then imports, as in the guide', async () => {
    const { importBank, answer } = await startSession(dialect)
    const first = challengeIn(await importBank(DECOUPLED))
    expect(first).toEqual(
      expectedChallenge(dialect, {
        hash: HASH,
        status: 'TWO_STEP_PROCEDURE_REQUIRED',
        twoStepProcedures: SMS_OR_PUSH,
      }),
    )
    const chosen = { twoStepProcedureId: 'DEMO-TSP-01' }
    const second = challengeIn(await answer(DECOUPLED, first.hash, chosen))
    expect(second).toEqual(
      expectedChallenge(dialect, {
        hash: HASH,
        status: 'DECOUPLED_AUTH_REQUIRED',
        challengeMessage: expect.stringMatching(/bestätigen/),
      }),
    )
    expect(second.hash).not.toBe(first.hash)
    const third = challengeIn(await answer(DECOUPLED, second.hash, { ...chosen, decoupledCallback: true }))
    expect(third).toMatchObject({ hash: second.hash, status: 'DECOUPLED_AUTH_IN_PROGRESS' })
    expect((await answer(DECOUPLED, second.hash, { decoupledCallback: true })).status).toBe(201)
  })

  it('accepts every hash that the flow has had', async () => {
    const { importBank, answer } = await startSession(dialect)
    const { hash } = challengeIn(await importBank(DECOUPLED))
    const later = challengeIn(await answer(DECOUPLED, hash, { twoStepProcedureId: 'DEMO-TSP-02' })).hash
    challengeIn(await answer(DECOUPLED, hash, { decoupledCallback: true }))
    expect(later).not.toBe(hash)
    expect((await answer(DECOUPLED, hash, { decoupledCallback: true })).status).toBe(201)
  })

  it.each([{ pin: 'demo' }, { pin: '123456' }])('is offered through FINTS_SERVER for PIN $pin', async ({ pin }) => {
    const { importBank, answer } = await startSession(dialect)
    const request = { ...GUIDE, interface: 'FINTS_SERVER', login: { 'Onlinebanking-ID': 'demo', PIN: pin } }
    const { hash, twoStepProcedures } = challengeIn(await importBank(request))
    const decoupled = twoStepProcedures.at(-1)
    expect(decoupled.procedureName).toBe('Demo Decoupled Auth')
    const asked = challengeIn(await answer(request, hash, { twoStepProcedureId: decoupled.procedureId }))
    expect(asked.status).toBe('DECOUPLED_AUTH_REQUIRED')
    challengeIn(await answer(request, hash, { decoupledCallback: true }))
    const imported = await answer(request, asked.hash, { decoupledCallback: true })
    expect(imported.status).toBe(201)
    expect(imported.body.interfaces[0][dialect.interfaceField]).toBe('FINTS_SERVER')
  })
})
