import { request } from 'undici'

const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const credentials = { client_id: 'mock-client', client_secret: 'mock-secret' }

const json = (token) => ({
  'Content-Type': 'application/json',
  Accept: 'application/json',
  Authorization: `Bearer ${token}`,
})

/** Sends a request and answers the text of the response, which must have the expected status. */
export const askText = async (server, { method, path, headers, body }, expected) => {
  const response = await request(`${server.url}${path}`, { method, headers, body })
  const text = await response.body.text()
  if (response.statusCode === expected) return text
  throw new Error(`${method} ${server.url}${path}: ${response.statusCode} instead of ${expected}: ${text}`)
}

/** Sends a request of the preparations, which are not measured, and answers its body. */
export const ask = async (server, sent, expected) => JSON.parse(await askText(server, sent, expected))

export const requestToken = async (server, values, prefix = '') => {
  const body = new URLSearchParams({ ...credentials, ...values }).toString()
  return (await ask(server, { method: 'POST', path: `${prefix}/oauth/token`, headers: form, body }, 200)).access_token
}

/** Does `task(index)` for each index below `count`, several at a time. */
export const each = async (count, task) => {
  let next = 0
  const worker = async () => {
    while (next < count) await task(next++)
  }
  await Promise.all(Array.from({ length: Math.min(32, count) }, worker))
}

/** Creates users and answers their tokens. */
export const createUsers = async (server, count, prefix = '') => {
  const clientToken = await requestToken(server, { grant_type: 'client_credentials' }, prefix)
  const tokens = []
  await each(count, async (index) => {
    const sent = { method: 'POST', path: `${prefix}/api/v2/users`, headers: json(clientToken), body: '{}' }
    const { id, password } = await ask(server, sent, 201)
    tokens[index] = await requestToken(server, { grant_type: 'password', username: id, password }, prefix)
  })
  return tokens
}

export const get = (path, token) => ({
  method: 'GET',
  path,
  headers: { Accept: 'application/json', Authorization: `Bearer ${token}` },
})

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
const DEMO = { bankId: 280001, login: 'demo', pin: '123456' }

/** A login that imports at once; the PIN is not looked at, and another PIN is another connection. */
export const withoutSca = (pin) => ({
  bankId: 280002,
  login: 'demo_no_msa',
  pin,
  redirectUrl: 'http://127.0.0.1/return',
})

/** The three requests of an import with the choice of a procedure and a code. */
export const importSteps = (version, token, hash) => {
  const chosen = { hash, twoStepProcedureId: 'DEMO-TSP-01' }
  const answered = { ...chosen, challengeResponse: 'demo' }
  return {
    start: importRequest(version, token, DEMO),
    choose: importRequest(version, token, { ...DEMO, multiStepAuthentication: chosen }),
    answer: importRequest(version, token, { ...DEMO, multiStepAuthentication: answered }),
  }
}

export const hashOf = (body) => body.errors[0].multiStepAuthentication.hash
