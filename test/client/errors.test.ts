import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { isFinApiAuthenticationError, isNetworkError, isTimeoutError } from '../../client/index.ts'
import { challenge, errorMessage, importPath, tokenPath } from './helpers/responses.ts'
import { startClient } from './helpers/start-client.ts'

const bank = 'GET /api/v2/banks/1'

describe('a failed call', () => {
  it.each([
    { body: 'an ErrorMessage', response: errorMessage(404, 'UNKNOWN_ENTITY', 'No such bank'), detail: 'No such bank' },
    {
      body: "Spring's default body",
      response: { status: 404, json: { timestamp: 1, status: 404, error: 'Not Found', path: '/x' } },
      detail: 'Not Found',
    },
    { body: 'HTML', response: { status: 502, text: '<h1>Bad Gateway</h1>' }, detail: 'Bad Gateway' },
    {
      body: 'the page of a captive portal',
      response: { status: 200, text: '<p>Log in to the WLAN' },
      detail: 'Log in to the WLAN',
    },
    { body: 'no body', response: { status: 500 }, detail: undefined },
  ])('has the detail of $body', async ({ response, detail }) => {
    const { session } = await startClient('v2', { [bank]: response })

    await expect(session.banks.get(1)).rejects.toMatchObject({
      name: 'FinApiResponseError',
      status: response.status,
      detail,
    })
  })

  it('has the headers of the response', async () => {
    const location = 'https://sandbox.finapi.io/webForm/x'
    const { session } = await startClient('v1', {
      [importPath.v1]: { ...errorMessage(451, 'WEB_FORM_REQUIRED', '285736'), headers: { location } },
    })

    const result = session.importBankConnection({ bankId: 1, bankingInterface: 'XS2A' }, {})

    await expect(result).rejects.toMatchObject({ code: 'WEB_FORM_REQUIRED', response: { headers: { location } } })
  })

  it('names the endpoint of a token request', async () => {
    const { session } = await startClient('v2', { [tokenPath.v2]: { status: 401, json: { error: 'invalid_client' } } })

    const error = await session.accounts.list().catch((reason: unknown) => reason)

    expect(isFinApiAuthenticationError(error) && error.endpoint).toBe('POST /api/v2/oauth/token')
  })
})

describe('the cause of an error', () => {
  it("is undici's error if the connection breaks", async () => {
    const { session } = await startClient('v2', { [bank]: { drop: true } })

    const error = await session.banks.get(1).catch((reason: unknown) => reason)

    expect(isNetworkError(error) && error.endpoint).toBe('GET /api/v2/banks/1')
    expect(error).toMatchObject({ cause: { name: 'SocketError' } })
  })

  it("is undici's error if the response takes longer than the timeout", async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { session } = await startClient('v2', {
      [bank]: { hang: true, before: () => vi.advanceTimersByTime(60_000) },
    })

    const error = await session.banks.get(1).catch((reason: unknown) => reason)

    expect(isTimeoutError(error)).toBe(true)
    expect(error).toMatchObject({
      name: 'RequestTimeoutError',
      endpoint: 'GET /api/v2/banks/1',
      timeout: 60_000,
      cause: { name: 'AbortError' },
    })
  })

  it("is the reason of the caller's signal", async () => {
    const controller = new AbortController()
    const reason = new Error('the user closed the page')
    const { session } = await startClient('v2', { [bank]: { hang: true, before: () => controller.abort(reason) } })

    const result = session.banks.get(1, { signal: controller.signal })

    await expect(result).rejects.toMatchObject({ name: 'AbortedError', cause: reason })
  })

  it('is the 510 if a flow cannot go on', async () => {
    const { session } = await startClient('v2', {
      [importPath.v2]: challenge('v2', { status: 'CHALLENGE_RESPONSE_REQUIRED' }),
    })

    const result = session.importBankConnection({ bankId: 1, bankingInterface: 'XS2A' }, {})

    await expect(result).rejects.toMatchObject({
      name: 'MissingPsuCallbackError',
      cause: { name: 'AdditionalAuthenticationRequiredError', status: 510, requestId: 'selfgen-1' },
    })
  })
})
