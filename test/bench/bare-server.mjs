// A child process: Hono on node-server that reads and writes the same JSON as the mock, and does nothing else.
// Started without a channel to a parent it prints that it is ready, as the command does.
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { answerUsage } from './usage.mjs'

/** The response of each path: status and JSON body, as the mock responded before. */
const answers = new Map()

const app = new Hono()
const answer = (c) => {
  const { status, body } = answers.get(c.req.param('name'))
  return c.json(body, status)
}
app.get('/:name', answer)
app.post('/oauth/token', (c) => c.json({ access_token: 'bare' }))
app.post('/:name', async (c) => {
  await c.req.json()
  return answer(c)
})

const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`
  if (process.send === undefined) {
    process.stdout.write(`bare server is ready at ${url}\n`)
    return
  }
  process.on('message', (message) => {
    if (message === 'usage') return
    for (const [name, given] of Object.entries(message.answers)) answers.set(name, given)
    process.send({ learned: true })
  })
  answerUsage()
  process.send({ url })
})
