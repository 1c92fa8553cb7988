import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFinApiClient } from '../../client/index.ts'

export interface VisitOptions {
  /** Base URL of the mock or of one of its worlds. */
  readonly url: string
  readonly redirectUrl: string
  readonly bankId?: number
}

/** Starts an import of a new user that redirects, and returns the URL of the bank's page. */
export const beginVisit = async ({ url, redirectUrl, bankId = 280002 }: VisitOptions): Promise<string> => {
  const finapi = createFinApiClient({ baseUrl: url, clientId: 'mock-client', clientSecret: 'mock-secret' })
  const user = finapi.asUser(await finapi.users.create({}))
  const loginCredentials = [{ label: 'Onlinebanking-ID', value: 'someone' }]
  return new Promise((resolve, reject) => {
    const visitRedirect = (visit: { url: string }): Promise<string> => {
      resolve(visit.url)
      return new Promise(() => {})
    }
    user
      .importBankConnection({ bankId, bankingInterface: 'XS2A', loginCredentials, redirectUrl }, { visitRedirect })
      .catch(reject)
  })
}

export interface ClientSite {
  readonly url: string
  /** Paths that were requested so far. */
  readonly requested: readonly string[]
  close(): void
}

/** Starts the site that the bank sends people back to. It redirects once more, to another origin, as real logins do. */
export const startClientSite = async (): Promise<ClientSite> => {
  const requested: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requested.push(path)
    if (path.startsWith('/callback')) {
      const { port } = server.address() as AddressInfo
      response.writeHead(302, { location: `http://localhost:${port}${path.replace('/callback', '/home')}` }).end()
    } else {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><title>client</title><link rel="icon" href="data:,"><h1>Back again</h1>')
    }
  })
  // Both addresses of localhost: which one a browser takes is its own affair.
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, requested, close: () => server.close() }
}
