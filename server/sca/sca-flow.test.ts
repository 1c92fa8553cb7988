import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offeredProcedures } from '../../scenarios/steps.ts'
import type { Step } from '../../scenarios/types.ts'
import { actAsPsu, continueSca, type PsuAction, type ScaAnswer, type ScaState, startSca } from './sca-flow.ts'

const fixedContext = { now: 0, uuid: () => 'context' }

const selection: Step = {
  selectProcedure: [
    { id: 'sms', name: 'SMS', type: 'TEXT' },
    { id: 'qr', name: 'QR', type: 'PHOTO' },
    { id: 'app', name: 'App', steps: [{ decoupled: { afterPolls: 2 } }] },
  ],
}
const challenge: Step = { challenge: { answer: '123456' } }

const next = (state: ScaState, answer: ScaAnswer): ScaState => {
  const result = continueSca(state, answer, fixedContext)
  if ('problem' in result) throw new Error(result.problem)
  return result.state
}

const walk = (steps: readonly Step[], ...answers: ScaAnswer[]): ScaState =>
  answers.reduce(next, startSca(steps, fixedContext))

describe('a flow of strong customer authentication', () => {
  it.each<{ when: string; steps: Step[]; answers: ScaAnswer[]; status: ScaState['status'] }>([
    { when: 'the bank requires nothing', steps: [], answers: [], status: 'COMPLETED' },
    { when: 'a procedure must be chosen', steps: [selection], answers: [], status: 'TWO_STEP_PROCEDURE_REQUIRED' },
    {
      when: 'a procedure is chosen',
      steps: [selection, challenge],
      answers: [{ twoStepProcedureId: 'sms' }],
      status: 'CHALLENGE_RESPONSE_REQUIRED',
    },
    {
      when: 'the right TAN comes with the procedure repeated',
      steps: [selection, challenge],
      answers: [{ twoStepProcedureId: 'sms' }, { twoStepProcedureId: 'sms', challengeResponse: '123456' }],
      status: 'COMPLETED',
    },
    { when: 'the TAN is wrong', steps: [challenge], answers: [{ challengeResponse: '1' }], status: 'REJECTED' },
    {
      when: 'the first of two attempts is wrong',
      steps: [{ challenge: { answer: 'a', attempts: 2 } }],
      answers: [{ challengeResponse: 'b' }],
      status: 'CHALLENGE_RESPONSE_REQUIRED',
    },
    {
      when: 'both attempts are wrong',
      steps: [{ challenge: { answer: 'a', attempts: 2 } }],
      answers: [{ challengeResponse: 'b' }, { challengeResponse: 'c' }],
      status: 'REJECTED',
    },
    {
      when: 'a procedure has steps of its own',
      steps: [selection, challenge],
      answers: [{ twoStepProcedureId: 'app' }],
      status: 'DECOUPLED_AUTH_REQUIRED',
    },
    {
      when: 'the approval is still awaited',
      steps: [selection],
      answers: [{ twoStepProcedureId: 'app' }, { decoupledCallback: true }, { decoupledCallback: true }],
      status: 'DECOUPLED_AUTH_IN_PROGRESS',
    },
    {
      when: 'the PSU has approved',
      steps: [{ decoupled: {} }],
      answers: [{ decoupledCallback: true }, { decoupledCallback: true }],
      status: 'COMPLETED',
    },
    {
      when: 'the client sends decoupledCallback: false',
      steps: [{ decoupled: {} }],
      answers: [{ decoupledCallback: false }, { decoupledCallback: false }],
      status: 'DECOUPLED_AUTH_REQUIRED',
    },
    {
      when: 'another procedure is chosen midway',
      steps: [selection, challenge],
      answers: [{ twoStepProcedureId: 'sms' }, { twoStepProcedureId: 'app' }],
      status: 'DECOUPLED_AUTH_REQUIRED',
    },
    {
      when: 'a redirect follows a TAN',
      steps: [challenge, { redirect: { user: 'u', pin: 'p' } }],
      answers: [{ challengeResponse: '123456' }],
      status: 'REDIRECT_REQUIRED',
    },
    {
      when: 'the bank did not issue the code',
      steps: [{ redirect: { user: 'u', pin: 'p' } }],
      answers: [{ redirectCallback: 'state=context&code=invented' }],
      status: 'REJECTED',
    },
    { when: 'the bank rejects', steps: [{ reject: 'No.' }], answers: [], status: 'REJECTED' },
  ])('is $status when $when', ({ steps, answers, status }) => {
    expect(walk(steps, ...answers).status).toBe(status)
  })

  it.each<{ when: string; steps: Step[]; answer: ScaAnswer; problem: object }>([
    {
      when: 'the procedure is not offered',
      steps: [selection],
      answer: { twoStepProcedureId: 'fax' },
      problem: { problem: 'unknown-procedure', procedureId: 'fax', known: ['sms', 'qr', 'app'] },
    },
    {
      when: 'no challenge is pending',
      steps: [selection],
      answer: { challengeResponse: '1' },
      problem: { problem: 'no-pending-challenge', field: 'challengeResponse' },
    },
    {
      when: 'the answer is missing',
      steps: [challenge],
      answer: {},
      problem: { problem: 'missing-answer', field: 'challengeResponse' },
    },
    {
      when: 'the callback is of another visit',
      steps: [{ redirect: { user: 'u', pin: 'p' } }],
      answer: { redirectCallback: 'state=other&code=c' },
      problem: { problem: 'foreign-callback', expected: 'context', given: 'other' },
    },
  ])('stays as it is when $when', ({ steps, answer, problem }) => {
    expect(continueSca(startSca(steps, fixedContext), answer, fixedContext)).toEqual(problem)
  })

  /** Applies moves: an answer of the client, a number of seconds that pass, or an action of the PSU. */
  const runMoves = (steps: readonly Step[], ...moves: (ScaAnswer | number | PsuAction)[]) => {
    let now = 0
    let state = startSca(steps, { ...fixedContext, now })
    let reason: string | undefined
    for (const move of moves) {
      const context = { ...fixedContext, now }
      if (typeof move === 'number') now += move * 1000
      else if (typeof move === 'string') {
        if (state.status === 'COMPLETED' || state.status === 'REJECTED') throw new Error('nothing is pending')
        state = actAsPsu(state, move, context) ?? state
      } else {
        const result = continueSca(state, move, context)
        if ('problem' in result) throw new Error(result.problem)
        state = result.state
        reason = result.reason
      }
    }
    return { status: state.status, reason }
  }
  const poll: ScaAnswer = { decoupledCallback: true }
  const tan: ScaAnswer = { challengeResponse: '123456' }
  const back: ScaAnswer = { redirectCallback: 'state=context&code=context' }
  const redirect = { user: 'u', pin: 'p' }

  it.each<{ when: string; steps: Step[]; moves: (ScaAnswer | number | PsuAction)[]; status: string; reason: string }>([
    {
      when: 'the TAN comes in time',
      steps: [{ challenge: { answer: '123456', validFor: 'PT5M' } }],
      moves: [299, tan],
      status: 'COMPLETED',
      reason: 'right-answer',
    },
    {
      when: 'the right TAN comes too late',
      steps: [{ challenge: { answer: '123456', validFor: 'PT5M' } }],
      moves: [300, tan],
      status: 'REJECTED',
      reason: 'answer-too-late',
    },
    {
      when: 'a late TAN leads to another challenge',
      steps: [{ challenge: { answer: '123456', validFor: 'PT5M' }, expired: [{ challenge: { answer: '654321' } }] }],
      moves: [300, tan],
      status: 'CHALLENGE_RESPONSE_REQUIRED',
      reason: 'answer-too-late',
    },
    {
      when: 'a wrong TAN leads to an approval on another device',
      steps: [{ challenge: { answer: '123456' }, otherwise: [{ decoupled: {} }] }],
      moves: [{ challengeResponse: 'wrong' }],
      status: 'DECOUPLED_AUTH_REQUIRED',
      reason: 'last-wrong-answer',
    },
    {
      when: 'the bank takes a procedure without asking',
      steps: [{ ...selection, default: 'sms' }, challenge],
      moves: [tan],
      status: 'COMPLETED',
      reason: 'right-answer',
    },
    {
      when: 'the client chooses another than the default procedure',
      steps: [{ ...selection, default: 'sms' }, challenge],
      moves: [{ twoStepProcedureId: 'app' }],
      status: 'DECOUPLED_AUTH_REQUIRED',
      reason: 'procedure-changed',
    },
    {
      when: 'the PSU approves later',
      steps: [{ decoupled: { after: 'PT30S' } }],
      moves: [29, poll],
      status: 'DECOUPLED_AUTH_IN_PROGRESS',
      reason: 'not-decided-yet',
    },
    {
      when: 'the PSU approved in time',
      steps: [{ decoupled: { after: 'PT30S' } }],
      moves: [poll, 30, poll],
      status: 'COMPLETED',
      reason: 'approved',
    },
    {
      when: 'the PSU approves by hand',
      steps: [{ decoupled: { byHand: true } }],
      moves: [poll, poll, poll, 'approve', poll],
      status: 'COMPLETED',
      reason: 'approved',
    },
    {
      when: 'the PSU declines by hand',
      steps: [{ decoupled: {} }],
      moves: ['decline', poll],
      status: 'REJECTED',
      reason: 'declined',
    },
    {
      when: 'the PSU declines as the scenario says',
      steps: [{ decoupled: { declines: true, afterPolls: 0 } }],
      moves: [poll],
      status: 'REJECTED',
      reason: 'declined',
    },
    {
      when: 'a declined push is followed by a second one',
      steps: [{ decoupled: {}, otherwise: [{ decoupled: { afterPolls: 0 } }] }],
      moves: ['decline', poll, poll],
      status: 'COMPLETED',
      reason: 'approved',
    },
    {
      when: 'the PSU approves too late',
      steps: [{ decoupled: { byHand: true, validFor: 'PT1M' } }],
      moves: [60, 'approve', poll],
      status: 'REJECTED',
      reason: 'approval-too-late',
    },
    {
      when: 'the push is made to expire',
      steps: [{ decoupled: {} }],
      moves: ['expire', poll],
      status: 'REJECTED',
      reason: 'approval-too-late',
    },
    {
      when: 'the client polls faster than the bank allows',
      steps: [{ decoupled: { byHand: true, pollInterval: 'PT5S' } }],
      moves: [poll, 4, poll],
      status: 'REJECTED',
      reason: 'polled-too-fast',
    },
    {
      when: 'the client polls as slowly as the bank requires',
      steps: [{ decoupled: { byHand: true, pollInterval: 'PT5S' } }],
      moves: [poll, 5, poll],
      status: 'DECOUPLED_AUTH_IN_PROGRESS',
      reason: 'not-decided-yet',
    },
    {
      when: 'the PSU approved at the bank',
      steps: [{ redirect }],
      moves: ['approve', back],
      status: 'COMPLETED',
      reason: 'approved-at-bank',
    },
    {
      when: 'the PSU cancelled at the bank',
      steps: [{ redirect }],
      moves: ['decline', back],
      status: 'REJECTED',
      reason: 'cancelled-at-bank',
    },
    {
      when: 'the bank declined although the PSU approved',
      steps: [{ redirect: { ...redirect, declines: true } }],
      moves: ['approve', back],
      status: 'REJECTED',
      reason: 'declined-at-bank',
    },
    {
      when: 'the return is reported too late',
      steps: [{ redirect: { ...redirect, validFor: 'PT2M' } }],
      moves: ['approve', 120, back],
      status: 'REJECTED',
      reason: 'return-too-late',
    },
    {
      when: 'the bank reported an error',
      steps: [{ redirect }],
      moves: ['approve', { redirectCallback: 'state=context&error=access_denied' }],
      status: 'REJECTED',
      reason: 'bank-reported-error',
    },
  ])('is $status ($reason) when $when', ({ steps, moves, status, reason }) => {
    expect(runMoves(steps, ...moves)).toEqual({ status, reason })
  })

  it('returns undefined for an action that is not possible', () => {
    const context = { ...fixedContext, now: 0 }
    const pending = (steps: readonly Step[]) => {
      const state = startSca(steps, context)
      if (state.status === 'COMPLETED' || state.status === 'REJECTED') throw new Error('nothing is pending')
      return state
    }
    expect(actAsPsu(pending([selection]), 'approve', context)).toBeUndefined()
    expect(actAsPsu(pending([challenge]), 'approve', context)).toBeUndefined()
    const approved = actAsPsu(pending([{ decoupled: {} }]), 'approve', context)
    expect(approved && actAsPsu(approved, 'decline', context)).toBeUndefined()
  })

  it("shows a challenge of the chosen procedure's type", () => {
    expect(walk([selection, challenge], { twoStepProcedureId: 'qr' })).toMatchObject({ type: 'PHOTO' })
  })

  it('is plain data in every state, and never changes a given state', () => {
    const answers = fc.array(
      fc.record(
        {
          twoStepProcedureId: fc.constantFrom('sms', 'qr', 'app', 'fax'),
          challengeResponse: fc.constantFrom('123456', 'wrong'),
          redirectCallback: fc.constantFrom('state=context&code=c', 'nonsense'),
          decoupledCallback: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 12 },
    )
    const steps: Step[] = [selection, challenge, { decoupled: {} }, { redirect: { user: 'u', pin: 'p' } }]
    fc.assert(
      fc.property(answers, (given) => {
        let state = startSca(steps, fixedContext)
        for (const answer of given) {
          const copy: ScaState = structuredClone(state)
          const result = continueSca(state, answer, fixedContext)
          expect(continueSca(copy, answer, fixedContext)).toEqual(result)
          expect(state).toEqual(copy)
          if ('state' in result) state = result.state
        }
      }),
    )
  })

  it('lists every procedure that a bank may offer', () => {
    expect(offeredProcedures([selection, challenge]).map(({ procedureId }) => procedureId)).toEqual([
      'sms',
      'qr',
      'app',
    ])
  })
})
