import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { continueSca, offeredProcedures, type ScaAnswer, type ScaState, startSca } from './sca-flow.ts'
import type { Step } from './scenario.ts'

const chance = { uuid: () => 'context' }

const selection: Step = {
  selectProcedure: [
    { id: 'sms', name: 'SMS', type: 'TEXT' },
    { id: 'qr', name: 'QR', type: 'PHOTO' },
    { id: 'app', name: 'App', steps: [{ decoupled: { approvedAfterPolls: 2 } }] },
  ],
}
const challenge: Step = { challenge: { answer: '123456' } }

const next = (state: ScaState, answer: ScaAnswer): ScaState => {
  const result = continueSca(state, answer, chance)
  if ('problem' in result) throw new Error(result.problem)
  return result.state
}

const walk = (steps: readonly Step[], ...answers: ScaAnswer[]): ScaState =>
  answers.reduce(next, startSca(steps, chance))

describe('a flow of strong customer authentication', () => {
  it.each<{ when: string; steps: Step[]; answers: ScaAnswer[]; status: ScaState['status'] }>([
    { when: 'nothing is asked', steps: [], answers: [], status: 'COMPLETED' },
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
      when: 'the approval has come',
      steps: [{ decoupled: {} }],
      answers: [{ decoupledCallback: true }, { decoupledCallback: true }],
      status: 'COMPLETED',
    },
    {
      when: 'the client only looks',
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
      when: 'the bank never gave the code',
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
      when: 'nothing is answered',
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
    expect(continueSca(startSca(steps, chance), answer, chance)).toEqual(problem)
  })

  it('shows a challenge in the way of the chosen procedure', () => {
    expect(walk([selection, challenge], { twoStepProcedureId: 'qr' })).toMatchObject({ type: 'PHOTO' })
  })

  it('is plain data that survives a copy, wherever it stands', () => {
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
        let state = startSca(steps, chance)
        for (const answer of given) {
          const copy: ScaState = structuredClone(state)
          const result = continueSca(state, answer, chance)
          expect(continueSca(copy, answer, chance)).toEqual(result)
          // Whatever comes, a given state is never changed: only the answered one is new.
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
