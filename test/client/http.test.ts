import { Agent, MockAgent } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSendRequest } from '../../client/http/send-request.ts'
import type { HttpMethod, HttpRequest } from '../../client/http/types.ts'
import { createFinApiClient, isFinApiError } from '../../client/index.ts'
import { createClock } from './helpers/clock.ts'
import { type Script, startScriptedServer } from './helpers/scripted-server.ts'

/** Starts a scripted server with a function that sends requests to it. */
const startSender = async (script: Script) => {
  const server = await startScriptedServer(script)
  const clock = createClock()
  const dispatcher = new Agent()
  onTestFinished(() => dispatcher.close())
  const sendRequest = createSendRequest({ baseUrl: server.url, dispatcher, timeout: 60_000, ...clock })
  return { server, clock, sendRequest }
}

describe('a request', () => {
  it.each<HttpMethod>(['POST', 'PUT', 'PATCH'])('is sent as %s with its JSON body', async (method) => {
    const { server, sendRequest } = await startSender({ [`${method} /things/1`]: { json: { id: 1 } } })

    await expect(sendRequest({ method, path: '/things/1', json: { isNew: false } })).resolves.toEqual({ id: 1 })

    const [received] = server.requests
    expect(received).toMatchObject({ call: `${method} /things/1`, body: '{"isNew":false}' })
    expect(received?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' })
  })

  it.each<HttpMethod>(['GET', 'DELETE'])('is sent as %s without a body', async (method) => {
    const { server, sendRequest } = await startSender({ [`${method} /things`]: {} })

    await expect(sendRequest({ method, path: '/things', query: { ids: [1, 2], page: undefined } })).resolves.toBe(
      undefined,
    )

    expect(server.requests).toMatchObject([{ query: 'ids=1%2C2', body: '' }])
    expect(server.requests[0]?.headers).not.toHaveProperty('content-type')
  })
})

describe('a busy server', () => {
  const path = '/things'
  const busy = { status: 429, headers: { 'retry-after': '7' } }
  const unavailable = { status: 503, headers: { 'retry-after': '2' } }
  const ok = { json: { id: 1 } }

  it('receives a GET up to three times, after the time that it names', async () => {
    const { sendRequest, clock } = await startSender({ [`GET ${path}`]: [busy, unavailable, ok] })

    await expect(sendRequest({ method: 'GET', path })).resolves.toEqual({ id: 1 })

    expect(clock.slept).toEqual([7000, 2000])
  })

  it('receives a GET no more than three times', async () => {
    const { server, sendRequest } = await startSender({ [`GET ${path}`]: busy })

    await expect(sendRequest({ method: 'GET', path })).rejects.toMatchObject({ status: 429 })

    expect(server.requests).toHaveLength(3)
  })

  it('receives a PATCH with the same body again after a 429', async () => {
    const { server, sendRequest } = await startSender({ [`PATCH ${path}`]: [busy, ok] })

    await expect(sendRequest({ method: 'PATCH', path, json: { isNew: false } })).resolves.toEqual({ id: 1 })

    expect(server.lines()).toEqual(Array(2).fill(`PATCH ${path} {"isNew":false}`))
  })

  it.each<{ method: HttpMethod; status: number }>([
    { method: 'PATCH', status: 503 },
    { method: 'POST', status: 429 },
    { method: 'POST', status: 503 },
    { method: 'DELETE', status: 429 },
    { method: 'DELETE', status: 503 },
  ])('receives a $method once if it responds with $status', async ({ method, status }) => {
    const { server, sendRequest, clock } = await startSender({ [`${method} ${path}`]: { ...busy, status } })

    await expect(sendRequest({ method, path })).rejects.toMatchObject({ status })

    expect(server.requests).toHaveLength(1)
    expect(clock.slept).toEqual([])
  })

  it('receives nothing more when the signal fires during the wait', async () => {
    const controller = new AbortController()
    const server = await startScriptedServer({ [`GET ${path}`]: busy })
    const dispatcher = new Agent()
    onTestFinished(() => dispatcher.close())
    const sleep = () => {
      controller.abort()
      return new Promise<void>(() => {})
    }
    const sendRequest = createSendRequest({ baseUrl: server.url, dispatcher, timeout: 60_000, now: () => 0, sleep })
    const request: HttpRequest = { method: 'GET', path, signal: controller.signal }

    await expect(sendRequest(request)).rejects.toMatchObject({ name: 'AbortedError' })

    expect(server.requests).toHaveLength(1)
  })
})

describe('the base URL', () => {
  it('may have a path and a slash at its end', async () => {
    const server = await startScriptedServer({
      'POST /w/ci/api/v2/oauth/token': { json: { access_token: 't', expires_in: 60 } },
      'GET /w/ci/api/v2/banks/1': { json: { id: 1 } },
    })
    const client = createFinApiClient({ baseUrl: `${server.url}/w/ci/`, clientId: 'c', clientSecret: 's' })
    onTestFinished(() => client.close())

    await expect(client.banks.get(1)).resolves.toEqual({ id: 1 })
  })

  it('is refused at once if it is not a URL', () => {
    expect(() => createFinApiClient({ baseUrl: 'sandbox', clientId: 'c', clientSecret: 's' })).toThrow(
      expect.toSatisfy(isFinApiError),
    )
  })
})

describe('a dispatcher of the caller', () => {
  it('sends the requests, and stays open when the client is closed', async () => {
    const dispatcher = new MockAgent()
    onTestFinished(() => dispatcher.close())
    dispatcher.disableNetConnect()
    const pool = dispatcher.get('https://sandbox.finapi.io')
    pool.intercept({ method: 'POST', path: '/api/v2/oauth/token' }).reply(200, { access_token: 't', expires_in: 60 })
    pool.intercept({ path: '/api/v2/banks/1' }).reply(200, { id: 1 }).times(2)
    const baseUrl = 'https://sandbox.finapi.io'
    const client = createFinApiClient({ baseUrl, clientId: 'c', clientSecret: 's', dispatcher })

    await client.banks.get(1)
    await client.close()

    await expect(client.banks.get(1)).resolves.toEqual({ id: 1 })
  })
})
