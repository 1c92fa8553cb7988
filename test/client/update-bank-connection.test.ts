import { describe, expect, it, vi } from 'vitest'
import { isFinApiResponseError, ScaAbortedError, type UpdateRequest } from '../../client/index.ts'
import { challenge, connection, errorMessage, updatePath } from './helpers/responses.ts'
import { startClient } from './helpers/start-client.ts'

const hash = 'a1'.repeat(16)
const request: UpdateRequest = {
  bankConnectionId: 21,
  bankingInterface: 'XS2A',
  importNewAccounts: true,
  loginCredentials: [{ label: 'PIN', value: '123456' }],
}
const toBody = {
  v1: ({ bankingInterface, ...rest }: UpdateRequest) => ({ interface: bankingInterface, ...rest }),
  v2: (given: UpdateRequest) => given,
}

describe.each(['v1', 'v2'] as const)('updating with %s', (version) => {
  const path = updatePath[version]
  const body = toBody[version](request)
  const updated = connection({ updateStatus: 'IN_PROGRESS' })

  it('returns the connection at once if the bank asks nothing', async () => {
    const { server, session } = await startClient(version, { [path]: updated })

    await expect(session.updateBankConnection(request, {})).resolves.toMatchObject({ id: 21 })

    expect(server.bodies(path)).toEqual([body])
  })

  it('repeats all fields with the answer to the question of the bank', async () => {
    const { server, session } = await startClient(version, {
      [path]: [challenge(version, { status: 'CHALLENGE_RESPONSE_REQUIRED', answerFieldLabel: 'TAN' }), updated],
    })
    const answerChallenge = vi.fn(() => '4711')

    await session.updateBankConnection(request, { answerChallenge })

    expect(server.bodies(path)).toEqual([
      body,
      { ...body, multiStepAuthentication: { hash, challengeResponse: '4711' } },
    ])
    expect(answerChallenge).toHaveBeenCalledOnce()
  })

  it('throws INVALID_CONSENT once the consent has expired, and gets a new one with the next call', async () => {
    const { session } = await startClient(version, {
      [path]: [errorMessage(422, 'INVALID_CONSENT', 'The consent has expired.'), updated],
    })

    const error = await session.updateBankConnection(request, {}).catch((thrown: unknown) => thrown)
    expect(isFinApiResponseError(error) && error.code).toBe('INVALID_CONSENT')

    await expect(session.updateBankConnection(request, {})).resolves.toMatchObject({ id: 21 })
  })

  it('ends when the signal has fired before', async () => {
    const { session } = await startClient(version, { [path]: { hang: true } })
    await expect(session.updateBankConnection(request, {}, { signal: AbortSignal.abort() })).rejects.toThrow(
      ScaAbortedError,
    )
  })
})
