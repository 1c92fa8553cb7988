import { describe, expect, it } from 'vitest'
import { createEvents } from '../../core/events.ts'
import type { Explanation } from '../../sca/explanation.ts'
import type { ExchangeEvents } from '../journal/entry.ts'
import { exchangeOf } from '../journal/record.fixture.ts'
import { createCoverage } from './coverage.ts'

describe('the coverage of one world', () => {
  const explained = (flow: string, reason: Explanation['reason'], status: string): Explanation => ({
    ...{ scenario: 'any', step: undefined, expected: undefined, given: undefined },
    ...{ flow, reason, status },
  })

  const start = () => {
    const events = createEvents<ExchangeEvents>()
    const coverage = createCoverage(events)
    const publish = (explanation: Explanation) =>
      events.publish('exchange', exchangeOf({ facts: { talksToBank: true }, explanation }))
    const transitions = () => coverage.state().counts.filter(({ group }) => group === 'transitions')
    return { coverage, publish, transitions }
  }

  it('drops only the status of the oldest pending flow', () => {
    const { coverage, publish, transitions } = start()
    for (let flow = 0; flow <= 1000; flow++)
      publish(explained(`hash-${flow}`, 'started', 'CHALLENGE_RESPONSE_REQUIRED'))
    expect(coverage.state().pending).toHaveLength(1000)
    publish(explained('hash-0', 'right-answer', 'COMPLETED'))
    expect(transitions()).toEqual([{ group: 'transitions', name: 'START → CHALLENGE_RESPONSE_REQUIRED', count: 1001 }])
    publish(explained('hash-1000', 'right-answer', 'COMPLETED'))
    expect(transitions()).toContainEqual({
      ...{ group: 'transitions', name: 'CHALLENGE_RESPONSE_REQUIRED → COMPLETED', count: 1 },
    })
    expect(coverage.state().pending).toHaveLength(999)
  })

  it('distinguishes a second challenge from a second attempt', () => {
    const { publish, transitions } = start()
    const status = 'CHALLENGE_RESPONSE_REQUIRED'
    for (const reason of ['started', 'wrong-answer', 'right-answer'] as const)
      publish(explained('hash', reason, status))
    expect(transitions()).toEqual([
      { group: 'transitions', name: `START → ${status}`, count: 1 },
      { group: 'transitions', name: `${status} → ${status}`, count: 1 },
    ])
  })

  it('ignores operations that never talk to a bank', () => {
    const events = createEvents<ExchangeEvents>()
    const coverage = createCoverage(events)
    events.publish('exchange', exchangeOf({ errorCodes: ['UNKNOWN_ENTITY'] }))
    expect(coverage.report().covered).toBe(0)
  })
})
