import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ApiVersion, createFinApiClient, type Psu } from '../../client/index.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ port: 0, now: '2026-03-10T10:00:00Z', checkResponses: true })
})
afterAll(() => server.close())

/** Creates a user with a session whose waits advance the clock of the mock. */
const startSession = async (version: ApiVersion) => {
  const { clock } = server.world
  const client = createFinApiClient({
    baseUrl: server.url,
    clientId: 'mock-client',
    clientSecret: 'mock-secret',
    version,
    now: () => clock.now(),
    sleep: async (milliseconds) => clock.advance(milliseconds),
  })
  onTestFinished(() => client.close())
  return client.asUser(await client.users.create())
}

/** Sends the forms of the bank's pages, as a browser would. */
const visitBankPages: NonNullable<Psu['visitRedirect']> = async ({ url, context }) => {
  const post = (path: string, fields: Record<string, string>) =>
    fetch(new URL(path, url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const approval = await (await post('login', { state: context, user: 'demo', pin: 'demo' })).text()
  const session = /name="session"[^>]*value="([^"]+)"/.exec(approval)?.[1] ?? ''
  const decision = await post('decision', { state: context, session, decision: 'approve' })
  return decision.headers.get('location') ?? ''
}

const createCredentials = (user: string, pin?: string) => [
  { label: 'Onlinebanking-ID', value: user },
  ...(pin === undefined ? [] : [{ label: 'PIN', value: pin }]),
]

const demo = createCredentials('demo', 'demo')

const imports = [
  { sca: 'a text TAN', request: { bankId: 280001, loginCredentials: demo }, procedure: 'DEMO-SMS' },
  { sca: 'a photo TAN', request: { bankId: 280001, loginCredentials: demo }, procedure: 'DEMO-CHIP-QR' },
  { sca: 'a flicker code', request: { bankId: 280001, loginCredentials: demo }, procedure: 'DEMO-CHIP-OPTICAL' },
  {
    sca: 'a redirect',
    request: {
      bankId: 280002,
      loginCredentials: createCredentials('anyone'),
      redirectUrl: 'https://tpp.example/back?app=1',
    },
    procedure: '',
  },
  {
    sca: 'a decoupled approval',
    request: { bankId: 277672, loginCredentials: createCredentials('a', 'b') },
    procedure: 'DEMO-TSP-02',
  },
  {
    sca: 'no SCA',
    request: { bankId: 280001, loginCredentials: createCredentials('demo_no_msa', 'demo_no_msa') },
    procedure: '',
  },
]

describe.each(['v1', 'v2'] as const)('the client with %s of the mock', (version) => {
  it.each(imports)('imports with $sca, and reads accounts and transactions', async ({ request, procedure }) => {
    const session = await startSession(version)

    const connection = await session.importBankConnection(
      { bankingInterface: 'XS2A', ...request },
      {
        chooseProcedure: () => procedure,
        answerChallenge: () => '123456',
        visitRedirect: visitBankPages,
        approveDecoupled: () => {},
      },
    )
    expect(connection.updateStatus).toBe('IN_PROGRESS')
    const ready = await session.waitUntilReady(connection.id)
    expect(ready.updateStatus).toBe('READY')
    const { accounts } = await session.accounts.list()
    expect(accounts.map(({ id }) => id)).toEqual(connection.accountIds)
    const { transactions, paging } = await session.transactions.list({ view: 'userView', perPage: 500 })
    expect(paging.totalCount).toBeGreaterThan(1000)
    expect(transactions).toHaveLength(500)

    await session.bankConnections.delete(connection.id)
    await expect(session.bankConnections.get(connection.id)).rejects.toMatchObject({ code: 'UNKNOWN_ENTITY' })
    await session.user.delete()
  })

  it('updates with a new TAN once the consent has expired', async () => {
    const session = await startSession(version)
    const answerChallenge = vi.fn(() => '123456')
    const [bank] = await session.banks.listAll({ search: 'MOCK0211' })
    const request = {
      bankId: bank?.id ?? 0,
      bankingInterface: 'XS2A' as const,
      loginCredentials: createCredentials('anyone', 'anything'),
      storeSecrets: true,
    }

    const { id: bankConnectionId } = await session.importBankConnection(request, { answerChallenge })
    await session.waitUntilReady(bankConnectionId)
    const update = { bankConnectionId, bankingInterface: 'XS2A' as const }
    await expect(session.updateBankConnection(update, {})).rejects.toMatchObject({ code: 'INVALID_CONSENT' })
    const updated = await session.updateBankConnection(update, { answerChallenge })

    expect(updated.interfaces[0]?.aisConsent?.status).toBe('PRESENT')
    expect(answerChallenge).toHaveBeenCalledTimes(2)
    await session.waitUntilReady(bankConnectionId)
  })
})
