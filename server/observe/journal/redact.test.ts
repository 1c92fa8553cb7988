import { describe, expect, it } from 'vitest'
import {
  findSecrets,
  MAX_BODY,
  redactBody,
  redactExcerpt,
  redactQuery,
  redactText,
  redactValues,
  toStoredHeaders,
  toStoredRawHeaders,
} from './redact.ts'

const redact = (body: unknown): unknown => redactBody(body, (label) => label === 'User')

describe('the redaction of a body', () => {
  it.each([
    { given: { password: 'a', id: 'b' }, kept: { password: '[redacted]', id: 'b' } },
    { given: [{ label: 'User', value: 'a' }], kept: [{ label: 'User', value: 'a' }] },
    { given: [{ label: 'PIN', value: 'a' }], kept: [{ label: 'PIN', value: '[redacted]' }] },
    { given: [{ label: 7, value: 'a' }], kept: [{ label: 7, value: '[redacted]' }] },
    { given: { password: ['a'], pin: { value: 'b' } }, kept: { password: '[redacted]', pin: '[redacted]' } },
    { given: { password: null, pin: '', token: 7 }, kept: { password: null, pin: '', token: '[redacted]' } },
    {
      given: { loginCredentials: { User: 'a', PIN: 'b' } },
      kept: { loginCredentials: { User: 'a', PIN: '[redacted]' } },
    },
    {
      given: { multiStepAuthentication: { hash: 'a', answer: 'b', twoStepProcedureId: 'c' } },
      kept: { multiStepAuthentication: { hash: 'a', answer: '[redacted]', twoStepProcedureId: 'c' } },
    },
    { given: { redirectCallback: 'code=1&state=2' }, kept: { redirectCallback: 'code=[redacted]&state=2' } },
    { given: { redirectCallback: '?x=1&State=2' }, kept: { redirectCallback: '?x=[redacted]&State=2' } },
    {
      given: { redirectCallback: 'https://app/cb?code=1#state=2' },
      kept: { redirectCallback: 'https://app/cb?code=[redacted]#state=2' },
    },
    { given: { redirectCallback: ['code=1'] }, kept: { redirectCallback: '[redacted]' } },
    { given: { note: '{"pin": "1", "a": 2}' }, kept: { note: '{"pin":"[redacted]","a":2}' } },
    { given: { errors: [{ code: 'x', message: 'm' }] }, kept: { errors: [{ code: 'x', message: 'm' }] } },
  ])('keeps $kept', ({ given, kept }) => {
    expect(redact(given)).toEqual(kept)
  })

  // Developers look in the journal for their own mistakes, and then send it to somebody.
  it.each<Record<string, unknown>>([
    { Password: '0815' },
    { PASSWORD: '0815' },
    { passwort: '0815' },
    { Kennwort: '0815' },
    { 'client-secret': '0815' },
    { clientsecret: '0815' },
    { tan: '0815' },
    { smsTan: '0815' },
    { challengeresponse: '0815' },
    { bankingPIN: '0815' },
    { id_token: '0815' },
    { CODE: '0815' },
    { code: '0815' },
    { code: ['0815'] },
    { user: [{ deeper: { 'refresh token': '0815' } }] },
    { loginCredentials: [{ label: 'PIN', Value: '0815' }] },
    { loginCredentials: [{ Label: 'PIN', value: '0815' }] },
    { loginCredentials: [{ name: 'PIN', value: '0815' }] },
    { loginCredentials: [{ label: 'PIN', values: ['0815'] }] },
    { loginCredentials: { PIN: '0815' } },
    { loginCredentials: ['0815'] },
    { loginCredentials: '0815' },
    { login_credentials: [['PIN', '0815']] },
    { loginCredentials: [{ label: 'User', value: { inner: '0815' } }] },
    { multiStepAuthentication: { challengeRespones: '0815' } },
    { multiStepAuthentication: { challengeResponse: { value: '0815' } } },
    { multiStepAuthentication: '0815' },
    { multistepauthentication: { answer: ['0815'] } },
    { redirectCallback: 'code%3D0815%26state%3D1' },
    { redirectCallback: '{"code":"0815"}' },
    { redirectCallback: 'co%64e=0815' },
    { redirectCallback: 'CODE=0815' },
    { redirectCallback: '0815' },
    { redirectUrl: 'https://app/cb?state=1&CODE=0815' },
    { redirectUrl: 'https%3A%2F%2Fapp%2Fcb%3Fcode%3D0815' },
    { redirectUrl: 'https://app/cb?next=https%3A%2F%2Fapp%3Fcode%3D0815' },
    { redirectUrl: 'https://app/cb?co%2564e=0815' },
    { body: JSON.stringify({ body: JSON.stringify({ pin: '0815' }) }) },
    { body: '{"pin":"0815"' },
    { body: 'pin=0815' },
    { headers: [{ name: 'authorization', value: '0815' }] },
  ])('hides the secret in %j', (body) => {
    expect(JSON.stringify(redact(body))).toMatch(/^(?!.*0815).*redacted/)
  })

  it.each<Record<string, unknown>>([
    { hash: 'a', bankCode: 'a', tanText: 'a', pinned: 'a', pinnedAt: 'a', spinner: 'a', standard: 'a', codes: ['a'] },
    { token_type: 'bearer', token_type_hint: 'a', expires_in: 1, grant_type: 'password', client_id: 'a' },
    { storePin: 'true', loginFieldPin: 'PIN', isSecret: true, storeSecrets: 'false', pinsAreVolatile: true },
    { bankingUserId: 'a', bankingCustomerId: 'a', username: 'a', userId: 'a', secretary: 'a' },
    { errors: [{ code: 'UNKNOWN_ENTITY', type: 'TECHNICAL' }], code: 'BANK_SERVER_REJECTION' },
    { purpose: '[Ref] 100 % = "all", 5+5', redirectUrl: 'https://app/cb?state=a%20b&error=access_denied' },
    { sepaPurposeCode: 'a', postCode: '1', countryCode: 'a', typeCodeZka: 'a', labelIds: [1], label: 'a' },
    { loginCredentials: [{ label: 'User', value: 'a', isSecret: false }] },
    { multiStepAuthentication: { hash: 'a', twoStepProcedureId: 'a', decoupledCallback: true, status: 'a' } },
    { challengeMessage: 'a', answerFieldLabel: 'TAN', procedureId: 'a', redirectContext: 'a', requestId: 'a' },
    JSON.parse('{"__proto__":{"a":1}}'),
  ])('keeps %j', (body) => {
    expect(JSON.stringify(redact(body))).toBe(JSON.stringify(body))
  })

  it('survives any depth', () => {
    const deep = (text: string): string => `${'['.repeat(5000)}${text}${']'.repeat(5000)}`
    expect(JSON.stringify(redact(JSON.parse(deep('{"a":"S"}'))))).toMatch(/^\[+"\[redacted\]"\]+$/)
    expect(JSON.stringify(redact({ body: deep('{"pin":"S"}') }))).not.toContain('S')
    expect(findSecrets(JSON.parse(deep('1')))).toEqual([])
    expect(redactText('%25'.repeat(5000))).toBe('%25'.repeat(5000))
  })

  it('ends where a stored body ends', () => {
    const long = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index]))
    const { length } = JSON.stringify(redact(long))
    expect(length).toBeGreaterThan(MAX_BODY)
    expect(length).toBeLessThan(2 * MAX_BODY)
    const short = { a: 'x'.repeat(MAX_BODY - 10), b: 'y' }
    expect(redact(short)).toEqual(short)
  })
})

describe('redaction', () => {
  it('drops volatile headers and redacts secret ones', () => {
    const headers = { Authorization: 'Bearer x', Host: 'a:1', Accept: '*/*', Location: 'https://a/?code=1#code=2' }
    const kept = {
      authorization: '[redacted]',
      accept: '*/*',
      location: 'https://a/?code=[redacted]#code=[redacted]',
    }
    expect(toStoredHeaders(Object.entries(headers))).toEqual(kept)
    expect(toStoredRawHeaders(Object.entries(headers).flat())).toEqual(kept)
    expect(toStoredRawHeaders(['Accept', 'a', 'ACCEPT', 'b'])).toEqual({ accept: 'a, b' })
  })

  it.each(['X-Api-Key', 'x-access-token', 'X-Mock-Token', 'Cookie', 'X-Authorization', 'Authentication', 'PSU-PIN'])(
    'hides the header %s',
    (name) => {
      expect(toStoredHeaders([[name, 'S']])).toEqual({ [name.toLowerCase()]: '[redacted]' })
    },
  )

  it('hides a bearer token in any header, and keeps the other headers', () => {
    expect(toStoredHeaders([['x-forwarded-for-user', 'Bearer S']])).toEqual({ 'x-forwarded-for-user': '[redacted]' })
    const kept = { 'content-type': 'text/html; charset=utf-8', 'psu-device-os': 'iOS', 'x-request-id': 'a=b' }
    expect(toStoredHeaders(Object.entries(kept))).toEqual(kept)
  })

  it.each([
    { query: 'a=1&client%5Fsecret=S&b', kept: 'a=1&client%5Fsecret=[redacted]&b' },
    { query: 'CODE=S&barcode=3', kept: 'CODE=[redacted]&barcode=3' },
    { query: 'pin=S"S\'S<S;S', kept: 'pin=[redacted]' },
    { query: 'user[pin]=S', kept: 'user[pin]=[redacted]' },
    { query: 'page=1;pin=S', kept: 'page=1%3Bpin%3D%5Bredacted%5D' },
    { query: '%7B%22pin%22%3A%22S%22%7D', kept: '%7B%22pin%22%3A%22%5Bredacted%5D%22%7D' },
    { query: 'search=a%20b&ids=1,2&order=a%2Cdesc', kept: 'search=a%20b&ids=1,2&order=a%2Cdesc' },
  ])('keeps of the query $query only $kept', ({ query, kept }) => {
    expect(redactQuery(query)).toBe(kept)
  })

  it('finds the secrets of a body, which a response may repeat', () => {
    const body = {
      refreshToken: 'a',
      loginCredentials: [
        { label: 'User', value: 'b' },
        { label: 'PIN', value: 'c' },
      ],
    }
    expect(findSecrets(body, (label) => label === 'User')).toEqual(['a', 'c'])
    expect(findSecrets(body)).toEqual(['a'])
  })

  it('hides secrets in texts', () => {
    expect(redactValues('{"a":"Invalid token: x\\"y"}', ['x"y'])).toBe('{"a":"Invalid token: [redacted]"}')
    expect(redactExcerpt('{"m":"The body is not readable JSON: \\"pin\\" at 3","n":1}')).toBe(
      '{"m":"The body is not readable JSON: [redacted]","n":1}',
    )
  })
})
