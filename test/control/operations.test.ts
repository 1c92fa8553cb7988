import { describe, expect, it, vi } from 'vitest'
import {
  challengeIn,
  DECOUPLED,
  GUIDE,
  MOMENT,
  NO_SCA,
  REDIRECT,
  type Session,
  startApp,
  startSession,
  v2,
} from '../helpers/api-dialect.ts'
import { documented } from './control-document.ts'

const TOKEN = 'open-sesame'

/** A call of an operation in an eventful world, and the status of its response. */
interface Call {
  /** Method and path as in the document. */
  readonly operation: string
  /** Values for the parameters of the path. */
  readonly path?: Readonly<Record<string, string>> | ((session: Session) => Promise<Record<string, string>>)
  readonly query?: string
  readonly body?: object | ((session: Session) => unknown)
  readonly status: number
}

const control = ({ app }: Session, method: string, path: string) => app.call(method, `/_mock/${path}`, { token: TOKEN })

const lastHash = async (session: Session) => ({
  hash: (await control(session, 'GET', 'flows')).body.flows.at(-1).hashes[0],
})
const redirectedFlow = ({ world }: Session) => ({
  hash: world.psu.list().find(({ status }) => status === 'REDIRECT_REQUIRED')?.hash,
})
const readSnapshot = async (session: Session): Promise<object> =>
  (await control(session, 'GET', 'worlds/default/snapshot')).body

const ONE = { id: '1' }
const NONE = { id: '99' }
const DEFAULT = { name: 'default' }
const UNKNOWN = { name: 'unknown' }

const calls: readonly Call[] = [
  { operation: 'GET /_mock/health', status: 200 },
  { operation: 'GET /_mock/health', query: 'deep=true', status: 400 },
  { operation: 'GET /_mock/openapi.json', status: 200 },

  { operation: 'GET /_mock/worlds', status: 200 },
  {
    operation: 'POST /_mock/worlds',
    body: { name: 'new', seed: 's', downloadTime: 'PT2S', now: MOMENT },
    status: 201,
  },
  { operation: 'POST /_mock/worlds', body: { name: 'new', downloadTime: '2 s' }, status: 400 },
  { operation: 'POST /_mock/worlds', body: { name: 'default' }, status: 409 },
  { operation: 'GET /_mock/worlds/{name}', path: DEFAULT, status: 200 },
  { operation: 'GET /_mock/worlds/{name}', path: UNKNOWN, status: 404 },
  { operation: 'DELETE /_mock/worlds/{name}', path: { name: 'spare' }, status: 204 },
  { operation: 'DELETE /_mock/worlds/{name}', path: DEFAULT, status: 409 },
  { operation: 'DELETE /_mock/worlds/{name}', path: UNKNOWN, status: 404 },
  { operation: 'POST /_mock/worlds/{name}/reset', path: DEFAULT, status: 200 },
  { operation: 'POST /_mock/worlds/{name}/reset', path: UNKNOWN, status: 404 },
  { operation: 'POST /_mock/worlds/{name}/fork', path: DEFAULT, body: { name: 'fork' }, status: 201 },
  { operation: 'POST /_mock/worlds/{name}/fork', path: DEFAULT, body: { name: '/' }, status: 400 },
  { operation: 'POST /_mock/worlds/{name}/fork', path: UNKNOWN, body: { name: 'fork' }, status: 404 },
  { operation: 'POST /_mock/worlds/{name}/fork', path: DEFAULT, body: { name: 'default' }, status: 409 },
  { operation: 'GET /_mock/worlds/{name}/snapshot', path: DEFAULT, status: 200 },
  { operation: 'GET /_mock/worlds/{name}/snapshot', path: UNKNOWN, status: 404 },
  { operation: 'PUT /_mock/worlds/{name}/snapshot', path: DEFAULT, body: readSnapshot, status: 200 },
  { operation: 'PUT /_mock/worlds/{name}/snapshot', path: DEFAULT, body: { format: 2 }, status: 400 },
  {
    operation: 'PUT /_mock/worlds/{name}/snapshot',
    path: DEFAULT,
    body: async (session) => ({ ...(await readSnapshot(session)), format: 99 }),
    status: 409,
  },

  { operation: 'GET /_mock/clock', status: 200 },
  { operation: 'PUT /_mock/clock', body: { mode: 'frozen', now: MOMENT }, status: 200 },
  { operation: 'PUT /_mock/clock', body: { mode: 'slow' }, status: 400 },
  { operation: 'POST /_mock/clock/advance', body: { by: 'PT1S' }, status: 200 },
  { operation: 'POST /_mock/clock/advance', body: { by: 'soon' }, status: 400 },
  { operation: 'POST /_mock/clock/settle', status: 200 },

  { operation: 'GET /_mock/psu', status: 200 },
  { operation: 'GET /_mock/psu', query: 'user=nobody', status: 200 },
  { operation: 'POST /_mock/psu/approve', body: redirectedFlow, status: 200 },
  { operation: 'POST /_mock/psu/approve', status: 409 },
  { operation: 'POST /_mock/psu/decline', body: redirectedFlow, status: 200 },
  { operation: 'POST /_mock/psu/decline', body: { hash: 'unknown' }, status: 409 },
  { operation: 'POST /_mock/psu/expire', body: redirectedFlow, status: 200 },
  { operation: 'POST /_mock/psu/expire', body: { hash: 1 }, status: 400 },

  { operation: 'GET /_mock/scenarios', status: 200 },
  { operation: 'GET /_mock/scenarios/next', status: 200 },
  {
    operation: 'POST /_mock/scenarios/next',
    body: ({ user }) => ({ scenario: 'demo-no-sca', user: user.id, times: 2 }),
    status: 201,
  },
  { operation: 'POST /_mock/scenarios/next', body: { scenario: 'demo-no-scaa' }, status: 404 },
  { operation: 'DELETE /_mock/scenarios/next', status: 204 },

  { operation: 'GET /_mock/faults', status: 200 },
  {
    operation: 'POST /_mock/faults',
    body: { kind: 'status', status: 500, code: 'LOCKED', times: 'until-removed' },
    status: 201,
  },
  { operation: 'POST /_mock/faults', body: { kind: 'status' }, status: 400 },
  { operation: 'DELETE /_mock/faults', status: 204 },
  { operation: 'GET /_mock/faults/{id}', path: ONE, status: 200 },
  { operation: 'GET /_mock/faults/{id}', path: NONE, status: 404 },
  { operation: 'GET /_mock/faults/{id}', path: { id: 'first' }, status: 400 },
  { operation: 'DELETE /_mock/faults/{id}', path: ONE, status: 204 },
  { operation: 'DELETE /_mock/faults/{id}', path: NONE, status: 404 },

  { operation: 'GET /_mock/journal', status: 200 },
  { operation: 'GET /_mock/journal', query: 'status=510&version=v2&after=1', status: 200 },
  { operation: 'GET /_mock/journal', query: 'limit=1&before=3', status: 200 },
  { operation: 'GET /_mock/journal', query: 'limit=1001', status: 400 },
  { operation: 'GET /_mock/journal', query: 'limit=0', status: 400 },
  { operation: 'GET /_mock/journal', query: 'before=0', status: 400 },
  { operation: 'GET /_mock/journal', query: 'status=many', status: 400 },
  { operation: 'GET /_mock/journal', query: 'status=2e2', status: 400 },
  { operation: 'GET /_mock/journal', query: 'status=510&status=201', status: 400 },
  { operation: 'GET /_mock/journal', query: 'from=yesterday', status: 400 },
  { operation: 'DELETE /_mock/journal', status: 204 },
  { operation: 'GET /_mock/journal/har', query: 'method=POST', status: 200 },
  { operation: 'GET /_mock/journal/wait', query: 'status=510&timeout=PT1S', status: 200 },
  { operation: 'GET /_mock/journal/wait', query: 'status=418&timeout=PT0S', status: 404 },
  { operation: 'GET /_mock/journal/wait', query: 'timeout=PT1H&status=418', status: 400 },
  { operation: 'POST /_mock/journal/verify', body: { atLeast: 1, of: { status: 510 } }, status: 200 },
  { operation: 'POST /_mock/journal/verify', body: { inOrder: [{ status: 418 }] }, status: 422 },
  { operation: 'POST /_mock/journal/verify', body: { atMost: 1 }, status: 400 },
  { operation: 'POST /_mock/journal/verify', body: { inOrder: Array(1001).fill({}) }, status: 400 },
  { operation: 'GET /_mock/journal/{id}', path: ONE, status: 200 },
  { operation: 'GET /_mock/journal/{id}', path: NONE, status: 404 },

  { operation: 'GET /_mock/flows', status: 200 },
  { operation: 'GET /_mock/flows/{hash}', path: lastHash, status: 200 },
  { operation: 'GET /_mock/flows/{hash}', path: lastHash, query: 'format=text', status: 200 },
  { operation: 'GET /_mock/flows/{hash}', path: lastHash, query: 'format=mermaid', status: 200 },
  { operation: 'GET /_mock/flows/{hash}', path: lastHash, query: 'format=svg', status: 400 },
  { operation: 'GET /_mock/flows/{hash}', path: { hash: 'unknown' }, status: 404 },
  { operation: 'GET /_mock/lint', status: 200 },
  { operation: 'GET /_mock/lint', query: 'format=text', status: 200 },
  { operation: 'GET /_mock/coverage', status: 200 },
  { operation: 'GET /_mock/coverage', query: 'format=text', status: 200 },
  { operation: 'DELETE /_mock/coverage', status: 204 },
]

/** Starts a world with every approach under way, an import, a fault that was applied and a chosen scenario. */
const startEventfulSession = async (): Promise<Session> => {
  const session = await startSession(v2, { controlToken: TOKEN })
  const { importBank, answer, get, world, user } = session
  const { hash } = challengeIn(await importBank(GUIDE))
  await answer(GUIDE, hash, { twoStepProcedureId: 'unknown' })
  const push = challengeIn(await importBank(DECOUPLED)).hash
  await answer(DECOUPLED, push, { twoStepProcedureId: 'DEMO-TSP-01' })
  await importBank(REDIRECT)
  await importBank(NO_SCA)
  world.faults.add({ kind: 'gateway', status: 502, retryAfter: 1 })
  world.faults.add({ kind: 'cut', at: 'before-headers' })
  await get('/users')
  await expect(get('/users')).rejects.toThrow('cut')
  world.scenarios.next('demo-no-sca', { user: user.id, times: 1 })
  session.app.worlds.create('spare')
  return session
}

const perform = async (session: Session, { operation, path, query, body }: Call, token = TOKEN) => {
  const [method = '', template = ''] = operation.split(' ')
  const values = typeof path === 'function' ? await path(session) : path
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => values?.[name] ?? 'any')
  return session.app.call(method, query === undefined ? filled : `${filled}?${query}`, {
    token,
    ...(body === undefined ? {} : { body: typeof body === 'function' ? await body(session) : body }),
  })
}

describe('the control API', () => {
  let shared: Promise<Session> | undefined
  /** Operations that only read share a world; each that changes something has one of its own. */
  const sessionFor = ({ operation }: Call): Promise<Session> => {
    if (!operation.startsWith('GET ')) return startEventfulSession()
    shared ??= startEventfulSession()
    return shared
  }

  it('has no operation that this table leaves out', () => {
    const called = new Set(calls.map(({ operation }) => operation))
    expect(documented.map(({ key }) => key).filter((key) => !called.has(key))).toEqual([])
  })

  // The application checks each response against the document, and fails with 500 where one is not as described.
  const named = calls.map((call) => ({ ...call, call: [call.operation, call.query].filter(Boolean).join('?') }))
  it.each(named)('responds to $call with $status', async (call) => {
    const response = await perform(await sessionFor(call), call)
    expect({ status: response.status, text: response.text }).toMatchObject({ status: call.status })
    if (call.status >= 400 && call.status !== 422) expect(response.body.message).toMatch(/\S/)
    if (call.status === 204) expect(response.text).toBe('')
    if (call.query?.startsWith('format=') && call.status === 200) {
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
      expect(response.text).toMatch(/\S/)
    }
  })

  it.each([
    { given: 'fields', faults: [{ id: 'first' }] },
    { given: 'no list', faults: undefined },
  ])('fails where its response is not as described ($given)', async ({ faults }) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const app = startApp()
    Object.assign(app.world.faults, { all: () => faults })
    expect((await app.call('GET', '/_mock/faults')).status).toBe(500)
    expect(printed.mock.calls[0]?.[0]).toMatchObject({ message: expect.stringContaining('listFaults') })
    printed.mockRestore()
  })

  it('requires the token, except to find out whether the server is up', async () => {
    const session = await startSession(v2, { controlToken: TOKEN })
    for (const { key } of documented) {
      const { status, body } = await perform(session, { operation: key, status: 401 }, 'wrong')
      expect([key, status]).toEqual([key, key === 'GET /_mock/health' ? 200 : 401])
      if (status === 401) expect(body.message).toContain('token')
    }
  })
})
