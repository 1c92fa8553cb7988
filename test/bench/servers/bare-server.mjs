/**
 * A process of its own: Hono on node-server that reads and writes JSON, and does nothing else. `PUT /` takes responses by
 * name, which it then serves at `/<name>`.
 */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

/** Status and JSON body by name. */
const responses = new Map()

const app = new Hono()
const respond = (c) => {
  const { status, body } = responses.get(c.req.param('name'))
  return c.json(body, status)
}
app.get('/:name', respond)
app.post('/oauth/token', (c) => c.json({ access_token: 'bare' }))
app.post('/:name', async (c) => {
  await c.req.json()
  return respond(c)
})
app.put('/', async (c) => {
  for (const [name, response] of Object.entries(await c.req.json())) responses.set(name, response)
  return c.body(null, 204)
})

// As `serve` is used everywhere: node-server's own Response is twice as fast as Node's, which it replaces.
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`bare server is ready at http://127.0.0.1:${port}\n`)
})
