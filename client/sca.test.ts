import { describe, expect, it, vi } from 'vitest'
import type { Schema } from '../contracts/openapi/api-types.ts'
import { AdditionalAuthenticationRequiredError, FinApiResponseError } from './http/response-errors.ts'
import type { Psu } from './sca/psu.ts'
import type { ScaCallback, ScaChallenge } from './sca/types.ts'
import { completeSca, type ScaOptions, type ScaStep } from './sca.ts'

const request = { method: 'POST', path: '/import' } as const

const createChallenge = (fields: Partial<Schema<'v2', 'MultiStepAuthenticationChallenge'>>): ScaChallenge => ({
  hash: 'h1',
  status: 'CHALLENGE_RESPONSE_REQUIRED',
  opticalDataAsReinerSct: false,
  ...fields,
})

/** A step that throws a 510 for each challenge, for the last one again and again if `forever`, and then returns 'done'. */
const createStep = (challenges: ScaChallenge[], { forever = false } = {}) => {
  const callbacks: (ScaCallback | undefined)[] = []
  const step = async (callback: ScaCallback | undefined) => {
    callbacks.push(callback)
    const challenge = forever && challenges.length === 1 ? challenges[0] : challenges.shift()
    if (!challenge) return 'done'
    throw new AdditionalAuthenticationRequiredError(request, { status: 510, headers: {}, body: undefined }, challenge)
  }
  return { step, callbacks }
}

const run = (step: ScaStep<string>, psu: Psu, options: Partial<ScaOptions> = {}) => {
  let time = 0
  const sleep = async (milliseconds: number) => {
    time += milliseconds
  }
  return completeSca(step, psu, {
    maxSteps: 20,
    timeout: 60_000,
    pollInterval: 5_000,
    now: () => time,
    sleep,
    ...options,
  })
}

describe('completeSca', () => {
  it.each([
    { status: 'TWO_STEP_PROCEDURE_REQUIRED', callback: 'chooseProcedure' },
    { status: 'CHALLENGE_RESPONSE_REQUIRED', callback: 'answerChallenge' },
    { status: 'REDIRECT_REQUIRED', callback: 'visitRedirect' },
    { status: 'DECOUPLED_AUTH_REQUIRED', callback: 'approveDecoupled' },
    { status: 'DECOUPLED_AUTH_IN_PROGRESS', callback: 'approveDecoupled' },
  ] as const)('requires $callback for $status, and keeps the 510 as the cause', async ({ status, callback }) => {
    const twoStepProcedures = [{ procedureId: 'a', procedureName: 'A', implicitExecute: false }]
    const { step } = createStep([createChallenge({ status, twoStepProcedures })])

    await expect(run(step, {})).rejects.toMatchObject({
      name: 'MissingPsuCallbackError',
      callback,
      cause: { status: 510, challenge: { status } },
    })
  })

  it('keeps the callbacks of a class bound to their object', async () => {
    class Phone implements Psu {
      readonly tan = '4711'
      answerChallenge() {
        return this.tan
      }
    }
    const { step, callbacks } = createStep([createChallenge({})])

    await run(step, new Phone())

    expect(callbacks[1]).toEqual({ hash: 'h1', challengeResponse: '4711' })
  })

  it('sends the latest TAN only when the bank asks again after a wrong one', async () => {
    const { step, callbacks } = createStep([
      createChallenge({}),
      createChallenge({ challengeMessage: 'Noch ein Versuch' }),
    ])
    const answerChallenge = vi.fn().mockReturnValueOnce('falsch').mockReturnValueOnce('richtig')

    await expect(run(step, { answerChallenge })).resolves.toBe('done')

    expect(callbacks.slice(1).map((callback) => callback?.challengeResponse)).toEqual(['falsch', 'richtig'])
  })

  it('sends the latest choice when the bank offers procedures twice', async () => {
    const twoStepProcedures = [{ procedureId: 'a', procedureName: 'A', implicitExecute: false }]
    const offer = createChallenge({ status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures })
    const { step, callbacks } = createStep([offer, { ...offer, hash: 'h2' }])
    const chooseProcedure = vi.fn().mockReturnValueOnce('a').mockReturnValueOnce('b')

    await run(step, { chooseProcedure })

    expect(callbacks.slice(1)).toEqual([
      { hash: 'h1', twoStepProcedureId: 'a' },
      { hash: 'h2', twoStepProcedureId: 'b' },
    ])
  })

  it('throws the error of a callback unchanged', async () => {
    const cancelled = new Error('the PSU pressed cancel')
    const { step } = createStep([createChallenge({})])
    const answerChallenge = () => {
      throw cancelled
    }

    await expect(run(step, { answerChallenge })).rejects.toBe(cancelled)
  })

  it('ends when the signal fires during a callback', async () => {
    const controller = new AbortController()
    const { step } = createStep([createChallenge({})])
    const answerChallenge = () => {
      queueMicrotask(() => controller.abort('enough'))
      return new Promise<string>(() => {})
    }

    const result = run(step, { answerChallenge }, { signal: controller.signal })

    await expect(result).rejects.toMatchObject({ name: 'ScaAbortedError', cause: 'enough' })
  })

  it('sends nothing when the signal has fired before', async () => {
    const { step, callbacks } = createStep([])

    await expect(run(step, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'ScaAbortedError' })
    expect(callbacks).toEqual([])
  })

  it('ends after the allowed number of questions', async () => {
    const { step, callbacks } = createStep([createChallenge({})], { forever: true })

    const result = run(step, { answerChallenge: () => 'x' }, { maxSteps: 3 })

    await expect(result).rejects.toMatchObject({ name: 'TooManyScaStepsError', maxSteps: 3, cause: { status: 510 } })
    expect(callbacks).toHaveLength(4)
  })

  it('ends on an unknown status', async () => {
    const { step } = createStep([JSON.parse('{"hash":"h1","status":"SELFIE_REQUIRED"}')])

    await expect(run(step, {})).rejects.toMatchObject({
      name: 'UnexpectedScaStatusError',
      message: expect.stringContaining('SELFIE_REQUIRED'),
      cause: { status: 510 },
    })
  })

  it.each([
    createChallenge({ status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures: [] }),
    createChallenge({ status: 'REDIRECT_REQUIRED', redirectUrl: 'https://bank.example' }),
  ])('ends on a $status without a required field', async (challenge) => {
    const { step } = createStep([challenge])
    const psu = { chooseProcedure: () => 'a', visitRedirect: () => 'state=a' }

    await expect(run(step, psu)).rejects.toMatchObject({ name: 'InvalidChallengeError', cause: { status: 510 } })
  })

  it('ends on a 510 without a challenge', async () => {
    const step = async () => {
      throw new FinApiResponseError(request, { status: 510, headers: {}, body: {} })
    }

    await expect(run(step, {})).rejects.toMatchObject({ name: 'InvalidChallengeError', cause: { status: 510 } })
  })

  it('ends when the redirect returns another context', async () => {
    const redirect = { redirectUrl: 'https://bank.example', redirectContext: 'mine', redirectContextField: 'state' }
    const { step, callbacks } = createStep([createChallenge({ status: 'REDIRECT_REQUIRED', ...redirect })])

    await expect(run(step, { visitRedirect: () => '?state=theirs&code=1' })).rejects.toMatchObject({
      name: 'RedirectContextMismatchError',
      expected: 'mine',
      received: ['theirs'],
    })
    expect(callbacks).toHaveLength(1)
  })
})

describe('a decoupled approval', () => {
  const required = createChallenge({ status: 'DECOUPLED_AUTH_REQUIRED', challengeMessage: 'Bitte bestätigen' })
  const inProgress = createChallenge({ status: 'DECOUPLED_AUTH_IN_PROGRESS' })

  it.each([
    { given: 'the bank starts with IN_PROGRESS', challenges: [inProgress, inProgress], calls: 1 },
    { given: 'the hash changes while polling', challenges: [required, { ...inProgress, hash: 'h2' }], calls: 1 },
    { given: 'the bank repeats REQUIRED', challenges: [required, required, inProgress], calls: 1 },
    { given: 'a second approval follows', challenges: [required, { ...required, hash: 'h2' }], calls: 2 },
    {
      given: 'a TAN is required between two approvals',
      challenges: [required, createChallenge({}), required],
      calls: 2,
    },
  ])('calls approveDecoupled $calls time(s) when $given', async ({ challenges, calls }) => {
    const approveDecoupled = vi.fn()
    const { step } = createStep([...challenges])

    await run(step, { approveDecoupled, answerChallenge: () => '1' })

    expect(approveDecoupled).toHaveBeenCalledTimes(calls)
  })

  it('does not count polls as steps', async () => {
    const { step } = createStep([required, ...Array(10).fill(inProgress)])

    await expect(run(step, { approveDecoupled: () => {} }, { maxSteps: 1 })).resolves.toBe('done')
  })

  it('ends when the time is up, without an early last poll', async () => {
    const { step, callbacks } = createStep([required, inProgress], { forever: true })

    const result = run(step, { approveDecoupled: () => {} }, { timeout: 12_000 })

    await expect(result).rejects.toMatchObject({ name: 'ScaTimeoutError', timeout: 12_000, cause: { status: 510 } })
    expect(callbacks).toHaveLength(3)
  })

  it('waits for the poll interval before each poll', async () => {
    const slept: number[] = []
    const sleep = async (milliseconds: number) => void slept.push(milliseconds)
    const { step } = createStep([required, inProgress])

    await run(step, { approveDecoupled: () => {} }, { pollInterval: 10, sleep, now: () => 0 })

    expect(slept).toEqual([10, 10])
  })
})
