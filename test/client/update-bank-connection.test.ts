import { describe, expect, it, vi } from 'vitest'
import { isFinApiResponseError, ScaAbortedError, type UpdateRequest } from '../../client/index.ts'
import { challenge, connection, errorMessage, updatePath } from './helpers/answers.ts'
import { startClient } from './helpers/start-client.ts'

const hash = 'a1'.repeat(16)
const request: UpdateRequest = {
  bankConnectionId: 21,
  bankingInterface: 'XS2A',
  importNewAccounts: true,
  loginCredentials: [{ label: 'PIN', value: '123456' }],
}
const sentAs = {
  v1: ({ bankingInterface, ...rest }: UpdateRequest) => ({ interface: bankingInterface, ...rest }),
  v2: (given: UpdateRequest) => given,
}

describe.each(['v1', 'v2'] as const)('updating with %s', (version) => {
  const path = updatePath[version]
  const body = sentAs[version](request)
  const updated = connection({ updateStatus: 'IN_PROGRESS' })

  it('answers the connection at once when the bank asks nothing', async () => {
    const { server, session } = await startClient(version, { [path]: updated })

    await expect(session.updateBankConnection(request, {})).resolves.toMatchObject({ id: 21 })

    expect(server.bodies(path)).toEqual([body])
  })

  it('repeats all fields with the answer to what the bank asks', async () => {
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

  it('tells of a consent that has run out, and goes on when it is called again', async () => {
    const { session } = await startClient(version, {
      [path]: [errorMessage(422, 'INVALID_CONSENT', 'The consent has expired.'), updated],
    })

    const error = await session.updateBankConnection(request, {}).catch((thrown: unknown) => thrown)
    expect(isFinApiResponseError(error) && error.code).toBe('INVALID_CONSENT')

    await expect(session.updateBankConnection(request, {})).resolves.toMatchObject({ id: 21 })
  })

  it('gives up when it is aborted', async () => {
    const { session } = await startClient(version, { [path]: { hang: true } })
    await expect(session.updateBankConnection(request, {}, { signal: AbortSignal.abort() })).rejects.toThrow(
      ScaAbortedError,
    )
  })
})
