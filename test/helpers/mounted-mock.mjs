// A process of its own: an app's server replaces the global Response before the mock is loaded, as `serve()` does
// unless an option forbids it. Then the mock is called in that server and in one of its own, and the results are printed.
import { once } from 'node:events'
import { serve } from '@hono/node-server'

let handle = () => new Response('not yet', { status: 503 })
const own = serve({ fetch: (request, env) => handle(request, env), port: 0, hostname: '127.0.0.1' })
await once(own, 'listening')

const { createMockApp, startMockServer } = await import('../../dist/index.js')
const mock = createMockApp({ seed: 'mounted', now: '2026-03-10T10:00:00Z' })
handle = mock.fetch
const started = await startMockServer({ port: 0, seed: 'started', now: '2026-03-10T10:00:00Z' })

const callAll = async (url) => {
  const token = await fetch(`${url}/api/v2/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'mock-client',
      client_secret: 'mock-secret',
    }),
  })
  const { access_token } = await token.json()
  const headers = { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' }
  const user = await fetch(`${url}/api/v2/users`, { method: 'POST', headers, body: '{"id":"lena"}' })
  const bank = await fetch(`${url}/api/v2/banks/280001`, { headers })
  const health = await fetch(`${url}/_mock/health`)
  return {
    statuses: [token, user, bank, health].map(({ status }) => status),
    user: (await user.json()).id,
    bank: (await bank.json()).name,
  }
}

const results = []
for (const url of [`http://127.0.0.1:${own.address().port}`, started.url]) results.push(await callAll(url))
process.stdout.write(JSON.stringify(results))
await started.close()
own.close()
own.closeAllConnections()
