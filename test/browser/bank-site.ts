import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { aVisit, fakeVisits } from '../helpers/fake-visits.ts'
import { mountBankPages } from '../helpers/mount-bank-pages.ts'

export interface BankSite {
  /** A bank with ordinary names; its client's URL has a query of its own. */
  bank: string
  /** A bank with the names that were given. */
  oddBank: string
  close(): void
}

interface OddNames {
  clientName: string
  bankName: string
  accountName: string
  accountType: string
}

/** The bank's pages and a client to return to, each on a free port. */
export async function startBankSite({ clientName, bankName, accountName, accountType }: OddNames): Promise<BankSite> {
  const client = await listen(clientApp())
  const plain = fakeVisits(`http://127.0.0.1:${client.port}/callback?tenant=1&tenant=2`)
  const odd = fakeVisits(`http://127.0.0.1:${client.port}/callback`, {
    clientName,
    bankName,
    accounts: [{ name: accountName, iban: aVisit.accounts[0]?.iban, type: accountType }],
  })
  const plainPages = mountBankPages('/w/one/_mock/bank', () => plain)
  const oddPages = mountBankPages('/w/odd/_mock/bank', () => odd)
  const pages = new Hono()
    .all('/w/one/_mock/bank/*', (c) => plainPages(c.req.raw))
    .all('/w/odd/_mock/bank/*', (c) => oddPages(c.req.raw))
  const bank = await listen(pages)
  return {
    bank: `http://127.0.0.1:${bank.port}/w/one/_mock/bank`,
    oddBank: `http://127.0.0.1:${bank.port}/w/odd/_mock/bank`,
    close() {
      client.server.close()
      bank.server.close()
    },
  }
}

// The client is another origin, and it redirects once more to a third: what a real login does, and what a
// form-action in the bank's policy would stop.
function clientApp(): Hono {
  return new Hono()
    .get('/callback', (c) => {
      const home = new URL(c.req.url.replace('/callback', '/home'))
      home.hostname = 'localhost'
      return c.redirect(home.href)
    })
    .get('/home', (c) => c.html('<!doctype html><title>client</title><link rel="icon" href="data:,">Back again'))
}

function listen(app: Hono): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve) => {
    const options = { fetch: app.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }
    const server = serve(options, ({ port }: AddressInfo) => resolve({ server, port }))
  })
}
