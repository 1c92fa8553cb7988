import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createFinApiClient, type Psu } from '../../client/index.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ port: 0, downloadTime: 0, checkAnswers: true })
})
afterAll(() => server.close())

/** Walks the bank's pages as a browser does, without one. */
const walkBankPages: NonNullable<Psu['visitRedirect']> = async ({ url, context }) => {
  const post = (path: string, fields: Record<string, string>) =>
    fetch(new URL(path, url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const approval = await (await post('login', { state: context, user: 'demo', pin: 'demo' })).text()
  const session = /name="session"[^>]*value="([^"]+)"/.exec(approval)?.[1] ?? ''
  const decided = await post('decision', { state: context, session, decision: 'approve' })
  return decided.headers.get('location') ?? ''
}

const login = (user: string, pin?: string) => [
  { label: 'Onlinebanking-ID', value: user },
  ...(pin === undefined ? [] : [{ label: 'PIN', value: pin }]),
]

const imports = [
  { name: 'a text TAN', request: { bankId: 280001, loginCredentials: login('demo', 'demo') }, procedure: 'DEMO-SMS' },
  {
    name: 'a photo TAN',
    request: { bankId: 280001, loginCredentials: login('demo', 'demo') },
    procedure: 'DEMO-CHIP-QR',
  },
  {
    name: 'a flicker code',
    request: { bankId: 280001, loginCredentials: login('demo', 'demo') },
    procedure: 'DEMO-CHIP-OPTICAL',
  },
  {
    name: 'a redirect',
    request: { bankId: 280002, loginCredentials: login('anyone'), redirectUrl: 'https://tpp.example/back?app=1' },
    procedure: '',
  },
  {
    name: 'a decoupled approval',
    request: { bankId: 277672, loginCredentials: login('a', 'b') },
    procedure: 'DEMO-TSP-02',
  },
  {
    name: 'no authentication',
    request: { bankId: 280001, loginCredentials: login('demo_no_msa', 'demo_no_msa') },
    procedure: '',
  },
]

describe.each(['v1', 'v2'] as const)('the reference client against the mock, %s', (version) => {
  it.each(imports)('imports with $name and reads what arrived', async ({ request, procedure }) => {
    const finapi = createFinApiClient({
      baseUrl: server.url,
      clientId: 'mock-client',
      clientSecret: 'mock-secret',
      version,
      pollInterval: 1,
    })
    const { id, password } = await finapi.users.create({})
    const user = finapi.asUser({ id, password })
    const connection = await user.importBankConnection(
      { bankingInterface: 'XS2A', ...request },
      {
        chooseProcedure: () => procedure,
        answerChallenge: () => '123456',
        visitRedirect: walkBankPages,
        approveDecoupled: () => {},
      },
    )
    const ready = await user.waitUntilReady(connection.id, { interval: 1 })
    expect(ready.updateStatus).toBe('READY')
    const { accounts } = await user.accounts.list()
    expect(accounts.map((account) => account.id)).toEqual(connection.accountIds)
    const { transactions, paging } = await user.transactions.list({ view: 'userView', perPage: 500 })
    expect(paging.totalCount).toBeGreaterThan(1000)
    expect(transactions).toHaveLength(500)
    await user.bankConnections.delete(connection.id)
    await user.user.delete()
    await finapi.close()
  })

  it('updates with a new TAN once the consent is gone', async () => {
    const finapi = createFinApiClient({
      baseUrl: server.url,
      clientId: 'mock-client',
      clientSecret: 'mock-secret',
      version,
    })
    const { id, password } = await finapi.users.create({})
    const user = finapi.asUser({ id, password })
    const answerChallenge = vi.fn(() => '123456')
    const bank = (await user.banks.list({ search: 'MOCK0211' })).banks[0]
    const request = {
      bankId: bank?.id ?? 0,
      bankingInterface: 'XS2A' as const,
      loginCredentials: login('anyone', 'anything'),
      storeSecrets: true,
    }
    const { id: bankConnectionId } = await user.importBankConnection(request, { answerChallenge })
    await user.waitUntilReady(bankConnectionId, { interval: 1 })
    const update = { bankConnectionId, bankingInterface: 'XS2A' as const }
    await expect(user.updateBankConnection(update, {})).rejects.toMatchObject({ code: 'INVALID_CONSENT' })
    const updated = await user.updateBankConnection(update, { answerChallenge })
    expect(updated.interfaces[0]?.aisConsent?.status).toBe('PRESENT')
    expect(answerChallenge).toHaveBeenCalledTimes(2)
    await user.waitUntilReady(bankConnectionId, { interval: 1 })
    await finapi.close()
  })
})
