import { describe, expect, it } from 'vitest'
import { type Ending, pauseBeforeRepeat, type Repeatable } from './patience.ts'

const patience = { repeats: 3, pause: 1_000, longest: 30_000 }
const NOON = Date.UTC(2024, 0, 15, 12)

const ended = (status: number, more: Partial<Ending & { kind: 'response' }> = {}): Ending => ({
  kind: 'response',
  status,
  retryAfter: undefined,
  isFinApi: false,
  ...more,
})
const failed = (code: string): Ending => ({ kind: 'fault', error: Object.assign(new Error('no'), { code }) })
const get: Repeatable = { method: 'GET', operationId: 'getBank' }
const post: Repeatable = { method: 'POST', operationId: 'importBankConnection' }

describe('pauseBeforeRepeat', () => {
  it.each([200, 201, 302, 400, 401, 404, 422, 423, 501, 510])('repeats nothing after %s', (status) => {
    expect(pauseBeforeRepeat(get, ended(status), 0, patience)).toBeUndefined()
    expect(pauseBeforeRepeat(post, ended(status), 0, patience)).toBeUndefined()
  })

  it.each([
    { status: 429, get: 1_000, post: 1_000 },
    { status: 500, get: 1_000, post: undefined },
    { status: 502, get: 1_000, post: 1_000 },
    { status: 503, get: 1_000, post: 1_000 },
    { status: 504, get: 1_000, post: 1_000 },
  ])('repeats $status as far as that is safe', ({ status, ...expected }) => {
    expect(pauseBeforeRepeat(get, ended(status), 0, patience)).toBe(expected.get)
    expect(pauseBeforeRepeat(post, ended(status), 0, patience)).toBe(expected.post)
  })

  it('repeats no POST that finAPI itself refused, but for 429', () => {
    for (const status of [500, 502, 503, 504])
      expect(pauseBeforeRepeat(post, ended(status, { isFinApi: true }), 0, patience)).toBeUndefined()
    expect(pauseBeforeRepeat(post, ended(429, { isFinApi: true }), 0, patience)).toBe(1_000)
    expect(pauseBeforeRepeat(get, ended(503, { isFinApi: true }), 0, patience)).toBe(1_000)
  })

  it('never creates a user twice', () => {
    const create: Repeatable = { method: 'POST', operationId: 'createUser' }
    expect(pauseBeforeRepeat(create, ended(504), 0, patience)).toBeUndefined()
    expect(pauseBeforeRepeat(create, failed('ECONNRESET'), 0, patience)).toBeUndefined()
    expect(pauseBeforeRepeat(create, ended(503), 0, patience)).toBe(1_000)
  })

  it('waits longer each time, and gives up', () => {
    const pauses = [0, 1, 2, 3].map((repeated) => pauseBeforeRepeat(get, ended(503), repeated, patience))
    expect(pauses).toEqual([1_000, 2_000, 4_000, undefined])
    expect(pauseBeforeRepeat(get, ended(503), 2, { ...patience, longest: 3_000 })).toBe(3_000)
  })

  it.each([
    { retryAfter: '7', pause: 7_000 },
    { retryAfter: '0', pause: 0 },
    { retryAfter: '3600', pause: 30_000 },
    { retryAfter: new Date(NOON + 5_000).toUTCString(), pause: 5_000 },
    { retryAfter: new Date(NOON - 5_000).toUTCString(), pause: 0 },
    { retryAfter: 'soon', pause: 1_000 },
  ])('waits $pause ms after Retry-After "$retryAfter"', ({ retryAfter, pause }) => {
    expect(pauseBeforeRepeat(get, ended(429, { retryAfter }), 0, patience, NOON)).toBe(pause)
  })

  it.each([
    { code: 'ECONNREFUSED', get: 1_000, post: 1_000 },
    { code: 'EAI_AGAIN', get: 1_000, post: 1_000 },
    { code: 'UND_ERR_CONNECT_TIMEOUT', get: 1_000, post: 1_000 },
    { code: 'ECONNRESET', get: 1_000, post: undefined },
    { code: 'UND_ERR_SOCKET', get: 1_000, post: undefined },
    { code: 'UND_ERR_ABORTED', get: undefined, post: undefined },
  ])('repeats $code once, where nothing can have happened', ({ code, ...expected }) => {
    expect(pauseBeforeRepeat(get, failed(code), 0, patience)).toBe(expected.get)
    expect(pauseBeforeRepeat(post, failed(code), 0, patience)).toBe(expected.post)
    expect(pauseBeforeRepeat(get, failed(code), 1, patience)).toBeUndefined()
  })

  it('reads the codes of a fault of several addresses', () => {
    const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
    const ending: Ending = { kind: 'fault', error: new AggregateError([refused, refused]) }
    expect(pauseBeforeRepeat(post, ending, 0, patience)).toBe(1_000)
  })
})
