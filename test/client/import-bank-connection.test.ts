import { describe, expect, it, vi } from 'vitest'
import type { Psu } from '../../client/index.ts'
import { challenge, imported, importPath, procedures } from './helpers/responses.ts'
import { startClient } from './helpers/start-client.ts'

const hash = 'a1'.repeat(16)
const otherHash = 'b2'.repeat(16)
const embedded = {
  bankId: 280001,
  bankingInterface: 'XS2A' as const,
  loginCredentials: [
    { label: 'Onlinebanking-ID', value: 'demo' },
    { label: 'PIN', value: '123456' },
  ],
  accountReferences: [{ iban: 'DE89370400440532013000' }],
}
const toBody = {
  v1: ({ bankId, bankingInterface, ...rest }: typeof embedded) => ({ bankId, interface: bankingInterface, ...rest }),
  v2: (request: typeof embedded) => request,
}

describe.each(['v1', 'v2'] as const)('importing with %s', (version) => {
  const path = importPath[version]
  const body = toBody[version]

  it('returns the connection at once if the bank asks nothing', async () => {
    const { server, session } = await startClient(version, { [path]: imported })

    await expect(session.importBankConnection(embedded, {})).resolves.toMatchObject({ id: 21 })

    expect(server.calls(path).map((request) => request.body)).toEqual([JSON.stringify(body(embedded))])
  })

  it('sends the fields of the guide in the embedded approach', async () => {
    const { server, session } = await startClient(version, {
      [path]: [
        challenge(version, { status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures: procedures }),
        challenge(version, {
          status: 'CHALLENGE_RESPONSE_REQUIRED',
          challengeMessage: 'Bitte den Code eingeben: demo',
          answerFieldLabel: 'TEXT',
        }),
        imported,
      ],
    })
    const psu = { chooseProcedure: vi.fn(() => 'one'), answerChallenge: vi.fn(() => 'demo') } satisfies Psu

    await session.importBankConnection(embedded, psu)

    expect(server.bodies(path)).toEqual([
      body(embedded),
      { ...body(embedded), multiStepAuthentication: { hash, twoStepProcedureId: 'one' } },
      { ...body(embedded), multiStepAuthentication: { hash, twoStepProcedureId: 'one', challengeResponse: 'demo' } },
    ])
    expect(psu.chooseProcedure).toHaveBeenCalledWith(procedures, undefined)
    expect(psu.answerChallenge).toHaveBeenCalledWith(
      { kind: 'text', message: 'Bitte den Code eingeben: demo', label: 'TEXT' },
      undefined,
    )
  })

  it('sends the fields of the guide in the redirect approach', async () => {
    const redirect = { url: 'https://bank.example?state=ctx', context: 'ctx', contextField: 'state' }
    const { server, session } = await startClient(version, {
      [path]: [
        challenge(version, {
          status: 'REDIRECT_REQUIRED',
          redirectUrl: redirect.url,
          redirectContext: redirect.context,
          redirectContextField: redirect.contextField,
        }),
        imported,
      ],
    })
    const request = { ...embedded, redirectUrl: 'https://tpp.example/back' }
    const visitRedirect = vi.fn(async () => 'https://tpp.example/back?state=ctx&code=a%20b#top')

    await session.importBankConnection(request, { visitRedirect })

    expect(server.bodies(path)).toEqual([
      body(request),
      { ...body(request), multiStepAuthentication: { hash, redirectCallback: 'state=ctx&code=a%20b' } },
    ])
    expect(visitRedirect).toHaveBeenCalledWith(redirect, undefined)
  })

  it('sends the fields of the guide in the decoupled approach and asks the PSU once', async () => {
    const message = 'Bitte bestätigen Sie auf dem Gerät'
    const { server, session, clock } = await startClient(version, {
      [path]: [
        challenge(version, { status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures: procedures }),
        challenge(version, { status: 'DECOUPLED_AUTH_REQUIRED', hash: otherHash, challengeMessage: message }),
        challenge(version, { status: 'DECOUPLED_AUTH_IN_PROGRESS', hash: otherHash, challengeMessage: message }),
        challenge(version, { status: 'DECOUPLED_AUTH_IN_PROGRESS', hash: otherHash, challengeMessage: message }),
        imported,
      ],
    })
    const approveDecoupled = vi.fn()

    await session.importBankConnection(embedded, { chooseProcedure: () => 'two', approveDecoupled })

    const poll = { hash: otherHash, twoStepProcedureId: 'two', decoupledCallback: true }
    expect(server.bodies(path).slice(2)).toEqual(Array(3).fill({ ...body(embedded), multiStepAuthentication: poll }))
    expect(approveDecoupled.mock.calls).toEqual([[{ message }, undefined]])
    expect(clock.slept).toEqual([5000, 5000, 5000])
  })

  it('completes procedure, TAN, redirect and approval in one flow, always with the latest hash', async () => {
    const { server, session } = await startClient(version, {
      [path]: [
        challenge(version, { status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures: procedures }),
        challenge(version, { status: 'CHALLENGE_RESPONSE_REQUIRED' }),
        challenge(version, {
          status: 'REDIRECT_REQUIRED',
          hash: 'c3',
          redirectUrl: 'https://bank.example',
          redirectContext: 'ctx',
          redirectContextField: 'session',
        }),
        challenge(version, { status: 'DECOUPLED_AUTH_REQUIRED', hash: 'd4' }),
        imported,
      ],
    })

    await session.importBankConnection(embedded, {
      chooseProcedure: () => 'one',
      answerChallenge: () => '123456',
      visitRedirect: () => 'session=ctx',
      approveDecoupled: () => {},
    })

    const callbacks = server
      .bodies(path)
      .map((sent) => (sent as { multiStepAuthentication?: object }).multiStepAuthentication)
    expect(callbacks).toEqual([
      undefined,
      { hash, twoStepProcedureId: 'one' },
      { hash, twoStepProcedureId: 'one', challengeResponse: '123456' },
      { hash: 'c3', twoStepProcedureId: 'one', redirectCallback: 'session=ctx' },
      { hash: 'd4', twoStepProcedureId: 'one', decoupledCallback: true },
    ])
  })

  it('sends every optional field', async () => {
    const { server, session } = await startClient(version, { [path]: imported })
    const request = {
      ...embedded,
      name: 'Haushalt',
      storeSecrets: true,
      skipPositionsDownload: true,
      loadOwnerData: true,
      maxDaysForDownload: 90,
      accountTypes: ['Checking' as const],
      redirectUrl: 'https://tpp.example/back',
    }

    await session.importBankConnection(request, {})

    expect(server.bodies(path)).toEqual([body(request)])
  })
})

describe('importing', () => {
  it('sends the PSU headers of the session, and the language', async () => {
    const { server, client } = await startClient('v2', { [importPath.v2]: imported }, { language: 'en' })
    const session = client.asUser({ id: 'p', password: 'geheim' }, { psuHeaders: { 'PSU-IP-Address': '192.0.2.7' } })

    await session.importBankConnection(embedded, {})

    expect(server.calls(importPath.v2)[0]?.headers).toMatchObject({
      'psu-ip-address': '192.0.2.7',
      'accept-language': 'en',
      'content-type': 'application/json',
      authorization: 'Bearer token-1',
    })
  })

  it('throws the rejection of the bank', async () => {
    const { session } = await startClient('v2', {
      [importPath.v2]: [
        challenge('v2', { status: 'CHALLENGE_RESPONSE_REQUIRED' }),
        {
          status: 422,
          json: { errors: [{ message: 'TAN falsch', code: 'BANK_SERVER_REJECTION', type: 'BUSINESS' }] },
        },
      ],
    })

    const result = session.importBankConnection(embedded, { answerChallenge: () => '000000' })

    await expect(result).rejects.toMatchObject({ status: 422, code: 'BANK_SERVER_REJECTION', detail: 'TAN falsch' })
  })

  it('ends when the signal fires between two polls', async () => {
    const controller = new AbortController()
    const inProgress = challenge('v2', { status: 'DECOUPLED_AUTH_IN_PROGRESS' })
    const { server, session } = await startClient(
      'v2',
      { [importPath.v2]: inProgress },
      {
        sleep: async () => {
          if (server.calls(importPath.v2).length === 3) controller.abort(new Error('the PSU went home'))
        },
      },
    )

    const result = session.importBankConnection(embedded, { approveDecoupled: () => {} }, { signal: controller.signal })

    await expect(result).rejects.toMatchObject({ name: 'ScaAbortedError', cause: new Error('the PSU went home') })
    expect(server.calls(importPath.v2)).toHaveLength(3)
  })

  it('ends when the signal fires during a request', async () => {
    const controller = new AbortController()
    const { session } = await startClient('v2', {
      [importPath.v2]: { hang: true, before: () => controller.abort() },
    })

    const result = session.importBankConnection(embedded, {}, { signal: controller.signal })

    await expect(result).rejects.toMatchObject({ name: 'ScaAbortedError' })
  })

  it('sends nothing when the signal has fired before', async () => {
    const { server, session } = await startClient('v2', {})

    const result = session.importBankConnection(embedded, {}, { signal: AbortSignal.abort() })

    await expect(result).rejects.toMatchObject({ name: 'ScaAbortedError' })
    expect(server.requests).toEqual([])
  })
})
