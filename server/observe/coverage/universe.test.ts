import { describe, expect, it } from 'vitest'
import type { Step } from '../../../scenarios/types.ts'
import type { Explanation } from '../../sca/explanation.ts'
import {
  actAsPsu,
  continueSca,
  type PendingState,
  type PsuAction,
  type ScaAnswer,
  type ScaContext,
  type ScaState,
  startSca,
} from '../../sca/sca-flow.ts'
import { type CoverageReport, createCoverage } from './coverage.ts'

const NOW = Date.parse('2026-03-10T10:00:00Z')
const MINUTE = 60_000

const choice: Step = {
  selectProcedure: [
    { id: 'one', name: 'one' },
    { id: 'two', name: 'two' },
  ],
}
const challenge: Step = { challenge: { answer: 'right', attempts: 2, validFor: 'PT1M' } }
const login = { user: 'demo', pin: 'demo' }
const redirect: Step = { redirect: { ...login, validFor: 'PT1M' } }
const push: Step = { decoupled: { byHand: true, pollInterval: 'PT5S', validFor: 'PT1M' } }
const steps: readonly Step[] = [
  choice,
  challenge,
  redirect,
  { redirect: { ...login, declines: true } },
  push,
  { reject: 'No.' },
]

const answersTo = (state: PendingState): ScaAnswer[] => {
  const answers: ScaAnswer[] = [
    {},
    { twoStepProcedureId: 'one' },
    { twoStepProcedureId: 'two' },
    { twoStepProcedureId: 'three' },
    { challengeResponse: 'right' },
    { challengeResponse: 'wrong' },
    { decoupledCallback: true },
    { decoupledCallback: false },
    { redirectCallback: 'state=foreign' },
  ]
  if (state.status !== 'REDIRECT_REQUIRED') return answers
  const code = state.visit.stage === 'DECIDED' ? state.visit.code : 'none'
  const callbacks = [`code=${code}`, 'code=wrong', 'error=access_denied'].map((query) => ({
    redirectCallback: `state=${state.context}&${query}`,
  }))
  return [...answers, ...callbacks]
}

const ACTIONS: readonly PsuAction[] = ['approve', 'decline', 'expire']

/** Everything that can happen to a flow within some moves, as it would be explained. */
const explore = (state: ScaState, now: number, moves: number, tell: (before: string, told: Told) => void): void => {
  if (moves === 0 || state.status === 'COMPLETED' || state.status === 'REJECTED') return
  const context = contextAt(now)
  for (const answer of answersTo(state)) {
    const result = continueSca(state, answer, context)
    if ('problem' in result) {
      tell(state.status, { reason: result.problem, status: state.status })
      continue
    }
    tell(state.status, { reason: result.reason, status: result.state.status })
    explore(result.state, now + 1, moves - 1, tell)
    if (result.state === state) continue
    explore(result.state, now + MINUTE / 2, moves - 1, tell)
  }
  for (const action of ACTIONS) {
    const acted = actAsPsu(state, action, context)
    if (acted !== undefined) explore(acted, now, moves - 1, tell)
  }
}

type Told = Pick<Explanation, 'reason' | 'status'>

const contextAt = (now: number): ScaContext => ({ now, uuid: () => `uuid-${now}` })

/** What is counted when two steps follow each other, or one is all, in every way that the engine knows. */
const meetEverything = (): CoverageReport => {
  const coverage = createCoverage()
  const note = ({ reason, status }: Told): void => {
    const isOver = status === 'COMPLETED' || status === 'REJECTED'
    coverage.note({
      explanation: {
        scenario: 'all',
        flow: 'hash',
        step: undefined,
        expected: undefined,
        given: undefined,
        reason,
        status,
      },
      challengeType: undefined,
      errorCodes: isOver ? [] : ['ADDITIONAL_AUTHENTICATION_REQUIRED'],
    })
  }
  const noteAfter = (before: string, told: Told): void => {
    coverage.restore({ ...coverage.all(), pending: [{ flow: 'hash', status: before }] })
    note(told)
  }
  const oneOrNone = [[], ...steps.map((step) => [step])]
  for (const first of oneOrNone) {
    for (const second of oneOrNone) {
      const state = startSca([...first, ...second], contextAt(NOW))
      note({ reason: 'started', status: state.status })
      explore(state, NOW, 3, noteAfter)
    }
  }
  return coverage.report()
}

describe('what there is to meet', () => {
  const report = meetEverything()
  const group = (name: string) => report.groups.find((candidate) => candidate.group === name)

  it.each(['approaches', 'challenges', 'transitions', 'outcomes'])('has only %s that a flow can show', (name) => {
    expect(group(name)?.items.filter(({ count }) => count === 0)).toEqual([])
  })

  it('has every transition that the engine makes', () => {
    expect(group('transitions')?.beyond).toEqual([])
  })

  it('leaves out answers that lead nowhere', () => {
    expect(
      group('outcomes')
        ?.beyond.map(({ name }) => name)
        .sort(),
    ).toEqual([
      ...['foreign-callback', 'missing-answer', 'no-pending-challenge', 'only-looked', 'repeated', 'unknown-procedure'],
    ])
  })
})
