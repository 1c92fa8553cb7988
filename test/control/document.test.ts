import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it, vi } from 'vitest'
import { DOCUMENTED_ERROR_CODES } from '../../server/access/error-codes.ts'
import { addFaultBody, verifyJournalBody } from '../../server/control/generated/control.bodies.js'
import { operations } from '../../server/control/generated/control.operations.ts'
import { InputError } from '../../server/core/input.ts'
import { readFaultSpec } from '../../server/faults/fault-spec.ts'
import { readExpectation } from '../../server/observe/journal/verify.ts'
import { takeSnapshot as snapshotOf } from '../../server/world/snapshot.ts'
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

interface Parameter {
  name: string
  in: string
  required?: boolean
}

interface Documented {
  operationId: string
  summary: string
  parameters?: Parameter[]
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

interface ControlDocument {
  openapi: string
  paths: Record<string, Record<string, Documented>>
  components: { schemas: Record<string, object> }
}

const source = await readFile(new URL('../../server/control/openapi.json', import.meta.url), 'utf8')
const document: ControlDocument = JSON.parse(source)

const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  )
}

describe('the document of the control API', () => {
  it('is served as it is kept', async () => {
    const { status, body } = await startApp().call('GET', '/_mock/openapi.json')
    expect([status, body]).toEqual([200, document])
    expect(body.openapi).toMatch(/^3\.1\.\d$/)
  })

  it('refers only to schemas that it has, and has none that nothing refers to', () => {
    const schemas = Object.keys(document.components.schemas)
    const refs = new Set(refsIn(document))
    expect([...refs].filter((ref) => !schemas.includes(ref.replace('#/components/schemas/', '')))).toEqual([])
    expect(schemas.filter((name) => !refs.has(`#/components/schemas/${name}`))).toEqual([])
  })

  it('has schemas that are JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: true })
    ajv.addSchema({ $id: 'control', components: document.components }, undefined, false, false)
    ajv.addVocabulary(['components', 'discriminator'])
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `control#/components/schemas/${name}` }), name).not.toThrow()
    }
  })

  it('names each operation once, with a summary and every parameter of its path', () => {
    const ids = documented.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, operation } of documented) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(inPath.map(({ name }) => name).sort(), operation.operationId).toEqual(named.sort())
      expect(
        inPath.every(({ required }) => required === true),
        operation.operationId,
      ).toBe(true)
      expect(operation.summary, operation.operationId).toMatch(/\S/)
    }
  })

  it('says of each operation what is answered to a wrong request and without the token', () => {
    for (const { operation } of documented) {
      const statuses = Object.keys(operation.responses)
      expect(statuses, operation.operationId).toContain('400')
      if (operation.operationId !== 'health') expect(statuses, operation.operationId).toContain('401')
      for (const [status, response] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || status === '422') continue
        expect(response.content, `${operation.operationId} ${status}`).toEqual({
          'application/json': { schema: { $ref: '#/components/schemas/Problem' } },
        })
      }
    }
  })

  it("knows the codes of finAPI's errors", () => {
    expect(document.components.schemas.StatusFault).toMatchObject({
      properties: { code: { enum: DOCUMENTED_ERROR_CODES } },
    })
  })
})

/** A call of an operation in a world where something happened, with what it answers. */
interface Call {
  operation: keyof typeof operations
  /** Values of the path's parameters. */
  path?: (session: Session) => Record<string, string>
  query?: string
  body?: (session: Session) => unknown
  status: number
}

const lastHash = ({ world }: Session): Record<string, string> => ({
  hash: world.timelines.all().at(-1)?.hashes[0] ?? '',
})
const one = () => ({ id: '1' })
const none = () => ({ id: '99' })
const defaultWorld = () => ({ name: 'default' })
const unknownWorld = () => ({ name: 'unknown' })

const calls: Call[] = [
  { operation: 'health', status: 200 },
  { operation: 'health', query: 'deep=true', status: 400 },
  { operation: 'describe', status: 200 },
  { operation: 'listWorlds', status: 200 },
  {
    operation: 'createWorld',
    body: () => ({ name: 'new', seed: 's', downloadTime: 'PT2S', now: MOMENT }),
    status: 201,
  },
  { operation: 'createWorld', body: () => ({ name: 'new', downloadTime: '2 s' }), status: 400 },
  { operation: 'createWorld', body: () => ({ name: 'default' }), status: 409 },
  { operation: 'getWorld', path: defaultWorld, status: 200 },
  { operation: 'getWorld', path: unknownWorld, status: 404 },
  { operation: 'deleteWorld', path: () => ({ name: 'spare' }), status: 204 },
  { operation: 'deleteWorld', path: defaultWorld, status: 409 },
  { operation: 'deleteWorld', path: unknownWorld, status: 404 },
  { operation: 'resetWorld', path: defaultWorld, status: 200 },
  { operation: 'resetWorld', path: unknownWorld, status: 404 },
  { operation: 'forkWorld', path: defaultWorld, body: () => ({ name: 'fork' }), status: 201 },
  { operation: 'forkWorld', path: defaultWorld, body: () => ({ name: '/' }), status: 400 },
  { operation: 'forkWorld', path: unknownWorld, body: () => ({ name: 'fork' }), status: 404 },
  { operation: 'forkWorld', path: defaultWorld, body: () => ({ name: 'default' }), status: 409 },
  { operation: 'takeSnapshot', path: defaultWorld, status: 200 },
  { operation: 'takeSnapshot', path: unknownWorld, status: 404 },
  { operation: 'restoreSnapshot', path: defaultWorld, body: ({ world }) => snapshotOf(world), status: 200 },
  { operation: 'restoreSnapshot', path: defaultWorld, body: () => ({ format: 1 }), status: 400 },
  {
    operation: 'restoreSnapshot',
    path: defaultWorld,
    body: ({ world }) => ({ ...snapshotOf(world), format: 2 }),
    status: 409,
  },
  { operation: 'getClock', status: 200 },
  { operation: 'setClock', body: () => ({ mode: 'frozen', now: MOMENT }), status: 200 },
  { operation: 'setClock', body: () => ({ mode: 'slow' }), status: 400 },
  { operation: 'advanceClock', body: () => ({ by: 'PT1S' }), status: 200 },
  { operation: 'advanceClock', body: () => ({ by: 'soon' }), status: 400 },
  { operation: 'settleClock', status: 200 },
  { operation: 'listPending', status: 200 },
  { operation: 'listPending', query: 'user=nobody', status: 200 },
  { operation: 'approvePending', body: ({ world }) => ({ hash: redirectIn(world) }), status: 200 },
  { operation: 'approvePending', status: 409 },
  { operation: 'declinePending', body: ({ world }) => ({ hash: redirectIn(world) }), status: 200 },
  { operation: 'declinePending', body: () => ({ hash: 'unknown' }), status: 409 },
  { operation: 'expirePending', body: ({ world }) => ({ hash: redirectIn(world) }), status: 200 },
  { operation: 'expirePending', body: () => ({ hash: 1 }), status: 400 },
  { operation: 'listScenarios', status: 200 },
  { operation: 'listChoices', status: 200 },
  {
    operation: 'chooseScenario',
    body: ({ user }) => ({ scenario: 'demo-no-sca', user: user.id, times: 2 }),
    status: 201,
  },
  { operation: 'chooseScenario', body: () => ({ scenario: 'demo-no-scaa' }), status: 404 },
  { operation: 'clearChoices', status: 204 },
  { operation: 'listFaults', status: 200 },
  {
    operation: 'addFault',
    body: () => ({ kind: 'status', status: 500, code: 'LOCKED', times: 'until-removed' }),
    status: 201,
  },
  { operation: 'addFault', body: () => ({ kind: 'status' }), status: 400 },
  { operation: 'clearFaults', status: 204 },
  { operation: 'getFault', path: one, status: 200 },
  { operation: 'getFault', path: none, status: 404 },
  { operation: 'getFault', path: () => ({ id: 'first' }), status: 400 },
  { operation: 'removeFault', path: one, status: 204 },
  { operation: 'removeFault', path: none, status: 404 },
  { operation: 'findEntries', status: 200 },
  { operation: 'findEntries', query: 'status=510&version=v2&after=1', status: 200 },
  { operation: 'findEntries', query: 'status=many', status: 400 },
  { operation: 'findEntries', query: 'status=510&status=201', status: 400 },
  { operation: 'findEntries', query: 'from=yesterday', status: 400 },
  { operation: 'clearJournal', status: 204 },
  { operation: 'exportHar', query: 'method=POST', status: 200 },
  { operation: 'waitForEntry', query: 'status=510&timeout=PT1S', status: 200 },
  { operation: 'waitForEntry', query: 'status=418&timeout=PT0S', status: 404 },
  { operation: 'waitForEntry', query: 'timeout=PT1H&status=418', status: 400 },
  { operation: 'verifyJournal', body: () => ({ atLeast: 1, of: { status: 510 } }), status: 200 },
  { operation: 'verifyJournal', body: () => ({ inOrder: [{ status: 418 }] }), status: 422 },
  { operation: 'verifyJournal', body: () => ({ atMost: 1 }), status: 400 },
  { operation: 'getEntry', path: one, status: 200 },
  { operation: 'getEntry', path: none, status: 404 },
  { operation: 'listFlows', status: 200 },
  { operation: 'tellFlow', path: lastHash, status: 200 },
  { operation: 'tellFlow', path: lastHash, query: 'format=text', status: 200 },
  { operation: 'tellFlow', path: lastHash, query: 'format=mermaid', status: 200 },
  { operation: 'tellFlow', path: lastHash, query: 'format=svg', status: 400 },
  { operation: 'tellFlow', path: () => ({ hash: 'unknown' }), status: 404 },
  { operation: 'lintClient', status: 200 },
  { operation: 'lintClient', query: 'format=text', status: 200 },
  { operation: 'reportCoverage', status: 200 },
  { operation: 'reportCoverage', query: 'format=text', status: 200 },
  { operation: 'clearCoverage', status: 204 },
]

const redirectIn = (world: Session['world']): string =>
  world.psu.list().find(({ status }) => status === 'REDIRECT_REQUIRED')?.hash ?? ''

/** A world that knows something of everything: each approach under way, an import, a fault that hit, a chosen scenario. */
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

const TOKEN = 'open-sesame'

const perform = async ({ app, ...session }: Session, { operation, path, query, body }: Call, token = TOKEN) => {
  const { method, path: template } = operations[operation]
  const values = path?.({ app, ...session }) ?? {}
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'any')
  return app.call(method, query === undefined ? filled : `${filled}?${query}`, {
    token,
    ...(body === undefined ? {} : { body: body({ app, ...session }) }),
  })
}

describe('each operation of the control API', () => {
  it('has a call in this table', () => {
    const called = new Set<string>(calls.map(({ operation }) => operation))
    expect(Object.keys(operations).filter((operationId) => !called.has(operationId))).toEqual([])
  })

  // The application checks each answer against the document, and answers 500 to one that is not as described.
  it.each(calls)('$operation answers $status', async (call) => {
    const answered = await perform(await startEventfulSession(), call)
    expect([answered.status, answered.text]).toEqual([call.status, expect.any(String)])
    if (call.status >= 400 && call.status !== 422) expect(answered.body.message).toMatch(/\S/)
    if (call.query?.startsWith('format=') && call.status === 200) {
      expect(answered.headers.get('content-type')).toMatch(/^text\/plain/)
    }
  })

  it.each([
    { given: 'fields', faults: [{ id: 'first' }] },
    { given: 'no list', faults: undefined },
  ])('fails where its answer is not as described ($given)', async ({ faults }) => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {})
    const app = startApp()
    Object.assign(app.world.faults, { all: () => faults })
    expect((await app.call('GET', '/_mock/faults')).status).toBe(500)
    expect(complain.mock.calls[0]?.[0]).toMatchObject({
      message: expect.stringMatching(/^listFaults answered 200 that/),
    })
    complain.mockRestore()
  })

  it('wants the token, except for the question whether the server is up', async () => {
    const session = await startSession(v2, { controlToken: TOKEN })
    for (const operation of Object.keys(operations) as (keyof typeof operations)[]) {
      const { status, body } = await perform(session, { operation, status: 401 }, 'wrong')
      expect([operation, status]).toEqual([operation, operation === 'health' ? 200 : 401])
      if (status === 401) expect(body.message).toContain('token')
    }
  })
})

describe('what can be given in code as well', () => {
  const isRead = (read: (value: unknown) => unknown, value: unknown): boolean => {
    try {
      read(value)
      return true
    } catch (error) {
      if (error instanceof InputError) return false
      throw error
    }
  }

  it.each([
    { kind: 'status', status: 503, code: 'LOCKED', type: 'BUSINESS', message: 'Later', retryAfter: 3 },
    { kind: 'status' },
    { kind: 'status', status: 200 },
    { kind: 'status', status: 500, code: 'NONE' },
    { kind: 'gateway', status: 502, path: '/api/**', method: 'GET' },
    { kind: 'gateway', status: 500 },
    { kind: 'gateway', status: 502, path: 'api' },
    { kind: 'gateway', status: 502, method: 'get' },
    { kind: 'too-many-requests', skip: 2, times: 3, when: 'after', user: 'a', client: 'b', version: 'v1' },
    { kind: 'too-many-requests', skip: -1 },
    { kind: 'too-many-requests', times: 'always' },
    { kind: 'too-many-requests', version: 'v3' },
    { kind: 'delay', delay: 'PT5S', operation: 'importBankConnection' },
    { kind: 'delay', delay: 5, times: 'until-removed' },
    { kind: 'delay', delay: -5 },
    { kind: 'delay' },
    { kind: 'slow-body', duration: 'PT1S', chunks: 2 },
    { kind: 'slow-body', duration: 'PT1S', chunks: 1 },
    { kind: 'slow-body', duration: 'PT1S', when: 'before' },
    { kind: 'cut', at: 'within-headers', when: 'before' },
    { kind: 'cut', at: 'within-body', when: 'after' },
    { kind: 'cut', at: 'anywhere' },
    { kind: 'invalid-json', when: 'after' },
    { kind: 'invalid-json', when: 'before' },
    { kind: 'truncated-json', status: 500 },
    { kind: 'nothing' },
    {},
  ])('a fault is read as its schema says: %j', (spec) => {
    expect(addFaultBody(spec)).toBe(isRead(readFaultSpec, spec))
  })

  it.each([
    { atLeast: 0 },
    { atLeast: 1, of: { operation: 'importBankConnection', status: 201 } },
    { exactly: 2, of: { version: 'v2', after: 3, path: '/api/**' } },
    { exactly: 2, atLeast: 1 },
    { exactly: -1 },
    { inOrder: [{ method: 'POST' }, {}] },
    { inOrder: [] },
    { inOrder: [{ status: 99 }] },
    { inOrder: [{}], of: {} },
    { atLeast: 1, of: { user: 1 } },
    { atLeast: 1, of: { nothing: 1 } },
    {},
  ])('an expectation is read as its schema says: %j', (expectation) => {
    expect(verifyJournalBody(expectation)).toBe(isRead(readExpectation, expectation))
  })
})
