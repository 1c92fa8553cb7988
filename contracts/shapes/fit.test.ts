import { describe, expect, it } from 'vitest'
import type { ApiVersion, OperationId } from '../api.ts'
import type { OperationResponse } from '../response.ts'
import { compareWithContract } from './fit.ts'

const fit = (version: ApiVersion, operationId: OperationId, status: number, body: unknown) => {
  const answer: OperationResponse = {
    operationId,
    version,
    status,
    headers: {},
    body,
    request: { method: 'GET', path: '/' },
  }
  return compareWithContract(version, operationId, answer)
}

const user = { id: 'u', password: 'XXXXX', isAutoUpdateEnabled: false }
const error = (code: string) => ({
  errors: [{ message: 'm', code, type: 'TECHNICAL' }],
  date: '2024-01-15T12:00:00.000+01:00',
  requestId: 'r',
  endpoint: 'GET /api/v2/users',
  authContext: '1/2',
})

describe('compareWithContract', () => {
  it.each([
    { given: 'what the document describes', version: 'v2', status: 200, body: user },
    { given: 'additional fields', version: 'v2', status: 200, body: { ...user, mood: 'good' } },
    { given: 'an error of a status that is not listed', version: 'v2', status: 418, body: error('LOCKED') },
  ] as const)('accepts $given', async ({ version, status, body }) => {
    expect(await fit(version, 'getAuthorizedUser', status, body)).toEqual({ violations: [], observations: [] })
  })

  it.each([
    { given: 'a missing null in v1', version: 'v1', status: 200, body: user, says: /email/ },
    {
      given: 'a null in v2',
      version: 'v2',
      status: 200,
      body: { ...user, email: null },
      says: /\/email must be string/,
    },
    {
      given: 'a success that is not documented',
      version: 'v2',
      status: 202,
      body: user,
      says: /202 is not documented/,
    },
    { given: 'no body', version: 'v2', status: 200, body: undefined, says: /must be object/ },
    { given: 'a refusal of the wrong kind', version: 'v2', status: 401, body: error('LOCKED'), says: /error/ },
  ] as const)('names $given', async ({ version, status, body, says }) => {
    const { violations } = await fit(version, 'getAuthorizedUser', status, body)
    expect(violations.join('\n')).toMatch(says)
  })

  it('reports a new value of an enumeration as an observation', async () => {
    const finding = await fit('v2', 'getAuthorizedUser', 403, error('SOMETHING_NEW'))
    expect(finding.violations).toEqual([])
    expect(finding.observations.join()).toMatch(/\/errors\/\*\/code/)
  })

  it('still checks the type of such a value', async () => {
    const body = { ...error('LOCKED'), errors: [{ code: 5, type: 'TECHNICAL' }] }
    expect((await fit('v2', 'getAuthorizedUser', 403, body)).violations.join()).toMatch(/code must be string/)
  })

  it('accepts either schema where sources disagree', async () => {
    const pair = { error: 'invalid_grant', error_description: 'Bad credentials' }
    expect(await fit('v2', 'getToken', 400, pair)).toEqual({
      violations: [],
      observations: ['has the shape of BadCredentialsError'],
    })
  })

  it('reports one line for a fault of every item of a list', async () => {
    const body = { connections: [{}, {}, {}] }
    const { violations } = await fit('v2', 'getAllBankConnections', 200, body)
    expect(new Set(violations).size).toBe(violations.length)
    expect(violations.join()).toMatch(/\/connections\/\*/)
  })
})
