import { describe, expect, it } from 'vitest'
import type { Exchange } from '../exchange.ts'
import { redactorFor } from './redact.ts'

interface Parts {
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly answer?: string
  readonly answerHeaders?: Record<string, string>
}

const exchangeOf = ({
  path = '/api/v2/users',
  headers = {},
  body,
  answer = '',
  answerHeaders = {},
}: Parts): Exchange => ({
  operationId: undefined,
  version: 'v2',
  request: { method: 'POST', path, headers, body },
  response: { status: 200, headers: answerHeaders, body: answer },
  milliseconds: 1,
})

const redacted = (parts: Parts, clientSecret = 'the-client-secret'): Exchange => {
  const exchange = exchangeOf(parts)
  return redactorFor([exchange], { clientSecret }).exchange(exchange)
}

describe('redactorFor', () => {
  it.each([
    {
      where: 'a bearer token, whose scheme stays',
      parts: { headers: { authorization: 'Bearer abcdefgh12345678' } },
      shows: 'Bearer ‹TOKEN›',
    },
    {
      where: 'any other authorization',
      parts: { headers: { authorization: 'Basic YWJjOmRlZg==' } },
      shows: '"‹TOKEN›"',
    },
    { where: 'a cookie', parts: { answerHeaders: { 'set-cookie': 'session=1' } }, shows: '‹COOKIE›' },
    {
      where: 'a query',
      parts: { path: '/oauth/revoke?token=abc&token_type_hint=x' },
      shows: 'token=‹TOKEN›&token_type_hint=x',
    },
    {
      where: 'a form',
      parts: { body: 'grant_type=password&username=u-1&password=p%26w&client_id=me&client_secret=the-client-secret' },
      shows: 'grant_type=password&username=u-1&password=‹PASSWORD›&client_id=me&client_secret=‹FINAPI_CLIENT_SECRET›',
    },
    {
      where: 'login credentials, whose labels stay',
      parts: { body: '{"bankId":1,"loginCredentials":[{"label":"PIN","value":"demo"}]}' },
      shows: '{"bankId":1,"loginCredentials":[{"label":"PIN","value":"‹LOGIN_CREDENTIAL›"}]}',
    },
    {
      where: 'an answer to a challenge',
      parts: { body: '{"multiStepAuthentication":{"hash":"h","challengeResponse":"123456"}}' },
      shows: '{"multiStepAuthentication":{"hash":"h","challengeResponse":"‹CHALLENGE_RESPONSE›"}}',
    },
    {
      where: 'what a bank sends back',
      parts: { body: '{"multiStepAuthentication":{"redirectCallback":"code=abc&state=1"}}' },
      shows: '"redirectCallback":"‹REDIRECT_CALLBACK›"',
    },
    {
      where: 'tokens in an answer',
      parts: { answer: '{"access_token":"aaa","refresh_token":"bbb","token_type":"bearer","expires_in":1}' },
      shows: '{"access_token":"‹TOKEN›","refresh_token":"‹REFRESH_TOKEN›","token_type":"bearer","expires_in":1}',
    },
    { where: 'a number', parts: { body: '{"bankingPin":12345}' }, shows: '{"bankingPin":"‹LOGIN_CREDENTIAL›"}' },
    {
      where: 'JSON that is broken',
      parts: { body: '{"password": "p", "id": "u"' },
      shows: '{"password": "‹PASSWORD›", "id": "u"',
    },
    {
      where: 'a login in JSON that is broken',
      parts: { body: '{"loginCredentials":[{"label":"PIN","value":"demo"' },
      shows: '"label":"PIN","value":"‹LOGIN_CREDENTIAL›"',
    },
    {
      where: 'an address inside an answer',
      parts: { answer: '{"redirectUrl":"https://bank.example/?access_token=abc&lang=de"}' },
      shows: 'https://bank.example/?access_token=‹TOKEN›&lang=de',
    },
  ])('removes $where', ({ parts, shows }) => {
    const { request, response } = redacted(parts)
    const everything = [
      request.path,
      JSON.stringify(request.headers),
      request.body,
      JSON.stringify(response.headers),
      response.body,
    ]
    expect(everything.join('\n')).toContain(shows)
  })

  it.each(['{"password":"XXXXX"}', '{"isSecret":true,"password":null}', '{"bank":"DEMO0001","error":"invalid_token"}'])(
    'leaves %s as it is',
    (answer) => {
      expect(redacted({ answer }).response.body).toBe(answer)
    },
  )

  it('calls a wrong client secret another one than the right', () => {
    expect(redacted({ body: 'client_secret=guessed' }).request.body).toBe('client_secret=‹FINAPI_CLIENT_SECRET_2›')
  })

  it('gives one secret one name, and finds it wherever else it stands', () => {
    const logIn = exchangeOf({ answer: '{"access_token":"token-of-lena"}' })
    const other = exchangeOf({ answer: '{"access_token":"token-of-mara"}' })
    const use = exchangeOf({
      headers: { authorization: 'Bearer token-of-mara' },
      answer: '{"errors":[{"message":"token-of-lena is not token-of-mara"}]}',
    })
    const redactor = redactorFor([logIn, other, use])
    expect(redactor.exchange(use).request.headers.authorization).toBe('Bearer ‹TOKEN_2›')
    expect(redactor.exchange(use).response.body).toContain('‹TOKEN› is not ‹TOKEN_2›')
    expect(redactor.text('got "token-of-lena"')).toBe('got "‹TOKEN›"')
  })

  it('removes a secret that a message has cut', () => {
    const token = Array.from({ length: 60 }, (_, index) => index.toString(36) + index).join('')
    const redactor = redactorFor([exchangeOf({ answer: JSON.stringify({ access_token: token }) })])
    expect(redactor.text(`expected nothing, got "${token.slice(0, 120)}… (160 characters)`)).toBe(
      'expected nothing, got "‹TOKEN›… (160 characters)',
    )
  })

  it('cuts long answers after the secrets are gone, never within one', () => {
    const answer = JSON.stringify({ filler: 'x'.repeat(5_970), access_token: 'a-very-secret-token-of-some-length' })
    const { body } = redacted({ answer }).response
    expect(body).toMatch(/… \(\d+ characters\)$/)
    expect(body).not.toContain('a-very')
  })
})
