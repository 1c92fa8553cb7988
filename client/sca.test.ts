import { describe, expect, it, vi } from 'vitest'
import type { ScaCallback, ScaChallenge, Schema } from './api-types.ts'
import { AdditionalAuthenticationRequiredError, FinApiResponseError } from './response-errors.ts'
import { completeSca, type Psu, type ScaOptions, type ScaStep } from './sca.ts'

const ask = (fields: Partial<Schema<'v2', 'MultiStepAuthenticationChallenge'>>): ScaChallenge => ({
  hash: 'h1',
  status: 'CHALLENGE_RESPONSE_REQUIRED',
  opticalDataAsReinerSct: false,
  ...fields,
})

/** A step that asks the given questions one by one, the last one for ever if `forever`, and then answers 'done'. */
const bank = (questions: ScaChallenge[], { forever = false } = {}) => {
  const callbacks: (ScaCallback | undefined)[] = []
  const step = async (callback: ScaCallback | undefined) => {
    callbacks.push(callback)
    const challenge = forever && questions.length === 1 ? questions[0] : questions.shift()
    if (!challenge) return 'done'
    const called = { method: 'POST', path: '/import' }
    throw new AdditionalAuthenticationRequiredError(called, { status: 510, headers: {}, body: undefined }, challenge)
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
  ] as const)('names $callback when $status finds no such callback', async ({ status, callback }) => {
    const twoStepProcedures = [{ procedureId: 'a', procedureName: 'A', implicitExecute: false }]
    const { step } = bank([ask({ status, twoStepProcedures })])

    await expect(run(step, {})).rejects.toMatchObject({ name: 'MissingPsuCallbackError', callback })
  })

  it('keeps the callbacks of a class bound to their object', async () => {
    class Phone implements Psu {
      readonly tan = '4711'
      answerChallenge() {
        return this.tan
      }
    }
    const { step, callbacks } = bank([ask({})])

    await run(step, new Phone())

    expect(callbacks[1]).toEqual({ hash: 'h1', challengeResponse: '4711' })
  })

  it('asks again after a wrong TAN and never repeats the old answer', async () => {
    const { step, callbacks } = bank([ask({}), ask({ challengeMessage: 'Noch ein Versuch' })])
    const answerChallenge = vi.fn().mockReturnValueOnce('falsch').mockReturnValueOnce('richtig')

    await expect(run(step, { answerChallenge })).resolves.toBe('done')

    expect(callbacks.slice(1).map((callback) => callback?.challengeResponse)).toEqual(['falsch', 'richtig'])
  })

  it('sends the latest choice when the bank offers procedures twice', async () => {
    const twoStepProcedures = [{ procedureId: 'a', procedureName: 'A', implicitExecute: false }]
    const offer = ask({ status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures })
    const { step, callbacks } = bank([offer, { ...offer, hash: 'h2' }])
    const chooseProcedure = vi.fn().mockReturnValueOnce('a').mockReturnValueOnce('b')

    await run(step, { chooseProcedure })

    expect(callbacks.slice(1)).toEqual([
      { hash: 'h1', twoStepProcedureId: 'a' },
      { hash: 'h2', twoStepProcedureId: 'b' },
    ])
  })

  it('leaves a callback that throws its own error', async () => {
    const cancelled = new Error('the PSU pressed cancel')
    const { step } = bank([ask({})])
    const answerChallenge = () => {
      throw cancelled
    }

    await expect(run(step, { answerChallenge })).rejects.toBe(cancelled)
  })

  it('ends when the signal fires while the PSU thinks', async () => {
    const controller = new AbortController()
    const { step } = bank([ask({})])
    const answerChallenge = () => {
      queueMicrotask(() => controller.abort('enough'))
      return new Promise<string>(() => {})
    }

    const result = run(step, { answerChallenge }, { signal: controller.signal })

    await expect(result).rejects.toMatchObject({ name: 'ScaAbortedError', cause: 'enough' })
  })

  it('takes no step when the signal has fired before', async () => {
    const { step, callbacks } = bank([])

    await expect(run(step, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'ScaAbortedError' })
    expect(callbacks).toEqual([])
  })

  it('ends after the allowed number of questions', async () => {
    const { step, callbacks } = bank([ask({})], { forever: true })

    const result = run(step, { answerChallenge: () => 'x' }, { maxSteps: 3 })

    await expect(result).rejects.toMatchObject({ name: 'TooManyScaStepsError', maxSteps: 3 })
    expect(callbacks).toHaveLength(4)
  })

  it('ends on a status it does not know', async () => {
    const { step } = bank([JSON.parse('{"hash":"h1","status":"SELFIE_REQUIRED"}')])

    await expect(run(step, {})).rejects.toMatchObject({
      name: 'UnexpectedScaStatusError',
      message: expect.stringContaining('SELFIE_REQUIRED'),
    })
  })

  it.each([
    ask({ status: 'TWO_STEP_PROCEDURE_REQUIRED', twoStepProcedures: [] }),
    ask({ status: 'REDIRECT_REQUIRED', redirectUrl: 'https://bank.example' }),
  ])('ends on a $status that lacks what it needs', async (question) => {
    const { step } = bank([question])
    const psu = { chooseProcedure: () => 'a', visitRedirect: () => 'state=a' }

    await expect(run(step, psu)).rejects.toMatchObject({ name: 'InvalidChallengeError' })
  })

  it('never lets a 510 without a challenge through', async () => {
    const step = async () => {
      throw new FinApiResponseError({ method: 'POST', path: '/import' }, { status: 510, headers: {}, body: {} })
    }

    await expect(run(step, {})).rejects.toMatchObject({ name: 'InvalidChallengeError', cause: { status: 510 } })
  })

  it('refuses a redirect that returns another context', async () => {
    const redirect = { redirectUrl: 'https://bank.example', redirectContext: 'mine', redirectContextField: 'state' }
    const { step, callbacks } = bank([ask({ status: 'REDIRECT_REQUIRED', ...redirect })])

    await expect(run(step, { visitRedirect: () => '?state=theirs&code=1' })).rejects.toMatchObject({
      name: 'RedirectContextMismatchError',
      expected: 'mine',
      received: ['theirs'],
    })
    expect(callbacks).toHaveLength(1)
  })
})

describe('a decoupled approval', () => {
  const required = ask({ status: 'DECOUPLED_AUTH_REQUIRED', challengeMessage: 'Bitte bestätigen' })
  const inProgress = ask({ status: 'DECOUPLED_AUTH_IN_PROGRESS' })

  it.each([
    { given: 'the bank starts with IN_PROGRESS', questions: [inProgress, inProgress], told: 1 },
    { given: 'the hash changes while polling', questions: [required, { ...inProgress, hash: 'h2' }], told: 1 },
    { given: 'the bank says REQUIRED for "not yet"', questions: [required, required, inProgress], told: 1 },
    { given: 'a second approval follows', questions: [required, { ...required, hash: 'h2' }], told: 2 },
    { given: 'a TAN comes between two approvals', questions: [required, ask({}), required], told: 2 },
  ])('is told $told time(s) when $given', async ({ questions, told }) => {
    const approveDecoupled = vi.fn()
    const { step } = bank([...questions])

    await run(step, { approveDecoupled, answerChallenge: () => '1' })

    expect(approveDecoupled).toHaveBeenCalledTimes(told)
  })

  it('does not count polls as steps', async () => {
    const { step } = bank([required, ...Array(10).fill(inProgress)])

    await expect(run(step, { approveDecoupled: () => {} }, { maxSteps: 1 })).resolves.toBe('done')
  })

  it('ends when the time is up, without a last poll that comes too early', async () => {
    const { step, callbacks } = bank([required, inProgress], { forever: true })

    const result = run(step, { approveDecoupled: () => {} }, { timeout: 12_000 })

    await expect(result).rejects.toMatchObject({ name: 'ScaTimeoutError', timeout: 12_000 })
    expect(callbacks).toHaveLength(3)
  })

  it('waits as long as it is told between polls', async () => {
    const slept: number[] = []
    const sleep = async (milliseconds: number) => void slept.push(milliseconds)
    const { step } = bank([required, inProgress])

    await run(step, { approveDecoupled: () => {} }, { pollInterval: 10, sleep, now: () => 0 })

    expect(slept).toEqual([10, 10])
  })
})
