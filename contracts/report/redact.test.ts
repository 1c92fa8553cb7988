import { describe, expect, it } from 'vitest'
import type { Exchange } from '../exchange.ts'
import { createRedactor } from './redact.ts'

interface Parts {
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly response?: string
  readonly responseHeaders?: Record<string, string>
}

const makeExchange = ({
  path = '/api/v2/users',
  headers = {},
  body,
  response = '',
  responseHeaders = {},
}: Parts): Exchange => ({
  operationId: undefined,
  version: 'v2',
  request: { method: 'POST', path, headers, body },
  response: { status: 200, headers: responseHeaders, body: response },
  milliseconds: 1,
})

const redact = (parts: Parts, clientSecret = 'the-client-secret'): Exchange => {
  const exchange = makeExchange(parts)
  return createRedactor([exchange], { clientSecret }).redactExchange(exchange)
}

describe('createRedactor', () => {
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
    { where: 'a cookie', parts: { responseHeaders: { 'set-cookie': 'session=1' } }, shows: '‹COOKIE›' },
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
      where: 'a challenge response',
      parts: { body: '{"multiStepAuthentication":{"hash":"h","challengeResponse":"123456"}}' },
      shows: '{"multiStepAuthentication":{"hash":"h","challengeResponse":"‹CHALLENGE_RESPONSE›"}}',
    },
    {
      where: 'a redirect callback',
      parts: { body: '{"multiStepAuthentication":{"redirectCallback":"code=abc&state=1"}}' },
      shows: '"redirectCallback":"‹REDIRECT_CALLBACK›"',
    },
    {
      where: 'tokens in a response',
      parts: { response: '{"access_token":"aaa","refresh_token":"bbb","token_type":"bearer","expires_in":1}' },
      shows: '{"access_token":"‹TOKEN›","refresh_token":"‹REFRESH_TOKEN›","token_type":"bearer","expires_in":1}',
    },
    { where: 'a number', parts: { body: '{"bankingPin":12345}' }, shows: '{"bankingPin":"‹LOGIN_CREDENTIAL›"}' },
    {
      where: 'malformed JSON',
      parts: { body: '{"password": "p", "id": "u"' },
      shows: '{"password": "‹PASSWORD›", "id": "u"',
    },
    {
      where: 'a login in malformed JSON',
      parts: { body: '{"loginCredentials":[{"label":"PIN","value":"demo"' },
      shows: '"label":"PIN","value":"‹LOGIN_CREDENTIAL›"',
    },
    {
      where: 'a URL within a response',
      parts: { response: '{"redirectUrl":"https://bank.example/?access_token=abc&lang=de"}' },
      shows: 'https://bank.example/?access_token=‹TOKEN›&lang=de',
    },
    {
      where: 'a name in another spelling, or in German',
      parts: { body: '{"Kennwort":"a","client-secret":"b","smsTAN":"c","bankingPIN":"d"}' },
      shows: '{"Kennwort":"‹PASSWORD›","client-secret":"‹FINAPI_CLIENT_SECRET_2›","smsTAN":"‹CHALLENGE_RESPONSE›"',
    },
    {
      where: 'login credentials in a shape of their own',
      parts: { body: '{"loginCredentials":{"PIN":"demo"},"multiStepAuthentication":{"hash":"h","answer":"123"}}' },
      shows:
        '{"loginCredentials":{"PIN":"‹LOGIN_CREDENTIAL›"},"multiStepAuthentication":{"hash":"h","answer":"‹CHALLENGE_RESPONSE›"}}',
    },
    {
      where: 'the code of a return URL',
      parts: { responseHeaders: { location: 'https://app.example/?state=1&code=abc' } },
      shows: 'https://app.example/?state=1&code=‹AUTHORIZATION_CODE›',
    },
    {
      where: 'JSON in a text',
      parts: { body: '{"note":"{\\"password\\":\\"p\\"}"}' },
      shows: '{"note":"{\\"password\\":\\"‹PASSWORD›\\"}"}',
    },
    { where: 'a secret that is no text', parts: { body: '{"tokens":["a"]}' }, shows: '{"tokens":"‹TOKEN›"}' },
  ])('removes $where', ({ parts, shows }) => {
    const { request, response } = redact(parts)
    const everything = [
      request.path,
      JSON.stringify(request.headers),
      request.body,
      JSON.stringify(response.headers),
      response.body,
    ]
    expect(everything.join('\n')).toContain(shows)
  })

  it.each([
    '{"errors":[{"message":"No.","code":"UNKNOWN_ENTITY","type":"TECHNICAL"}]}',
    '{"multiStepAuthentication":{"hash":"h","status":"s","redirectUrl":"https://bank.example/?state=1"}}',
    '{"password":"XXXXX"}',
    '{"isSecret":true,"password":null}',
    '{"bank":"DEMO0001","error":"invalid_token"}',
  ])('leaves %s as it is', (response) => {
    expect(redact({ response }).response.body).toBe(response)
  })

  it('gives a wrong client secret another name than the right one', () => {
    expect(redact({ body: 'client_secret=guessed' }).request.body).toBe('client_secret=‹FINAPI_CLIENT_SECRET_2›')
  })

  it('gives a secret one name, and finds it in any text', () => {
    const logIn = makeExchange({ response: '{"access_token":"token-of-lena"}' })
    const other = makeExchange({ response: '{"access_token":"token-of-mara"}' })
    const use = makeExchange({
      headers: { authorization: 'Bearer token-of-mara' },
      response: '{"errors":[{"message":"token-of-lena is not token-of-mara"}]}',
    })
    const redactor = createRedactor([logIn, other, use])
    expect(redactor.redactExchange(use).request.headers.authorization).toBe('Bearer ‹TOKEN_2›')
    expect(redactor.redactExchange(use).response.body).toContain('‹TOKEN› is not ‹TOKEN_2›')
    expect(redactor.redactText('got "token-of-lena"')).toBe('got "‹TOKEN›"')
  })

  it('removes a secret that a message has cut', () => {
    const token = Array.from({ length: 60 }, (_, index) => index.toString(36) + index).join('')
    const redactor = createRedactor([makeExchange({ response: JSON.stringify({ access_token: token }) })])
    expect(redactor.redactText(`expected nothing, got "${token.slice(0, 120)}… (160 characters)`)).toBe(
      'expected nothing, got "‹TOKEN›… (160 characters)',
    )
  })

  it('cuts long responses after replacing the secrets', () => {
    const response = JSON.stringify({ filler: 'x'.repeat(5_970), access_token: 'a-very-secret-token-of-some-length' })
    const { body } = redact({ response }).response
    expect(body).toMatch(/… \(\d+ characters\)$/)
    expect(body).not.toContain('a-very')
  })
})
