import { beforeAll, describe, expect, it } from 'vitest'
import { formatFinding } from './finding.ts'
import { type FuzzResult, runFuzz } from './fuzz.ts'
import { operations } from './operations.ts'

const ROUNDS = 17

/** A browser that reloads the page after a form gets an explanation, never the page. */
const NEVER_SUCCEEDS = ['page bank-decision']

describe('20,000 generated requests', () => {
  let result: FuzzResult
  beforeAll(async () => {
    result = await runFuzz({
      seed: 'npm test',
      roundSize: 1000,
      roundsPerSocketRound: ROUNDS,
      goesOn: (rounds) => rounds < ROUNDS,
    })
  })

  it('get responses of their host, and neither block, fail nor stop the server', () => {
    expect(result.findings.map(({ finding, count }) => `${count} times: ${formatFinding(finding)}`)).toEqual([])
  })

  it('leave no memory behind', () => {
    expect(result.growth).toBeUndefined()
  })

  it('are as many as they say, a part of them over sockets', () => {
    expect(result.sent).toBeGreaterThan(20_000)
    expect(result.sentOverSockets).toBeGreaterThan(500)
  })

  it('reach every operation with success and with refusals', () => {
    const isSuccess = (status: number): boolean => status < 400
    const unreached = operations.filter(({ key }) => {
      const statuses = [...(result.statuses.get(key)?.keys() ?? [])]
      const succeeds = statuses.some(isSuccess) || NEVER_SUCCEEDS.includes(key)
      return !succeeds || !statuses.some((status) => !isSuccess(status))
    })
    expect(unreached.map(({ key }) => key)).toEqual([])
  })

  it('reach each kind of response', () => {
    const statuses = new Set([...result.statuses.values()].flatMap((counts) => [...counts.keys()]))
    const expected = [200, 201, 204, 303, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 423, 501, 510]
    expect([...statuses]).toEqual(expect.arrayContaining(expected))
  })
})
