import { MockAgent } from 'undici'
import { describe, expect, it } from 'vitest'
import { createFinApiClient, isFinApiError, isNetworkError, isTimeoutError } from '../../client/index.ts'
import { errorMessage, importPath, tokenPath } from './helpers/answers.ts'
import { startScriptedServer } from './helpers/scripted-server.ts'
import { credentials, startClient } from './helpers/start-client.ts'

const bank = 'GET /api/v2/banks/1'
const busy = { status: 429, headers: { 'retry-after': '7' } }

describe('a failed call', () => {
  it.each([
    { shape: 'an ErrorMessage', answer: errorMessage(404, 'UNKNOWN_ENTITY', 'No such bank'), detail: 'No such bank' },
    {
      shape: "Spring's default body",
      answer: { status: 404, json: { timestamp: 1, status: 404, error: 'Not Found', path: '/x' } },
      detail: 'Not Found',
    },
    { shape: 'HTML', answer: { status: 502, text: '<h1>Bad Gateway</h1>' }, detail: 'Bad Gateway' },
    {
      shape: "a stranger's page",
      answer: { status: 200, text: '<p>Log in to the WLAN' },
      detail: 'Log in to the WLAN',
    },
    { shape: 'nothing', answer: { status: 500 }, detail: undefined },
  ])('tells what $shape says', async ({ answer, detail }) => {
    const { session } = await startClient('v2', { [bank]: answer })

    await expect(session.banks.get(1)).rejects.toMatchObject({
      name: 'FinApiResponseError',
      status: answer.status,
      detail,
    })
  })

  it('keeps the headers of the answer', async () => {
    const location = 'https://sandbox.finapi.io/webForm/x'
    const { session } = await startClient('v1', {
      [importPath.v1]: { ...errorMessage(451, 'WEB_FORM_REQUIRED', '285736'), headers: { location } },
    })

    const result = session.importBankConnection({ bankId: 1, bankingInterface: 'XS2A' }, {})

    await expect(result).rejects.toMatchObject({ code: 'WEB_FORM_REQUIRED', answer: { headers: { location } } })
  })

  it('names a broken connection, with its cause', async () => {
    const { session } = await startClient('v2', { [bank]: { drop: true } })

    const error = await session.banks.get(1).catch((reason: unknown) => reason)

    expect(isNetworkError(error) && error.endpoint).toBe('GET /api/v2/banks/1')
    expect(error).toMatchObject({ cause: expect.any(Error) })
  })

  it('ends when the server takes too long', async () => {
    const server = await startScriptedServer({ [tokenPath.v2]: { hang: true } })
    const client = createFinApiClient({ baseUrl: server.url, clientId: 'c', clientSecret: 's', timeout: 20 })

    const error = await client
      .asUser(credentials)
      .accounts.list()
      .catch((reason: unknown) => reason)

    expect(isTimeoutError(error)).toBe(true)
    expect(error).toMatchObject({ name: 'RequestTimeoutError', endpoint: 'POST /api/v2/oauth/token', timeout: 20 })
    await client.close()
  })
})

describe('a busy server', () => {
  it('is asked again twice, after the time it names', async () => {
    const { server, session, clock } = await startClient('v2', {
      [bank]: [busy, { status: 503, headers: { 'retry-after': '2' } }, { json: { id: 1 } }],
    })

    await expect(session.banks.get(1)).resolves.toEqual({ id: 1 })

    expect(clock.slept).toEqual([7000, 2000])
    expect(server.calls(bank)).toHaveLength(3)
  })

  it('is not asked a third time', async () => {
    const { server, session } = await startClient('v2', { [bank]: busy })

    await expect(session.banks.get(1)).rejects.toMatchObject({ status: 429 })

    expect(server.calls(bank)).toHaveLength(3)
  })

  it.each([
    { method: 'POST', call: importPath.v2 },
    { method: 'DELETE', call: 'DELETE /api/v2/bankConnections/1' },
  ])('never gets a $method twice', async ({ method, call }) => {
    const { server, session, clock } = await startClient('v2', { [call]: busy })
    const send =
      method === 'POST'
        ? session.importBankConnection({ bankId: 1, bankingInterface: 'XS2A' }, {})
        : session.bankConnections.delete(1)

    await expect(send).rejects.toMatchObject({ status: 429 })

    expect(server.calls(call)).toHaveLength(1)
    expect(clock.slept).toEqual([])
  })

  it('is left alone when the signal fires during the wait', async () => {
    const controller = new AbortController()
    const sleep = () => {
      controller.abort()
      return new Promise<void>(() => {})
    }
    const { server, session } = await startClient('v2', { [bank]: busy }, { sleep })

    await expect(session.banks.get(1, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortedError' })

    expect(server.calls(bank)).toHaveLength(1)
  })
})

describe('the base URL', () => {
  it('may have a path and a slash at its end', async () => {
    const server = await startScriptedServer({
      'POST /w/ci/api/v2/oauth/token': { json: { access_token: 't', expires_in: 60 } },
      'GET /w/ci/api/v2/banks/1': { json: { id: 1 } },
    })
    const client = createFinApiClient({ baseUrl: `${server.url}/w/ci/`, clientId: 'c', clientSecret: 's' })

    await expect(client.banks.get(1)).resolves.toEqual({ id: 1 })

    await client.close()
  })

  it('is refused at once when it is none', () => {
    expect(() => createFinApiClient({ baseUrl: 'sandbox', clientId: 'c', clientSecret: 's' })).toThrow(
      expect.toSatisfy(isFinApiError),
    )
  })
})

describe('a dispatcher of the caller', () => {
  it('carries the calls, and stays open when the client is closed', async () => {
    const dispatcher = new MockAgent()
    dispatcher.disableNetConnect()
    const pool = dispatcher.get('https://sandbox.finapi.io')
    pool.intercept({ method: 'POST', path: '/api/v2/oauth/token' }).reply(200, { access_token: 't', expires_in: 60 })
    pool.intercept({ path: '/api/v2/banks/1' }).reply(200, { id: 1 }).times(2)
    const baseUrl = 'https://sandbox.finapi.io'
    const client = createFinApiClient({ baseUrl, clientId: 'c', clientSecret: 's', dispatcher })

    await client.banks.get(1)
    await client.close()

    await expect(client.banks.get(1)).resolves.toEqual({ id: 1 })
    await dispatcher.close()
  })
})
