import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFinApiClient } from '../../client/index.ts'
import { apiVersions } from '../../contracts/api.ts'
import { type ClosableWalker, createBrowserWalker } from '../../contracts/psu/browser-walker.ts'
import type { BankVisit } from '../../contracts/psu/walker.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'
import { redirectRules, runAtSecondServer, summarizeRun } from '../contracts/other-bank/contract-run.ts'
import { type OtherBank, startOtherBank } from '../contracts/other-bank/other-bank.ts'

let walker: ClosableWalker
let mock: MockServer
let script: OtherBank
let plain: OtherBank
/** Where the bank sends people back to, and what arrived there although nothing should. */
let client: Server
let returnUrl: string
const arrived: (string | undefined)[] = []

beforeAll(async () => {
  walker = await createBrowserWalker({ patience: 4_000 })
  mock = await startMockServer({ port: 0, downloadTime: 0 })
  script = await startOtherBank(mock.url, 'script')
  plain = await startOtherBank(mock.url, 'plain')
  client = createServer((request, response) => {
    arrived.push(request.url)
    response.end()
  })
  await new Promise<void>((resolve) => client.listen(0, '127.0.0.1', resolve))
  returnUrl = `http://127.0.0.1:${(client.address() as AddressInfo).port}/back`
}, 60_000)

afterAll(async () => {
  await walker?.close()
  await Promise.all([script, plain].map((bank) => bank?.close()))
  await mock?.close()
  client?.close()
})

/** Begins an import and answers the address of the mock's own page. */
const beginVisit = async (): Promise<string> => {
  const finapi = createFinApiClient({ baseUrl: mock.url, clientId: 'mock-client', clientSecret: 'mock-secret' })
  const user = finapi.asUser(await finapi.users.create({}))
  return new Promise((resolve, reject) => {
    user
      .importBankConnection(
        {
          bankId: 280002,
          bankingInterface: 'XS2A',
          loginCredentials: [{ label: 'Onlinebanking-ID', value: 'someone' }],
          redirectUrl: `${returnUrl}?order=17`,
        },
        {
          visitRedirect: ({ url }) => {
            resolve(url)
            return new Promise(() => {})
          },
        },
      )
      .catch(reject)
  })
}

const visit = (url: string, changes: Partial<BankVisit> = {}): Promise<string> =>
  walker({ url, returnUrl, login: { user: 'demo', password: 'demo' }, decision: 'approve', ...changes })

const builders: readonly { page: string; at: (url: string) => string }[] = [
  { page: "the mock's page", at: (url) => url },
  { page: 'a page drawn by JavaScript', at: (url) => script.rewrite(url) },
  { page: 'pages of tables and forms', at: (url) => plain.rewrite(url) },
]

describe('a browser at the bank', () => {
  it.each(builders)('comes back from $page after approving, without the client being called', async ({ at }) => {
    const query = new URLSearchParams(await visit(at(await beginVisit())))
    expect([query.get('order'), query.has('state'), query.has('code')]).toEqual(['17', true, true])
    expect(arrived).toEqual([])
  })

  it("comes back from the mock's page after cancelling", async () => {
    const query = new URLSearchParams(await visit(await beginVisit(), { decision: 'cancel' }))
    expect([query.get('order'), query.has('state')]).toEqual(['17', true])
    expect(arrived).toEqual([])
  })
})

const startPages = async (pages: Readonly<Record<string, string>>): Promise<{ url: string; close(): void }> => {
  const server = createServer((request, response) => {
    const html = pages[request.url ?? '/']
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html><link rel="icon" href="data:,">${html ?? 'nothing'}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

describe('a browser that cannot go on', () => {
  let pages: Awaited<ReturnType<typeof startPages>>
  let hasty: ClosableWalker

  beforeAll(async () => {
    pages = await startPages({
      '/closed': '<title>Wartung</title><p>Heute geschlossen <a href="/hilfe">Hilfe</a>',
      '/deaf': '<title>Taub</title><button type=button>Zustimmen</button>',
      '/wrong':
        '<title>Nein</title><p role=alert>Die PIN ist falsch.<form method=post><input name=u><input type=password><button>Los</button></form>',
    })
    hasty = await createBrowserWalker({ patience: 300 })
  })

  afterAll(async () => {
    await hasty?.close()
    pages?.close()
  })

  it.each([
    {
      given: 'a page without anything to do',
      path: '/closed',
      says: /\/closed \("Wartung"\) has no login form.*Heute geschlossen/,
    },
    {
      given: 'a button that does nothing',
      path: '/deaf',
      says: /\/deaf \("Taub"\) did not change after "Zustimmen" was pressed/,
    },
    {
      given: 'a password that is not taken',
      path: '/wrong',
      says: /asks for the password again; it says: Die PIN ist falsch/,
    },
    { given: 'an error page', path: '/missing', says: /responded 404 to GET \/missing/ },
  ])('says what stopped it: $given', async ({ path, says }) => {
    const walk = hasty({ url: pages.url + path, returnUrl, login: { user: 'a', password: 'b' }, decision: 'approve' })
    await expect(walk).rejects.toThrow(says)
  })

  it('says that nobody answers at the bank', async () => {
    const { url, close } = await startPages({})
    close()
    const walk = hasty({ url, returnUrl, login: { user: 'a', password: 'b' }, decision: 'approve' })
    await expect(walk).rejects.toThrow(/cannot be opened: .*ERR_CONNECTION_REFUSED/)
  })

  it('ends with its signal, and can be used again after it was closed', async () => {
    const aborted = visit(`${pages.url}/closed`, { signal: AbortSignal.timeout(1) })
    await expect(aborted).rejects.toThrow(/the visit at the bank was ended: .*timeout/)
    await walker.close()
    expect(await visit(script.rewrite(await beginVisit()), { decision: 'cancel' })).toContain('state=')
  })
})

describe('a run that walks with a browser', () => {
  // The walk is the same in both versions, and slow: each rule is asked of one of them.
  const chosen = {
    v1: redirectRules.filter((_, index) => index % 2 === 0),
    v2: redirectRules.filter((_, index) => index % 2 === 1),
  }

  it.each(apiVersions)(
    'holds at a late server that differs in all it may, with a bank whose pages need JavaScript, %s',
    async (version) => {
      const run = await runAtSecondServer(version, walker, chosen[version])
      expect(summarizeRun(run)).toEqual({ passed: chosen[version].length, others: [] })
    },
    120_000,
  )
})
