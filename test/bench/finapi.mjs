import { call, each, expectStatus } from './load.mjs'

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const credentials = { client_id: 'mock-client', client_secret: 'mock-secret' }

export const json = (token) => ({
  'content-type': 'application/json',
  accept: 'application/json',
  authorization: `Bearer ${token}`,
})

/** Sends a request of the preparations, which are not measured, and answers its body. */
export const ask = async (pool, request, expected) => {
  const { status, body } = await call(pool, request)
  expectStatus(status, expected, request)
  return body
}

export const requestToken = async (pool, values, prefix = '') => {
  const body = new URLSearchParams({ ...credentials, ...values }).toString()
  const request = { method: 'POST', path: `${prefix}/oauth/token`, headers: form, body }
  return (await ask(pool, request, 200)).access_token
}

/** Creates users and answers their tokens. */
export const createUsers = async (pool, count, prefix = '') => {
  const clientToken = await requestToken(pool, { grant_type: 'client_credentials' }, prefix)
  const tokens = []
  await each(count, async (index) => {
    const request = { method: 'POST', path: `${prefix}/api/v2/users`, headers: json(clientToken), body: '{}' }
    const { id, password } = await ask(pool, request, 201)
    const values = { grant_type: 'password', username: id, password }
    tokens[index] = await requestToken(pool, values, prefix)
  })
  return tokens
}

/** A POST of an import, in the words of the version. */
export const importRequest = (version, token, { bankId, login, pin, ...rest }, prefix = '') => ({
  method: 'POST',
  path: `${prefix}/api/${version}/bankConnections/import`,
  headers: json(token),
  body: JSON.stringify({
    bankId,
    [version === 'v1' ? 'interface' : 'bankingInterface']: 'XS2A',
    loginCredentials: [
      { label: 'Onlinebanking-ID', value: login },
      { label: 'PIN', value: pin },
    ],
    ...rest,
  }),
})

/** The demo login that needs a procedure and a code. */
export const DEMO = { bankId: 280001, login: 'demo', pin: '123456' }

/** A login that imports at once; the PIN is not looked at, and another PIN is another connection. */
export const withoutSca = (pin) => ({
  bankId: 280002,
  login: 'demo_no_msa',
  pin,
  redirectUrl: 'http://127.0.0.1/return',
})

export const PROCEDURE = 'DEMO-TSP-01'

export const hashOf = (body) => body.errors[0].multiStepAuthentication.hash
export const get = (path, token) => ({ method: 'GET', path, headers: json(token) })
