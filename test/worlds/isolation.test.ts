import { describe, expect, it } from 'vitest'
import { importBody, MOMENT, SANDBOX, startApp, v2 } from '../helpers/api-dialect.ts'

type Call = (
  method: string,
  path: string,
  body?: unknown,
  token?: string,
  // biome-ignore lint/suspicious/noExplicitAny: bodies are of any schema
) => Promise<{ readonly status: number; readonly body: any }>

/** The values of earlier responses of a world that later requests need. */
interface Known {
  client: string
  token: string
  hash: string
}

/** One request of a client. */
type Step = (call: Call, known: Known) => Promise<unknown>

const CREDENTIALS = { client_id: 'mock-client', client_secret: 'mock-secret' }
const requestToken = async (call: Call, form: Record<string, string>): Promise<string> =>
  (await call('POST', v2.token, new URLSearchParams({ ...CREDENTIALS, ...form }))).body.access_token
const importBank = (call: Call, { token }: Known, multiStepAuthentication?: object) =>
  call('POST', `${v2.base}/bankConnections/import`, importBody(v2, { ...SANDBOX, multiStepAuthentication }), token)

/** From the first token to the transactions of an imported bank. */
const steps: readonly Step[] = [
  async (call, known) => {
    known.client = await requestToken(call, { grant_type: 'client_credentials' })
  },
  (call, { client }) => call('POST', `${v2.base}/users`, { id: 'lena', password: 'lena-secret' }, client),
  async (call, known) => {
    known.token = await requestToken(call, { grant_type: 'password', username: 'lena', password: 'lena-secret' })
  },
  async (call, known) => {
    known.hash = (await importBank(call, known)).body.errors[0].multiStepAuthentication.hash
  },
  (call, known) => importBank(call, known, { hash: known.hash, twoStepProcedureId: 'DEMO-SMS' }),
  (call, known) => importBank(call, known, { hash: known.hash, challengeResponse: '123456' }),
  (call) => call('POST', '/_mock/clock/advance', { by: 'PT1S' }),
  (call, { token }) => call('GET', `${v2.base}/bankConnections`, undefined, token),
  (call) => call('POST', '/_mock/clock/settle'),
  (call, { token }) => call('GET', `${v2.base}/transactions?view=userView&perPage=3`, undefined, token),
]

/** A world that writes down every response. */
const enterWorld = (app: ReturnType<typeof startApp>, name: string) => {
  const responses: { status: number; body: unknown }[] = []
  const call: Call = async (method, path, body, token) => {
    const prefixed = `/w/${name}${path}`
    const { status, body: received } =
      body instanceof URLSearchParams
        ? await app.send(method, prefixed, { body })
        : await app.call(method, prefixed, { body, ...(token === undefined ? {} : { token }) })
    responses.push({ status, body: received })
    return { status, body: received }
  }
  const known: Known = { client: '', token: '', hash: '' }
  return { name, responses, perform: (step: Step) => step(call, known) }
}

/** Another order in each turn, but the same ones in every run. */
const shuffled = <Item>(items: readonly Item[], turn: number): Item[] =>
  items
    .map((item, index) => ({ item, at: (index * 7919 + turn * 104_729) % items.length }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)

describe('worlds', () => {
  it('never see each other: a hundred whose requests are mixed respond like one that is alone', async () => {
    const app = startApp({ checkResponses: false })
    const worlds = Array.from({ length: 100 }, (_, index) => enterWorld(app, `w${index}`))
    for (const [turn, step] of steps.entries()) {
      await Promise.all(shuffled(worlds, turn).map(({ perform }) => perform(step)))
    }
    const alone = enterWorld(app, 'alone')
    for (const step of steps) await alone.perform(step)
    expect(alone.responses.map(({ status }) => status)).toEqual([200, 201, 200, 510, 510, 201, 200, 200, 200, 200])
    // The same seed and the same calls: any trace of another world would make a difference.
    for (const { name, responses } of worlds) expect(responses, name).toEqual(alone.responses)
    expect(app.worlds.names()).toHaveLength(102)
    expect((await app.call('GET', '/_mock/worlds/default')).body.users).toBe(0)
  })

  it('accept their own tokens only', async () => {
    const app = startApp()
    const user = await app.newUser(v2)
    const elsewhere = await app.call('GET', `/w/other${v2.base}/users`, { token: user.token })
    expect(elsewhere.status).toBe(401)
    expect((await app.call('GET', `${v2.base}/users`, { token: user.token })).status).toBe(200)
  })

  it('have clocks of their own', async () => {
    const app = startApp()
    await app.call('POST', '/w/fast/_mock/clock/advance', { body: { by: 'P1D' } })
    expect((await app.call('GET', '/w/slow/_mock/clock')).body.now).toBe(new Date(MOMENT).toISOString())
    expect((await app.call('GET', '/w/fast/_mock/clock')).body.now).toBe('2026-03-11T10:00:00.000Z')
  })
})
