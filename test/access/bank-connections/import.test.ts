import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  codeIn,
  DECOUPLED,
  type Dialect,
  dialects,
  GUIDE,
  NO_SCA,
  queryOf,
  REDIRECT,
  SANDBOX,
  startSession,
  walkBankPage,
} from '../../helpers/api-dialect.ts'

const CHALLENGE_KEYS = [
  'hash',
  'status',
  'challengeMessage',
  'answerFieldLabel',
  'redirectUrl',
  'redirectContext',
  'redirectContextField',
  'twoStepProcedures',
  'photoTanMimeType',
  'photoTanData',
  'opticalData',
]

/** A challenge as the version sends it, from the fields that have a value. */
const challenge = ({ version }: Dialect, fields: Record<string, unknown>) =>
  version === 'v1'
    ? { ...Object.fromEntries(CHALLENGE_KEYS.map((key) => [key, null])), ...fields }
    : { ...fields, opticalDataAsReinerSct: false }

const SMS_OR_PUSH = [
  { procedureId: 'DEMO-TSP-01', procedureName: 'SMS', procedureChallengeType: 'TEXT', implicitExecute: false },
  { procedureId: 'DEMO-TSP-02', procedureName: 'PUSH', procedureChallengeType: 'TEXT', implicitExecute: false },
]
const HASH = expect.stringMatching(/^[0-9a-f]{32}$/)

describe.each(dialects)('import in $version', (dialect) => {
  it('walks the embedded approach of the guide', async () => {
    const { importBank, answer, user } = await startSession(dialect)
    const first = await importBank(GUIDE)
    expect(first.status).toBe(510)
    const { hash } = challengeIn(first)
    expect(first.body).toEqual({
      errors: [
        {
          message: 'Es muss eine Zwei-Faktor-Authentifizierungsmethode ausgewählt werden',
          code: 'ADDITIONAL_AUTHENTICATION_REQUIRED',
          type: 'BUSINESS',
          multiStepAuthentication: challenge(dialect, {
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
    expect(user.token).not.toBe('')

    const second = await answer(GUIDE, hash, { twoStepProcedureId: 'DEMO-TSP-01' })
    const message = 'Es ist eine zusätzliche Authentifizierung erforderlich. Bitte geben Sie folgenden Code an: demo'
    expect(second.body.errors[0].message).toBe(message)
    expect(challengeIn(second)).toEqual(
      challenge(dialect, {
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

  it('walks the redirect approach of the guide', async () => {
    const session = await startSession(dialect)
    const first = challengeIn(await session.importBank(REDIRECT))
    expect(first).toEqual(
      challenge(dialect, {
        hash: HASH,
        status: 'REDIRECT_REQUIRED',
        redirectUrl: expect.stringContaining(`?state=${first.redirectContext}`),
        redirectContext: expect.stringMatching(/^[0-9a-f-]{36}$/),
        redirectContextField: 'state',
      }),
    )
    const address = await walkBankPage(session, first.redirectUrl)
    expect(address).toMatch(/^https:\/\/customer1\.io\/?\?/)
    expect(new URL(address).searchParams.get('state')).toBe(first.redirectContext)
    const last = await session.answer(REDIRECT, first.hash, { redirectCallback: queryOf(address) })
    expect(last.status).toBe(201)
  })

  it('walks the decoupled approach of the guide', async () => {
    const { importBank, answer } = await startSession(dialect)
    const first = challengeIn(await importBank(DECOUPLED))
    expect(first).toEqual(
      challenge(dialect, { hash: HASH, status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures: SMS_OR_PUSH }),
    )
    const chosen = { twoStepProcedureId: 'DEMO-TSP-01' }
    const second = challengeIn(await answer(DECOUPLED, first.hash, chosen))
    expect(second).toEqual(
      challenge(dialect, {
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

  it('accepts every hash of a decoupled flow', async () => {
    const { importBank, answer } = await startSession(dialect)
    const { hash } = challengeIn(await importBank(DECOUPLED))
    const later = challengeIn(await answer(DECOUPLED, hash, { twoStepProcedureId: 'DEMO-TSP-02' })).hash
    challengeIn(await answer(DECOUPLED, hash, { decoupledCallback: true }))
    expect(later).not.toBe(hash)
    expect((await answer(DECOUPLED, hash, { decoupledCallback: true })).status).toBe(201)
  })

  it('offers four procedures to the other login of DEMO0001, and wants the TAN 123456', async () => {
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

  it.each([{ pin: 'demo' }, { pin: '123456' }])(
    'offers an approval on another device through FINTS_SERVER to PIN $pin',
    async ({ pin }) => {
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
    },
  )

  it.each([
    { name: 'DEMO0001', request: NO_SCA },
    { name: 'DEMO0002', request: { ...REDIRECT, login: { 'Onlinebanking-ID': 'demo_no_msa' } } },
  ])('imports $name at once with the login that needs no authentication', async ({ request }) => {
    const { importBank } = await startSession(dialect)
    expect((await importBank(request)).status).toBe(201)
  })

  it('speaks English where the client asks for it', async () => {
    const { importBank } = await startSession(dialect)
    const { body } = await importBank(GUIDE, { 'Accept-Language': 'en' })
    expect(body.errors[0].message).toBe('SCA method selection is required')
  })

  it('is told by the bank that its user cancelled', async () => {
    const session = await startSession(dialect)
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    const address = await walkBankPage(session, redirectUrl, 'cancel')
    const refused = await session.answer(REDIRECT, hash, { redirectCallback: queryOf(address) })
    expect([refused.status, codeIn(refused)]).toEqual([422, 'BANK_SERVER_REJECTION'])
    expect((await session.get('/bankConnections')).body.connections).toEqual([])
  })

  it('keeps the query and the fragment of a redirectUrl', async () => {
    const session = await startSession(dialect)
    const request = { ...REDIRECT, redirectUrl: 'https://app.example/cb?tenant=7&next=%2Fhome#banks' }
    const { hash, redirectUrl } = challengeIn(await session.importBank(request))
    const address = new URL(await walkBankPage(session, redirectUrl))
    expect(address.searchParams.get('tenant')).toBe('7')
    expect(address.searchParams.get('next')).toBe('/home')
    expect(address.hash).toBe('#banks')
    const imported = await session.answer(request, hash, { redirectCallback: queryOf(address.href) })
    expect(imported.status).toBe(201)
  })
})
