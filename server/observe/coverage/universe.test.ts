import { describe, expect, it } from 'vitest'
import type { Step } from '../../../scenarios/types.ts'
import { createEvents } from '../../core/events.ts'
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
import type { ExchangeEvents } from '../journal/entry.ts'
import { exchangeOf } from '../journal/record.fixture.ts'
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

const listAnswers = (state: PendingState): ScaAnswer[] => {
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

/** Reports every result of a flow within a number of moves. */
const explore = (
  state: ScaState,
  now: number,
  moves: number,
  report: (before: string, result: Result) => void,
): void => {
  if (moves === 0 || state.status === 'COMPLETED' || state.status === 'REJECTED') return
  const context = createContext(now)
  for (const answer of listAnswers(state)) {
    const result = continueSca(state, answer, context)
    if ('problem' in result) {
      report(state.status, { reason: result.problem, status: state.status })
      continue
    }
    report(state.status, { reason: result.reason, status: result.state.status })
    explore(result.state, now + 1, moves - 1, report)
    if (result.state === state) continue
    explore(result.state, now + MINUTE / 2, moves - 1, report)
  }
  for (const action of ACTIONS) {
    const acted = actAsPsu(state, action, context)
    if (acted !== undefined) explore(acted, now, moves - 1, report)
  }
}

type Result = Pick<Explanation, 'reason' | 'status'>

const createContext = (now: number): ScaContext => ({ now, uuid: () => `uuid-${now}` })

/** Counts every flow of one or two steps. */
const coverEverything = (): CoverageReport => {
  const events = createEvents<ExchangeEvents>()
  const coverage = createCoverage(events)
  const publish = ({ reason, status }: Result): void => {
    const isOver = status === 'COMPLETED' || status === 'REJECTED'
    const unknown = { step: undefined, expected: undefined, given: undefined }
    events.publish('exchange', {
      ...exchangeOf({
        facts: { talksToBank: true },
        explanation: { scenario: 'all', flow: 'hash', ...unknown, reason, status },
        errorCodes: isOver ? [] : ['ADDITIONAL_AUTHENTICATION_REQUIRED'],
      }),
      challengeType: undefined,
      listedBanks: [],
    })
  }
  const publishAfter = (before: string, result: Result): void => {
    coverage.restore({ ...coverage.state(), pending: [{ flow: 'hash', status: before }] })
    publish(result)
  }
  const oneOrNone = [[], ...steps.map((step) => [step])]
  for (const first of oneOrNone) {
    for (const second of oneOrNone) {
      const state = startSca([...first, ...second], createContext(NOW))
      publish({ reason: 'started', status: state.status })
      explore(state, NOW, 3, publishAfter)
    }
  }
  return coverage.report()
}

describe('the items of a coverage report', () => {
  const report = coverEverything()
  const group = (name: string) => report.groups.find((candidate) => candidate.group === name)

  it.each(['approaches', 'challenges', 'transitions', 'outcomes'])('include only possible %s', (name) => {
    expect(group(name)?.items.filter(({ count }) => count === 0)).toEqual([])
  })

  it('include every transition of the engine', () => {
    expect(group('transitions')?.unexpected).toEqual([])
  })

  it('do not include outcomes that leave the flow unchanged', () => {
    expect(
      group('outcomes')
        ?.unexpected.map(({ name }) => name)
        .sort(),
    ).toEqual([
      ...['foreign-callback', 'missing-answer', 'no-pending-challenge', 'only-looked', 'repeated', 'unknown-procedure'],
    ])
  })
})
