import { describe, expect, it } from 'vitest'
import { importBody, MOMENT, SANDBOX, startApp, v2 } from '../helpers/api-dialect.ts'

/** One step of a client's life: a request that may need what earlier ones answered. */
type Step = (call: Call, known: Known) => Promise<unknown>
// biome-ignore lint/suspicious/noExplicitAny: bodies are of any schema
type Call = (method: string, path: string, body?: unknown, token?: string) => Promise<{ status: number; body: any }>
interface Known {
  token: string
  hash: string
  [name: string]: string
}

const form = { client_id: 'mock-client', client_secret: 'mock-secret' }

/** From nothing to the transactions of an imported bank; the same in every world. */
const life: readonly Step[] = [
  async (call, known) => {
    const { body } = await call(
      'POST',
      `${v2.base}/oauth/token`,
      new URLSearchParams({ ...form, grant_type: 'client_credentials' }),
    )
    known.client = body.access_token
  },
  (call, { client }) => call('POST', `${v2.base}/users`, { id: 'lena', password: 'lena-secret' }, client),
  async (call, known) => {
    const login = { ...form, grant_type: 'password', username: 'lena', password: 'lena-secret' }
    known.token = (await call('POST', `${v2.base}/oauth/token`, new URLSearchParams(login))).body.access_token
  },
  async (call, known) => {
    const answer = await call('POST', `${v2.base}/bankConnections/import`, importBody(v2, SANDBOX), known.token)
    known.hash = answer.body.errors[0].multiStepAuthentication.hash
    return answer
  },
  (call, { hash, token }) =>
    call(
      'POST',
      `${v2.base}/bankConnections/import`,
      importBody(v2, { ...SANDBOX, multiStepAuthentication: { hash, twoStepProcedureId: 'DEMO-SMS' } }),
      token,
    ),
  (call, { hash, token }) =>
    call(
      'POST',
      `${v2.base}/bankConnections/import`,
      importBody(v2, { ...SANDBOX, multiStepAuthentication: { hash, challengeResponse: '123456' } }),
      token,
    ),
  (call) => call('POST', '/_mock/clock/advance', { by: 'PT1S' }),
  (call, { token }) => call('GET', `${v2.base}/bankConnections`, undefined, token),
  (call) => call('POST', '/_mock/clock/settle'),
  (call, { token }) => call('GET', `${v2.base}/transactions?view=userView&perPage=3`, undefined, token),
]

const startWorlds = () => {
  const app = startApp({ checkAnswers: false })
  const callIn =
    (prefix: string, transcript: unknown[]): Call =>
    async (method, path, body, token) => {
      const isForm = body instanceof URLSearchParams
      const { status, body: answered } = isForm
        ? await app.send(method, prefix + path, { body })
        : await app.call(method, prefix + path, { body, ...(token === undefined ? {} : { token }) })
      transcript.push({ status, body: answered })
      return { status, body: answered }
    }
  return { app, callIn }
}

/** A generator that is always in the same order: which world is next is no chance of the test run. */
const shuffled = <T>(things: readonly T[], turn: number): T[] =>
  things
    .map((thing, index) => ({ thing, at: (index * 7919 + turn * 104_729) % things.length }))
    .sort((a, b) => a.at - b.at)
    .map(({ thing }) => thing)

describe('two hundred worlds', () => {
  it('never see each other, however their requests are mixed', async () => {
    const { app, callIn } = startWorlds()
    const worlds = Array.from({ length: 200 }, (_, index) => {
      const transcript: unknown[] = []
      return {
        name: `w${index}`,
        transcript,
        known: { token: '', hash: '' } as Known,
        call: callIn(`/w/w${index}`, transcript),
      }
    })
    for (const [turn, step] of life.entries()) {
      await Promise.all(shuffled(worlds, turn).map(({ call, known }) => step(call, known)))
    }
    const alone: unknown[] = []
    const known: Known = { token: '', hash: '' }
    const call = callIn('/w/alone', alone)
    for (const step of life) await step(call, known)
    expect(alone.length).toBe(life.length)
    // The same seed and the same calls: whoever had seen a trace of another world would differ.
    for (const { name, transcript } of worlds) expect(transcript, name).toEqual(alone)
    expect(app.worlds.names()).toHaveLength(202)
    expect(app.world.users.size).toBe(0)
  })

  it('keep their tokens to themselves', async () => {
    const { app } = startWorlds()
    const user = await app.newUser(v2)
    const elsewhere = await app.call('GET', `/w/other${v2.base}/users`, { token: user.token })
    expect(elsewhere.status).toBe(401)
    expect((await app.call('GET', `${v2.base}/users`, { token: user.token })).status).toBe(200)
  })

  it('have clocks of their own', async () => {
    const { app } = startWorlds()
    await app.call('POST', '/w/fast/_mock/clock/advance', { body: { by: 'P1D' } })
    expect((await app.call('GET', '/w/slow/_mock/clock')).body.now).toBe(new Date(MOMENT).toISOString())
    expect((await app.call('GET', '/w/fast/_mock/clock')).body.now).toBe('2026-03-11T10:00:00.000Z')
  })
})
