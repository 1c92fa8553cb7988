import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { toVisitId } from './mock-visit.ts'
import { plainPages } from './plain-pages.ts'
import { scriptPages } from './script-pages.ts'

export interface OtherBank {
  readonly url: string
  /** Returns the address of a visit at this bank that ends at the same return URL as the visit at the mock's page. */
  rewrite(redirectUrl: string): string
  close(): Promise<void>
}

/**
 * The markup of a bank: `script` renders its pages with JavaScript, `plain` consists of tables and forms. Both differ
 * from the mock's page as much as possible.
 */
export type Building = 'script' | 'plain'

/** Starts a bank whose pages forward every login and decision to the mock's pages at `mockUrl`. */
export const startOtherBank = async (mockUrl: string, building: Building = 'script'): Promise<OtherBank> => {
  const app = new Hono().route('/', building === 'script' ? scriptPages() : plainPages())
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const entry = building === 'script' ? `${url}/portal?vorgang=` : `${url}/filiale?v=`
  return {
    url,
    rewrite(redirectUrl) {
      if (!redirectUrl.startsWith(mockUrl)) throw new Error(`${redirectUrl} is no page of the mock at ${mockUrl}`)
      return entry + toVisitId(redirectUrl)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
