// A process of its own: walks two imports over a socket, by a clock that stands still, and prints the journal.
import { startMockServer } from '../../dist/index.js'

const server = await startMockServer({ port: 0, seed: process.argv[2], now: '2026-03-10T10:00:00Z' })
const { url, world } = server

const send = async (method, path, init = {}) => {
  const response = await fetch(path.startsWith('http') ? path : url + path, { method, redirect: 'manual', ...init })
  const text = await response.text()
  return { location: response.headers.get('location'), text, body: text.startsWith('{') ? JSON.parse(text) : {} }
}
const form = (fields) => ({ body: new URLSearchParams(fields) })
const credentials = { client_id: 'mock-client', client_secret: 'mock-secret' }
const tokenFor = async (fields) =>
  (await send('POST', '/api/v2/oauth/token', form({ ...credentials, ...fields }))).body.access_token
const json = (token, body) => ({
  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})

const clientToken = await tokenFor({ grant_type: 'client_credentials' })
const user = (await send('POST', '/api/v2/users', json(clientToken, {}))).body
const token = await tokenFor({ grant_type: 'password', username: user.id, password: user.password })
const importBank = async (body) => {
  const answered = await send('POST', '/api/v2/bankConnections/import', json(token, body))
  return answered.body.errors?.[0]?.multiStepAuthentication
}

const login = (id, pin) => [
  { label: 'Onlinebanking-ID', value: id },
  { label: 'PIN', value: pin },
]
const embedded = { bankId: 280001, bankingInterface: 'XS2A', loginCredentials: login('demo', '123456') }
const { hash } = await importBank(embedded)
const twoStepProcedureId = 'DEMO-TSP-01'
await importBank({ ...embedded, multiStepAuthentication: { hash, twoStepProcedureId } })
await importBank({ ...embedded, multiStepAuthentication: { hash, twoStepProcedureId, challengeResponse: 'demo' } })
world.clock.advance('PT1S')

const redirect = {
  ...embedded,
  bankId: 280002,
  loginCredentials: login('any', '1').slice(0, 1),
  redirectUrl: 'https://customer1.io',
}
const challenge = await importBank(redirect)
await send('GET', challenge.redirectUrl)
const state = challenge.redirectContext
const page = await send('POST', '/_mock/bank/login', form({ state, user: 'demo', pin: 'demo' }))
const session = /name="session" value="([^"]+)"/.exec(page.text)?.[1]
const { location } = await send('POST', '/_mock/bank/decision', form({ state, session, decision: 'approve' }))
const redirectCallback = new URL(location).search.slice(1)
await importBank({ ...redirect, multiStepAuthentication: { hash: challenge.hash, redirectCallback } })

world.faults.add({ kind: 'gateway', status: 503 })
await send('GET', '/api/v2/accounts', json(token))
await send('GET', '/api/v2/accounts', json(token))
await send('GET', '/api/v2/nothing')

process.stdout.write(JSON.stringify(world.journal.find()))
await server.close()
