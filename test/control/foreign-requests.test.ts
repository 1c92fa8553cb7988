import { describe, expect, it } from 'vitest'
import type { MockServerOptions } from '../../server/index.ts'
import { startApp } from '../helpers/api-dialect.ts'
import { readRawResponse, startServer } from '../helpers/raw-response.ts'

const TOKEN = 'open-sesame'
const JSON_TYPE = 'application/json'
const FAULT = JSON.stringify({ kind: 'gateway', status: 503 })

/** Returns the status of a call of the control API. */
const callControl = async (
  headers: Record<string, string>,
  { method = 'GET', path = '/_mock/faults', body, ...options }: CallOptions & MockServerOptions = {},
): Promise<number> =>
  (await startApp(options).send(method, path, { headers, ...(body === undefined ? {} : { body }) })).status

interface CallOptions {
  readonly method?: string
  readonly path?: string
  readonly body?: string
}

describe('the control API', () => {
  it.each([
    { host: '127.0.0.1:8510', status: 200 },
    { host: '127.8.8.8', status: 200 },
    { host: '[::1]:8510', status: 200 },
    { host: 'localhost:8510', status: 200 },
    { host: 'LOCALHOST.', status: 200 },
    { host: 'app.localhost', status: 200 },
    { host: 'evil.example:8510', status: 403 },
    { host: '127.0.0.1.evil.example', status: 403 },
    { host: 'localhost.evil.example', status: 403 },
    { host: 'evillocalhost', status: 403 },
    { host: '192.168.1.5:8510', status: 403 },
    { host: 'a b', status: 403 },
    { host: 'mock.test', publicUrl: 'https://mock.test/finapi', status: 200 },
    { host: 'mock.test.evil.example', publicUrl: 'https://mock.test/finapi', status: 403 },
    { host: '192.168.1.5', bound: '192.168.1.5', controlToken: TOKEN, token: TOKEN, status: 200 },
    { host: 'finapi-mock:8510', bound: '0.0.0.0', controlToken: TOKEN, token: TOKEN, status: 200 },
    { host: 'finapi-mock:8510', bound: '0.0.0.0', controlToken: TOKEN, token: 'another-token', status: 401 },
  ])('responds $status to the host $host', async ({ host, status, bound, token, ...options }) => {
    const headers = { Host: host, ...(token === undefined ? {} : { 'X-Mock-Token': token }) }
    expect(await callControl(headers, { ...options, ...(bound === undefined ? {} : { host: bound }) })).toBe(status)
  })

  it.each([
    { given: 'its own page', headers: { Origin: 'http://mock.example', 'Sec-Fetch-Site': 'same-origin' }, status: 201 },
    {
      given: 'the public URL',
      headers: { Origin: 'https://mock.test' },
      publicUrl: 'https://mock.test/x',
      status: 201,
    },
    { given: "the browser's user", headers: { 'Sec-Fetch-Site': 'none' }, status: 201 },
    { given: 'another port', headers: { Origin: 'http://mock.example:3000' }, status: 403 },
    { given: 'another scheme', headers: { Origin: 'https://mock.example' }, status: 403 },
    { given: 'a page without origin', headers: { Origin: 'null' }, status: 403 },
    { given: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' }, status: 403 },
    { given: 'another port, by its site', headers: { 'Sec-Fetch-Site': 'same-site' }, status: 403 },
    {
      given: 'a form of another site',
      headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
      status: 403,
    },
    {
      given: 'a caller with the token',
      headers: { Origin: 'null', 'X-Mock-Token': TOKEN },
      controlToken: TOKEN,
      status: 201,
    },
  ])('responds $status to a POST from $given', async ({ headers, status, ...options }) => {
    const call = { method: 'POST', body: FAULT, ...options }
    expect(await callControl({ 'Content-Type': JSON_TYPE, ...headers }, call)).toBe(status)
  })

  it.each([
    { given: 'a link', headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }, status: 200 },
    { given: 'an image', headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }, status: 403 },
  ])('responds $status to a GET by $given of another site', async ({ headers, status }) => {
    expect(await callControl(headers)).toBe(status)
  })

  it.each([
    { path: '/_mock/faults', type: 'text/plain', body: FAULT, status: 415 },
    { path: '/_mock/faults', type: 'application/x-www-form-urlencoded', body: FAULT, status: 415 },
    { path: '/_mock/faults', type: 'multipart/form-data; boundary=x', body: FAULT, status: 415 },
    { path: '/_mock/faults', type: 'application/json; charset=utf-8', body: FAULT, status: 201 },
    { path: '/_mock/clock/settle', type: 'text/plain', body: 'x', status: 415 },
    { path: '/_mock/clock/settle', type: 'application/x-www-form-urlencoded', body: '', status: 200 },
    { path: '/_mock/clock/settle', type: JSON_TYPE, body: '{}', status: 200 },
    { path: '/_mock/psu/approve', type: 'text/plain', body: '{}', status: 415 },
    { path: '/_mock/psu/approve', type: JSON_TYPE, body: '{}', status: 409 },
  ])('responds $status to a body of $type at $path', async ({ path, type, body, status }) => {
    expect(await callControl({ 'Content-Type': type }, { method: 'POST', path, body })).toBe(status)
  })

  it('refuses a body without a type, and requires none without a body', async () => {
    const app = startApp()
    const body = new Blob([FAULT])
    const refused = await app.send('POST', '/_mock/faults', { body })
    expect([refused.status, refused.body.message]).toEqual([415, expect.stringContaining(JSON_TYPE)])
    expect((await app.send('POST', '/_mock/clock/settle')).status).toBe(200)
    expect(app.world.faults.all()).toEqual([])
  })

  it('checks a request whose method is overridden as well', async () => {
    const { world, send } = startApp()
    world.faults.add({ kind: 'gateway', status: 503 })
    const headers = { 'X-HTTP-Method-Override': 'DELETE', Origin: 'https://evil.example' }
    expect((await send('POST', '/_mock/faults', { headers })).status).toBe(403)
    expect(world.faults.all()).toHaveLength(1)
  })

  it('names the option by which another host becomes its own', async () => {
    const { send } = startApp()
    for (const headers of [{ Host: 'mock.test:99' }, { Origin: 'http://mock.test:99' }]) {
      const { body } = await send('GET', '/_mock/worlds/default/snapshot', { headers: { ...headers } })
      expect(body.message).toContain('--public-url http://mock.test:99')
      expect(Object.keys(body)).toEqual(['message'])
    }
  })

  it('names no option to a page without an origin, which no URL of the server can have', async () => {
    const { body } = await startApp().send('GET', '/_mock/faults', { headers: { Origin: 'null' } })
    expect(body.message).toBe('a page without an origin may not control this server (Origin: null)')
  })

  it('lets no browser store a response or guess its type', async () => {
    const { call } = startApp()
    for (const path of ['/_mock/clock', '/_mock/lint?format=text', '/_mock/unknown', '/_mock/health']) {
      const { headers } = await call('GET', path)
      expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store'])
    }
  })

  it('checks the host of requests that arrive at its socket', async () => {
    const server = await startServer()
    expect(await readRawResponse(server, '/_mock/worlds', 'evil.example')).toMatch(/^HTTP\/1\.1 403 /)
    expect(await readRawResponse(server, '/_mock/worlds')).toMatch(/^HTTP\/1\.1 200 /)
  })
})

it.each([
  { path: '/_mock/health', status: 200 },
  { path: '/_mock/bank/login', status: 404 },
  { path: '/api/v2/banks', status: 401 },
])('other hosts and sites may reach $path', async ({ path, status }) => {
  const headers = { Host: 'dev.example', Origin: 'https://app.example', 'Sec-Fetch-Site': 'cross-site' }
  expect(await callControl(headers, { path })).toBe(status)
})

describe('the device page', () => {
  const form = 'action=approve&hash=none'
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }

  it.each([
    { given: 'its own form', headers: { Origin: 'http://mock.example', 'Sec-Fetch-Site': 'same-origin' }, status: 303 },
    { given: 'a form of another site', headers: { Origin: 'https://evil.example' }, status: 403 },
    { given: 'another host', headers: { Host: 'evil.example' }, status: 403 },
  ])('responds $status to $given', async ({ headers, status }) => {
    const call = { method: 'POST', path: '/_mock/device', body: form }
    expect(await callControl({ ...type, ...headers }, call)).toBe(status)
  })

  it('opens at an address of a server that listens on all, but not by its cookie under a foreign name', async () => {
    const { send } = startApp({ host: '0.0.0.0', controlToken: TOKEN })
    const opened = await send('POST', '/_mock/device', { headers: type, body: `token=${TOKEN}` })
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const visit = async (host: string) =>
      (await send('GET', '/_mock/device', { headers: { cookie, Host: host } })).status
    expect([await visit('192.168.1.5:8510'), await visit('evil.example:8510')]).toEqual([200, 403])
  })

  it.each([
    { at: '/_mock/device', headers: {}, path: '/_mock/device' },
    { at: '/w/one/_mock/device', headers: {}, path: '/w/one/_mock/device' },
    { at: '/w/one/_mock/device', headers: { Origin: 'https://mock.test' }, path: '/finapi/w/one/_mock/device' },
  ])('keeps a cookie that is not the token, for $path only', async ({ at, headers, path }) => {
    const { send } = startApp({ controlToken: TOKEN, publicUrl: 'https://mock.test/finapi' })
    const opened = await send('POST', at, { headers: { ...type, ...headers }, body: `token=${TOKEN}` })
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(new RegExp(`; Path=${path}; HttpOnly; SameSite=Strict$`))
    expect(cookie).not.toContain(TOKEN)
    const [pair = ''] = cookie.split(';')
    expect((await send('GET', at, { headers: { cookie: pair } })).status).toBe(200)
    const value = pair.split('=')[1] ?? ''
    expect((await send('GET', '/_mock/clock', { headers: { 'X-Mock-Token': value } })).status).toBe(401)
  })
})
