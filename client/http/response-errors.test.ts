import { describe, expect, it } from 'vitest'
import {
  createResponseError,
  isAdditionalAuthenticationRequiredError,
  isFinApiAuthenticationError,
  isFinApiResponseError,
} from './response-errors.ts'

const called = { method: 'GET' as const, path: '/api/v2/banks/1' }
const read = (status: number, body: unknown, headers = {}, more = {}) =>
  createResponseError({ ...called, ...more }, { status, headers, body })

describe('createResponseError', () => {
  it('reads an ErrorMessage', () => {
    const errors = [
      { message: 'No such bank', code: 'UNKNOWN_ENTITY', type: 'TECHNICAL' },
      { message: null, code: 'BAD_REQUEST', type: 'TECHNICAL' },
    ]
    const body = { errors, date: 'x', requestId: 'selfgen-1', endpoint: 'GET /api/v2/banks/{id}', authContext: '1/2' }
    const error = read(404, body)

    expect(error).toMatchObject({
      name: 'FinApiResponseError',
      status: 404,
      code: 'UNKNOWN_ENTITY',
      type: 'TECHNICAL',
      detail: 'No such bank',
      requestId: 'selfgen-1',
      endpoint: 'GET /api/v2/banks/{id}',
      errors,
      response: { status: 404, body },
      message: 'GET /api/v2/banks/{id}: 404 UNKNOWN_ENTITY (No such bank; request selfgen-1)',
    })
    expect(isFinApiAuthenticationError(error)).toBe(false)
  })

  it('reads the OAuth pair', () => {
    const error = read(401, { error: 'invalid_token', error_description: 'Invalid access token' })

    expect(isFinApiAuthenticationError(error)).toBe(true)
    expect(error).toMatchObject({
      error: 'invalid_token',
      errorDescription: 'Invalid access token',
      code: undefined,
      errors: [],
      message: 'GET /api/v2/banks/1: 401 invalid_token (Invalid access token)',
    })
  })

  it("reads Spring's default body", () => {
    const error = read(404, { timestamp: 1, status: 404, error: 'Not Found', path: '/x' })

    expect(error).toMatchObject({ name: 'FinApiResponseError', status: 404, detail: 'Not Found', errors: [] })
  })

  it("reads a gateway's HTML page", () => {
    const html = '<html><body>\n<h1>502 Bad Gateway</h1></body></html>'
    const error = read(502, html, { 'x-request-id': 'edge-7' })

    expect(error).toMatchObject({
      status: 502,
      requestId: 'edge-7',
      response: { body: html },
      message: 'GET /api/v2/banks/1: 502 (502 Bad Gateway; request edge-7)',
    })
  })

  it.each([undefined, null, 7, [], {}, { errors: [] }, { errors: [null] }, { errors: 'x' }])(
    'reads an unexpected body: %j',
    (body) => {
      const error = read(500, body)

      expect(isFinApiResponseError(error)).toBe(true)
      expect(error).toMatchObject({ status: 500, code: undefined })
    },
  )

  it('reads a 400 of the token endpoint as refused credentials', () => {
    const body = { errors: [{ message: 'Bad credentials', code: 'BAD_REQUEST', type: 'TECHNICAL' }] }

    expect(isFinApiAuthenticationError(read(400, body, {}, { isTokenRequest: true }))).toBe(true)
    expect(isFinApiAuthenticationError(read(400, body))).toBe(false)
  })

  it('reads a 510 as a challenge only if it contains one', () => {
    const details = { message: null, code: 'ADDITIONAL_AUTHENTICATION_REQUIRED', type: 'BUSINESS' }
    const multiStepAuthentication = { hash: 'h', status: 'REDIRECT_REQUIRED' }

    const error = read(510, { errors: [{ ...details, multiStepAuthentication }] })

    expect(isAdditionalAuthenticationRequiredError(error) && error.challenge).toEqual(multiStepAuthentication)
    expect(isAdditionalAuthenticationRequiredError(read(510, { errors: [details] }))).toBe(false)
  })
})
