import { describe, expect, it } from 'vitest'
import { challengeIn, dialects, GUIDE, SANDBOX, startSession } from '../../helpers/api-dialect.ts'
import { expectedChallenge, HASH, SMS_OR_PUSH } from './expected-challenge.ts'

describe.each(dialects)('an import with the embedded approach in $version', (dialect) => {
  it('asks for a procedure, then for the TAN, and then imports, as in the guide', async () => {
    const { importBank, answer } = await startSession(dialect)
    const first = await importBank(GUIDE)
    expect(first.status).toBe(510)
    const { hash } = challengeIn(first)
    expect(first.body).toEqual({
      errors: [
        {
          message: 'Es muss eine Zwei-Faktor-Authentifizierungsmethode ausgewählt werden',
          code: 'ADDITIONAL_AUTHENTICATION_REQUIRED',
          type: 'BUSINESS',
          multiStepAuthentication: expectedChallenge(dialect, {
            hash: HASH,
            status: 'TWO_STEP_PROCEDURE_REQUIRED',
            twoStepProcedures: SMS_OR_PUSH,
          }),
        },
      ],
      date: dialect.version === 'v1' ? '2026-03-10 11:00:00.000' : '2026-03-10T11:00:00.000+01:00',
      requestId: expect.stringMatching(/^selfgen-/),
      endpoint: `POST ${dialect.base}/bankConnections/import`,
      authContext: expect.stringMatching(/^\d+\/\d+$/),
      bank: expect.stringContaining('DEMO0001 - finAPI Test Bank'),
    })
    expect(first.headers.get('x-request-id')).toBe(first.body.requestId)

    const second = await answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' })
    const message = 'Es ist eine zusätzliche Authentifizierung erforderlich. Bitte geben Sie folgenden Code an: demo'
    expect(second.body.errors[0].message).toBe(message)
    expect(challengeIn(second)).toEqual(
      expectedChallenge(dialect, {
        hash,
        status: 'CHALLENGE_RESPONSE_REQUIRED',
        challengeMessage: message,
        answerFieldLabel: 'TEXT',
      }),
    )

    const third = await answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01', challengeResponse: 'demo' })
    expect(third.status).toBe(201)
    expect(third.body).toMatchObject({ updateStatus: 'IN_PROGRESS', categorizationStatus: 'READY' })
    expect(third.body.interfaces[0][dialect.interfaceField]).toBe('XS2A')
    expect(third.body.accountIds.length).toBeGreaterThan(0)
  })

  it('offers four procedures to the other login of DEMO0001, whose TAN is 123456', async () => {
    const { importBank, answer } = await startSession(dialect)
    const { hash, twoStepProcedures } = challengeIn(await importBank(SANDBOX))
    const offered = twoStepProcedures.map((procedure: Record<string, string>) => [
      procedure.procedureName,
      procedure.procedureChallengeType,
    ])
    expect(offered).toEqual([
      ['smsTan', 'TEXT'],
      ['pushTan', 'TEXT'],
      ['chipTan optical', 'FLICKER_CODE'],
      ['chipTan QR', 'PHOTO'],
    ])
    const asked = challengeIn(await answer(SANDBOX, hash, { twoStepProcedureId: twoStepProcedures[0].procedureId }))
    expect(asked).toMatchObject({ status: 'CHALLENGE_RESPONSE_REQUIRED', answerFieldLabel: 'TAN' })
    expect((await answer(SANDBOX, hash, { challengeResponse: '123456' })).status).toBe(201)
  })

  it('shows a photo TAN as a real PNG', async () => {
    const { importBank, answer } = await startSession(dialect)
    const { hash } = challengeIn(await importBank(SANDBOX))
    const asked = challengeIn(await answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-CHIP-QR' }))
    expect(asked.photoTanMimeType).toBe('image/png')
    const picture = Buffer.from(asked.photoTanData, 'base64')
    expect(picture.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    expect(asked.opticalData).toBe(dialect.nothing)
  })

  it('shows a flicker code that begins with its own length', async () => {
    const { importBank, answer } = await startSession(dialect)
    const { hash } = challengeIn(await importBank(SANDBOX))
    const asked = challengeIn(await answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-CHIP-OPTICAL' }))
    expect(asked.opticalData).toMatch(/^([0-9A-Fa-f]{2})+$/)
    expect(Number.parseInt(asked.opticalData.slice(0, 2), 16)).toBe(asked.opticalData.length / 2 - 1)
    expect(asked.photoTanData).toBe(dialect.nothing)
  })
})
