import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiVersions } from '../../contracts/api.ts'
import { type ClosableWalker, createBrowserWalker } from '../../contracts/psu/browser-walker.ts'
import type { BankVisit } from '../../contracts/psu/walker.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'
import { beginVisit, type ClientSite, startClientSite } from '../browser/begin-visit.ts'
import { connectToChromium } from '../browser/use-browser.ts'
import { redirectRules, runAtSecondServer, summarizeRun } from '../contracts/other-bank/contract-run.ts'
import { type OtherBank, startOtherBank } from '../contracts/other-bank/other-bank.ts'

/** Milliseconds without a change after which a page counts as stuck: many, because a busy machine is slow. */
const PATIENCE = 20_000

/** A walker in the run's Chromium instead of one of its own. */
const createWalker = (patience: number): Promise<ClosableWalker> => {
  const shared = Object.assign(Object.create(chromium), { launch: connectToChromium })
  return createBrowserWalker({ patience, load: async () => ({ chromium: shared }) })
}

let walker: ClosableWalker
let mock: MockServer
let client: ClientSite
let script: OtherBank
let plain: OtherBank

beforeAll(async () => {
  walker = await createWalker(PATIENCE)
  mock = await startMockServer({ port: 0, downloadTime: 0 })
  client = await startClientSite()
  script = await startOtherBank(mock.url, 'script')
  plain = await startOtherBank(mock.url, 'plain')
})

afterAll(async () => {
  await walker?.close()
  await Promise.all([script, plain].map((bank) => bank?.close()))
  await mock?.close()
  client?.close()
})

const startVisit = (): Promise<string> => beginVisit({ url: mock.url, redirectUrl: `${client.url}/back?order=17` })

const walkWith = (walk: ClosableWalker, url: string, changes: Partial<BankVisit> = {}): Promise<string> =>
  walk({
    url,
    returnUrl: `${client.url}/back`,
    login: { user: 'demo', password: 'demo' },
    decision: 'approve',
    ...changes,
  })

describe('a browser at the bank', () => {
  it.each<{ page: string; rewrite: (url: string) => string }>([
    { page: "the mock's page", rewrite: (url) => url },
    { page: 'a page drawn by JavaScript', rewrite: (url) => script.rewrite(url) },
    { page: 'pages of tables and forms', rewrite: (url) => plain.rewrite(url) },
  ])('returns from $page after approving, and never requests the returnUrl', async ({ rewrite }) => {
    const query = new URLSearchParams(await walkWith(walker, rewrite(await startVisit())))
    expect([query.get('order'), query.has('state'), query.has('code')]).toEqual(['17', true, true])
    expect(client.requested).toEqual([])
  })

  it("returns from the mock's page after cancelling", async () => {
    const query = new URLSearchParams(await walkWith(walker, await startVisit(), { decision: 'cancel' }))
    expect([query.get('order'), query.has('state')]).toEqual(['17', true])
    expect(client.requested).toEqual([])
  })

  it('is started by the walker itself', async () => {
    const own = await createBrowserWalker({ patience: PATIENCE })
    try {
      expect(await walkWith(own, await startVisit(), { decision: 'cancel' })).toContain('state=')
    } finally {
      await own.close()
    }
  })

  it('is started again after it was closed', async () => {
    await walker.close()
    expect(await walkWith(walker, await startVisit(), { decision: 'cancel' })).toContain('state=')
  })
})

const PAGES: Readonly<Record<string, string>> = {
  '/closed': '<title>Wartung</title><p>Heute geschlossen <a href="/hilfe">Hilfe</a>',
  '/deaf': '<title>Taub</title><button type=button>Zustimmen</button>',
  '/wrong':
    '<title>Nein</title><p role=alert>Die PIN ist falsch.<form method=post><input name=u><input type=password><button>Los</button></form>',
}

describe('a browser that cannot go on', () => {
  let pages: Server
  let url: string
  let hasty: ClosableWalker

  beforeAll(async () => {
    pages = createServer((request, response) => {
      const html = PAGES[request.url ?? '/']
      response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(`<!doctype html><link rel="icon" href="data:,">${html ?? 'nothing'}`)
    })
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`
    hasty = await createWalker(300)
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
  ])('reports what stopped it: $given', async ({ path, says }) => {
    await expect(walkWith(hasty, url + path)).rejects.toThrow(says)
  })

  it.each([
    { given: 'a password that is refused', path: '/wrong', says: /asks for the password again; it says: Die PIN ist/ },
    { given: 'an error page', path: '/missing', says: /responded 404 to GET \/missing/ },
  ])('reports what stopped it: $given', async ({ path, says }) => {
    await expect(walkWith(walker, url + path)).rejects.toThrow(says)
  })

  it('reports a bank that cannot be reached', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const walk = walkWith(walker, `http://127.0.0.1:${port}`)
    await expect(walk).rejects.toThrow(/cannot be opened: .*ERR_CONNECTION_REFUSED/)
  })

  it('ends with its signal', async () => {
    const aborted = walkWith(walker, `${url}/closed`, { signal: AbortSignal.timeout(1) })
    await expect(aborted).rejects.toThrow(/the visit at the bank was ended: .*timeout/)
  })
})

describe.runIf(process.env.CI)('long proof: a run that visits the bank with a browser', () => {
  // The walk is the same in both versions, so each rule runs in one of them.
  const chosen = {
    v1: redirectRules.filter((_, index) => index % 2 === 0),
    v2: redirectRules.filter((_, index) => index % 2 === 1),
  }

  it.each(apiVersions)(
    'passes at a late server that differs in all it may, with a bank whose pages need JavaScript, %s',
    async (version) => {
      const run = await runAtSecondServer(version, walker, chosen[version])
      expect(summarizeRun(run)).toEqual({ passed: chosen[version].length, others: [] })
    },
    300_000,
  )
})
