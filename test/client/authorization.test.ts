import { describe, expect, it } from 'vitest'
import { isFinApiAuthenticationError } from '../../client/index.ts'
import { errorMessage, token, tokenPath } from './helpers/responses.ts'
import { startClient } from './helpers/start-client.ts'

const accounts = 'GET /api/v2/accounts'
const noAccounts = { json: { accounts: [] } }
const unauthorized = {
  status: 401,
  json: { error: 'invalid_token', error_description: 'Invalid access token: token-1' },
}
const parseForm = (body: string) => Object.fromEntries(new URLSearchParams(body))

describe.each(['v1', 'v2'] as const)('a token of %s', (version) => {
  it('is requested with a form body, for the user and for the client', async () => {
    const base = `/api/${version}`
    const { server, client, session } = await startClient(version, {
      [`GET ${base}/accounts`]: noAccounts,
      [`POST ${base}/users`]: { status: 201, json: { id: 'peter', password: 'geheim' } },
    })

    await session.accounts.list()
    await client.users.create()

    const [user, own] = server.calls(tokenPath[version])
    expect(user?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(user?.query).toBe('')
    expect(parseForm(user?.body ?? '')).toEqual({
      grant_type: 'password',
      username: 'peter',
      password: 'geheim',
      client_id: 'my-client',
      client_secret: 'my-secret',
    })
    expect(parseForm(own?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      client_id: 'my-client',
      client_secret: 'my-secret',
    })
  })
})

describe('a token', () => {
  it('is requested once for parallel calls, and kept', async () => {
    const { server, session } = await startClient('v2', { [accounts]: noAccounts })

    await Promise.all([session.accounts.list(), session.accounts.list(), session.accounts.list()])
    await session.accounts.list()

    expect(server.calls(tokenPath.v2)).toHaveLength(1)
    expect(server.calls(accounts).map(({ headers }) => headers.authorization)).toEqual(Array(4).fill('Bearer token-1'))
  })

  it('is refreshed shortly before it expires', async () => {
    const { server, session, clock } = await startClient('v2', {
      [tokenPath.v2]: [token('token-1', { refresh_token: 'refresh-1' }), token('token-2')],
      [accounts]: noAccounts,
    })

    await session.accounts.list()
    clock.advance(3569_000)
    await session.accounts.list()
    expect(server.calls(tokenPath.v2)).toHaveLength(1)
    clock.advance(1_000)
    await session.accounts.list()

    expect(parseForm(server.calls(tokenPath.v2)[1]?.body ?? '')).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
    })
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer token-2')
  })

  it('never expires if expires_in is 0', async () => {
    const { server, session, clock } = await startClient('v2', {
      [tokenPath.v2]: token('token-1', { expires_in: 0 }),
      [accounts]: noAccounts,
    })

    await session.accounts.list()
    clock.advance(10 ** 12)
    await session.accounts.list()

    expect(server.calls(tokenPath.v2)).toHaveLength(1)
  })

  it('is used for half its lifetime if that is short', async () => {
    const { server, session, clock } = await startClient('v2', {
      [tokenPath.v2]: token('token-1', { expires_in: 10 }),
      [accounts]: noAccounts,
    })

    await session.accounts.list()
    clock.advance(4_000)
    await session.accounts.list()
    expect(server.calls(tokenPath.v2)).toHaveLength(1)
    clock.advance(1_000)
    await session.accounts.list()

    expect(server.calls(tokenPath.v2)).toHaveLength(2)
  })

  it('is refreshed once after the 401s of parallel calls', async () => {
    const { server, session } = await startClient('v2', {
      [tokenPath.v2]: [token('token-1', { refresh_token: 'refresh-1' }), token('token-2')],
      [accounts]: [unauthorized, unauthorized, noAccounts, noAccounts],
    })

    await Promise.all([session.accounts.list(), session.accounts.list()])

    expect(server.calls(tokenPath.v2).map(({ body }) => parseForm(body).grant_type)).toEqual([
      'password',
      'refresh_token',
    ])
    expect(server.calls(accounts).map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-2',
    ])
  })

  it('is not refreshed again for a late 401 of the old token', async () => {
    let refreshed = (): void => {}
    const afterRefresh = new Promise<void>((resolve) => {
      refreshed = resolve
    })
    const { server, session } = await startClient('v2', {
      [tokenPath.v2]: [token('token-1'), token('token-2')],
      [accounts]: [unauthorized, noAccounts, noAccounts],
      'GET /api/v2/banks/1': [{ ...unauthorized, before: () => afterRefresh }, { json: { id: 1 } }],
    })

    const late = session.banks.get(1)
    await session.accounts.list()
    refreshed()
    await late

    expect(server.calls(tokenPath.v2)).toHaveLength(2)
    expect(server.calls('GET /api/v2/banks/1')[1]?.headers.authorization).toBe('Bearer token-2')
  })

  it('is requested with the password if the refresh token is refused', async () => {
    const { server, session } = await startClient('v2', {
      [tokenPath.v2]: [
        token('token-1', { refresh_token: 'refresh-1' }),
        { status: 400, json: { error: 'invalid_grant', error_description: 'Invalid refresh token' } },
        token('token-2'),
      ],
      [accounts]: [unauthorized, noAccounts],
    })

    await session.accounts.list()

    expect(server.calls(tokenPath.v2).map(({ body }) => parseForm(body).grant_type)).toEqual([
      'password',
      'refresh_token',
      'password',
    ])
  })

  it('is replaced at most once for a call, and redacted in the error', async () => {
    const { server, session } = await startClient('v2', { [accounts]: unauthorized })

    const error = await session.accounts.list().catch((reason: unknown) => reason)

    expect(isFinApiAuthenticationError(error) && error.errorDescription).toBe('Invalid access token: [token]')
    expect(JSON.stringify(error)).not.toContain('token-1')
    expect(server.calls(accounts)).toHaveLength(2)
  })

  it.each([
    { given: 'a wrong client', response: { status: 401, json: { error: 'invalid_client' } }, authentication: true },
    { given: 'a wrong password', response: errorMessage(400, 'BAD_REQUEST', 'Bad credentials'), authentication: true },
    { given: 'a locked user', response: errorMessage(423, 'LOCKED', 'The user is locked'), authentication: false },
  ])('is refused for $given, and the next call requests it again', async ({ response, authentication }) => {
    const { session } = await startClient('v2', { [tokenPath.v2]: [response, token()], [accounts]: noAccounts })

    const error = await session.accounts.list().catch((reason: unknown) => reason)

    expect(error).toMatchObject({ status: response.status })
    expect(isFinApiAuthenticationError(error)).toBe(authentication)
    await expect(session.accounts.list()).resolves.toEqual({ accounts: [] })
  })

  it('is not redacted in success bodies', async () => {
    const { session } = await startClient('v2', {
      [tokenPath.v2]: token('t'),
      'GET /api/v2/banks/1': { json: { city: 'Ettal' } },
    })

    await expect(session.banks.get(1)).resolves.toEqual({ city: 'Ettal' })
  })

  it('still arrives for the other calls if one of them is aborted', async () => {
    const controller = new AbortController()
    const { server, session } = await startClient('v2', {
      [tokenPath.v2]: { ...token(), before: () => controller.abort() },
      [accounts]: noAccounts,
    })

    const [impatient, patient] = await Promise.allSettled([
      session.accounts.list({}, { signal: controller.signal }),
      session.accounts.list(),
    ])

    expect(impatient).toMatchObject({ status: 'rejected', reason: { name: 'AbortedError' } })
    expect(patient.status).toBe('fulfilled')
    expect(server.calls(tokenPath.v2)).toHaveLength(1)
  })
})

describe('revoking', () => {
  it('sends the token in the query with v1', async () => {
    const { server, session } = await startClient('v1', {
      [tokenPath.v1]: [token('user-token'), token('client-token'), token('user-token-2')],
      'GET /api/v1/accounts': noAccounts,
      'POST /oauth/revoke': {},
    })
    await session.accounts.list()

    await session.revoke()
    await session.accounts.list()

    const [revoke] = server.calls('POST /oauth/revoke')
    expect(revoke).toMatchObject({ query: 'token=user-token', body: '' })
    expect(revoke?.headers.authorization).toBe('Bearer client-token')
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer user-token-2')
  })

  it('sends the token in the form body with v2, the refresh token if there is one', async () => {
    const { server, session } = await startClient('v2', {
      [tokenPath.v2]: [token('user-token', { refresh_token: 'refresh-1' }), token('client-token')],
      [accounts]: noAccounts,
      'POST /api/v2/oauth/revoke': {},
    })
    await session.accounts.list()

    await session.revoke()

    expect(server.calls('POST /api/v2/oauth/revoke')).toMatchObject([
      { query: '', body: 'token=refresh-1&token_type_hint=refresh_token' },
    ])
  })

  it('does nothing if no token was requested', async () => {
    const { server, session, client } = await startClient('v2', {})

    await session.revoke()
    await client.revoke()

    expect(server.requests).toEqual([])
  })

  it("revokes the client's own token", async () => {
    const { server, client } = await startClient('v2', {
      'GET /api/v2/banks/1': { json: {} },
      'POST /api/v2/oauth/revoke': {},
    })
    await client.banks.get(1)

    await client.revoke()

    expect(server.calls('POST /api/v2/oauth/revoke')).toMatchObject([{ body: 'token=token-1' }])
  })
})
