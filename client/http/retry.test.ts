import { describe, expect, it } from 'vitest'
import { retryDelay } from './retry.ts'

const now = Date.UTC(2024, 0, 1, 10, 0, 0)

describe('retryDelay', () => {
  it.each([
    { method: 'GET', status: 429, retryAfter: '3', delay: 3000 },
    { method: 'GET', status: 503, retryAfter: 'Mon, 01 Jan 2024 10:00:20 GMT', delay: 20_000 },
    { method: 'GET', status: 503, retryAfter: 'Mon, 01 Jan 2024 09:00:00 GMT', delay: 0 },
    { method: 'GET', status: 429, retryAfter: '61', delay: undefined },
    { method: 'GET', status: 429, retryAfter: 'soon', delay: undefined },
    { method: 'GET', status: 429, retryAfter: undefined, delay: undefined },
    { method: 'GET', status: 500, retryAfter: '1', delay: undefined },
    { method: 'PUT', status: 503, retryAfter: '1', delay: 1000 },
    { method: 'PATCH', status: 429, retryAfter: '1', delay: 1000 },
    { method: 'PATCH', status: 503, retryAfter: '1', delay: undefined },
    { method: 'POST', status: 429, retryAfter: '1', delay: undefined },
    { method: 'DELETE', status: 429, retryAfter: '1', delay: undefined },
    { method: 'DELETE', status: 503, retryAfter: '1', delay: undefined },
  ] as const)(
    'returns $delay for $method, $status and Retry-After $retryAfter',
    ({ method, status, retryAfter, delay }) => {
      expect(retryDelay(method, { status, headers: { 'retry-after': retryAfter } }, now)).toBe(delay)
    },
  )
})
