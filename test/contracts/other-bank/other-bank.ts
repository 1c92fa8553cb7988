import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { visitIdOf } from './mock-visit.ts'
import { plainPages } from './plain-pages.ts'
import { scriptPages } from './script-pages.ts'

export interface OtherBank {
  readonly url: string
  /** The address of a visit at this bank that ends where the visit at the mock's own page would. */
  rewrite(redirectUrl: string): string
  close(): Promise<void>
}

/**
 * `script` draws its pages with JavaScript, `plain` needs none and is a relic of tables and forms. Both are built by
 * other people than the mock's page, as far as that can be pretended.
 */
export type Building = 'script' | 'plain'

/** A bank's site in front of the mock's pages at `mockUrl`: whoever walks it walks the mock, without seeing it. */
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
      return entry + visitIdOf(redirectUrl)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
