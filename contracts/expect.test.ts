import { describe, expect, it } from 'vitest'
import {
  ContractFailure,
  expectChallenge,
  expectEqual,
  expectError,
  expectEvery,
  expectOAuthError,
  expectStatus,
  expectSuccess,
  expectThat,
} from './expect.ts'
import type { OperationResponse } from './response.ts'

const response = (status: number, body: unknown): OperationResponse<'importBankConnection'> => ({
  operationId: 'importBankConnection',
  version: 'v1',
  status,
  headers: {},
  body,
  request: { method: 'POST', path: '/api/v1/bankConnections/import' },
})

const errors = (code: string, type: string, multiStepAuthentication?: unknown) => ({
  errors: [{ message: 'Nein.', code, type, multiStepAuthentication }],
})

const failureOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof ContractFailure) return error.message
    throw error
  }
  return 'nothing failed'
}

describe('assertions', () => {
  it.each([
    { says: 'x: expected 1, got 2', act: () => expectEqual(2, 1, 'x') },
    { says: 'expected that it rains', act: () => expectThat(false, 'it rains') },
    {
      says: 'expected that every entry is even; entry 1 of 2: 3',
      act: () => expectEvery([2, 3], (n) => n % 2 === 0, 'is even'),
    },
    {
      says: 'expected 201, got: POST /api/v1/bankConnections/import → 422 LOCKED (Nein.)',
      act: () => expectStatus(response(422, errors('LOCKED', 'BUSINESS')), 201),
    },
    {
      says: 'expected the code ENTITY_EXISTS, got: POST /api/v1/bankConnections/import → 422 LOCKED (Nein.)',
      act: () => expectError(response(422, errors('LOCKED', 'BUSINESS')), { status: 422, code: 'ENTITY_EXISTS' }),
    },
    {
      says: 'expected {error, error_description}: POST /api/v1/bankConnections/import → 401, body {"a":1}',
      act: () => expectOAuthError(response(401, { a: 1 })),
    },
  ])('say $says', ({ says, act }) => {
    expect(failureOf(act)).toBe(says)
  })

  it('hand out the body of a success', () => {
    expect(expectSuccess(response(201, { id: 7 }))).toEqual({ id: 7 })
  })

  it('hand out the challenge of an error that asks for another step', () => {
    const challenge = { hash: 'h', status: 'REDIRECT_REQUIRED' }
    const body = errors('ADDITIONAL_AUTHENTICATION_REQUIRED', 'BUSINESS', challenge)
    expect(expectChallenge(response(510, body), 'REDIRECT_REQUIRED')).toEqual(challenge)
    expect(failureOf(() => expectChallenge(response(510, body), 'DECOUPLED_AUTH_REQUIRED'))).toMatch(
      /DECOUPLED_AUTH_REQUIRED/,
    )
  })

  it('fail on an error without a body', () => {
    expect(failureOf(() => expectError(response(500, undefined), { status: 500 }))).toMatch(/expected an error body/)
  })
})
