import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../sca/explanation.ts'
import { createCoverage } from './coverage.ts'

describe('the coverage of one world', () => {
  const told = (flow: string, reason: Explanation['reason'], status: string): Explanation => ({
    ...{ scenario: 'any', step: undefined, expected: undefined, given: undefined },
    ...{ flow, reason, status },
  })

  it('forgets where the oldest of many open flows stands, and nothing else', () => {
    const coverage = createCoverage()
    const note = (explanation: Explanation) => coverage.note({ explanation, challengeType: undefined, errorCodes: [] })
    for (let flow = 0; flow <= 1000; flow++) note(told(`hash-${flow}`, 'started', 'CHALLENGE_RESPONSE_REQUIRED'))
    expect(coverage.all().pending).toHaveLength(1000)
    note(told('hash-0', 'right-answer', 'COMPLETED'))
    const transitions = () => coverage.all().counts.filter(({ group }) => group === 'transitions')
    expect(transitions()).toEqual([{ group: 'transitions', name: 'START → CHALLENGE_RESPONSE_REQUIRED', count: 1001 }])
    note(told('hash-1000', 'right-answer', 'COMPLETED'))
    expect(transitions()).toContainEqual({
      ...{ group: 'transitions', name: 'CHALLENGE_RESPONSE_REQUIRED → COMPLETED', count: 1 },
    })
    expect(coverage.all().pending).toHaveLength(999)
  })

  it('tells a second challenge from a second attempt', () => {
    const coverage = createCoverage()
    const status = 'CHALLENGE_RESPONSE_REQUIRED'
    for (const reason of ['started', 'wrong-answer', 'right-answer'] as const) {
      coverage.note({ explanation: told('hash', reason, status), challengeType: undefined, errorCodes: [] })
    }
    expect(coverage.all().counts.filter(({ group }) => group === 'transitions')).toEqual([
      { group: 'transitions', name: `START → ${status}`, count: 1 },
      { group: 'transitions', name: `${status} → ${status}`, count: 1 },
    ])
  })
})
