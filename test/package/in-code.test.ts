import { afterEach, expect, it } from 'vitest'
import type { MockServer } from '../../server/index.ts'
import { importBuilt } from './built.ts'

const { InputError, PsuError, startMockServer, UnknownNameError, WorldError } = await importBuilt('index')

const servers: MockServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** A team's own client, reduced to what these tests need; `world` is the end of its base URL. */
const clientOf = (server: MockServer, world = '') => {
  const base = `${server.url}${world}/api/v2`
  const credentials = { client_id: 'mock-client', client_secret: 'mock-secret' }

  const tokenFor = async (form: Record<string, string>): Promise<string> => {
    const body = new URLSearchParams({ ...credentials, ...form })
    const response = await fetch(`${base}/oauth/token`, { method: 'POST', body })
    return JSON.parse(await response.text()).access_token
  }

  const ask = async (method: string, path: string, token: string, body?: object) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    const request = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(base + path, request)
    return { status: response.status, text: await response.text() }
  }

  const login = (id: string): Promise<string> =>
    tokenFor({ grant_type: 'password', username: id, password: `${id}-secret` })

  const signUp = async (id: string): Promise<string> => {
    const token = await tokenFor({ grant_type: 'client_credentials' })
    await ask('POST', '/users', token, { id, password: `${id}-secret` })
    return login(id)
  }

  /** Any bank; the test chooses its scenario. */
  const importBank = (token: string, multiStepAuthentication?: object) =>
    ask('POST', '/bankConnections/import', token, {
      bankId: 280001,
      bankingInterface: 'XS2A',
      loginCredentials: [
        { label: 'Onlinebanking-ID', value: 'lena' },
        { label: 'PIN', value: '12345' },
      ],
      ...(multiStepAuthentication === undefined ? {} : { multiStepAuthentication }),
    })

  return { ask, login, signUp, importBank }
}

const start = async (): Promise<MockServer> => {
  const server = await startMockServer({ port: 0, now: '2026-03-10T10:00:00Z', checkResponses: true })
  servers.push(server)
  return server
}

const hashIn = ({ text }: { text: string }): string => /"hash":"(\w+)"/.exec(text)?.[1] ?? ''

it('an import by push, from the first call to the last transaction, controlled in code', async () => {
  const server = await start()
  const { world } = server
  const { ask, signUp, importBank } = clientOf(server)
  const token = await signUp('lena')

  // The client asks for any bank; this once, the bank plays a push that somebody has to approve.
  world.scenarios.next('decoupled-by-hand', { user: 'Lena', times: 1 })
  const begun = await importBank(token)
  expect([begun.status, begun.text]).toEqual([510, expect.stringContaining('"DECOUPLED_AUTH_REQUIRED"')])
  expect(world.scenarios.chosen()).toEqual([])

  // Half-way is worth keeping: every test may go on from here.
  const halfway = world.snapshot()
  const poll = () => importBank(token, { hash: hashIn(begun), decoupledCallback: true })

  world.clock.advance('PT5S')
  expect((await poll()).text).toContain('"DECOUPLED_AUTH_IN_PROGRESS"')
  expect(world.psu.list({ user: 'lena' })).toMatchObject([{ scenario: 'decoupled-by-hand', decision: undefined }])
  expect(world.psu.approve()).toMatchObject({ hash: hashIn(begun) })

  // The answer to the next poll is lost on its way.
  world.faults.add({ kind: 'gateway', status: 504, operation: 'importBankConnection', when: 'after' })
  world.clock.advance('PT5S')
  const [lost, waited] = await Promise.all([
    poll(),
    world.journal.waitFor({ operation: 'importBankConnection', status: 504 }),
  ])
  expect([lost.status, waited.fault, waited.explanation?.scenario]).toEqual([
    504,
    { id: 1, kind: 'gateway', when: 'after' },
    'decoupled-by-hand',
  ])
  expect(world.faults.all()).toMatchObject([{ applied: 1, left: 0 }])

  world.clock.settle()
  expect((await ask('GET', '/bankConnections', token)).text).toContain('"updateStatus":"READY"')
  expect((await ask('GET', '/transactions?view=userView&perPage=1', token)).text).toMatch(/"totalCount":[1-9]/)

  const of = { operation: 'importBankConnection', user: 'lena' }
  expect(world.journal.verify({ exactly: 3, of })).toMatchObject({ passed: true })
  expect(
    world.journal.verify({
      inOrder: [
        { ...of, status: 510 },
        { ...of, status: 504 },
      ],
    }),
  ).toMatchObject({ passed: true })
  expect(world.journal.verify({ exactly: 1, of: { ...of, status: 201 } }).difference).toContain(
    'status is 504, not 201',
  )
  expect(world.coverage.report().groups[0]).toMatchObject({ group: 'approaches', covered: 1 })
  expect(world.lint().findings.map(({ rule }) => rule)).toContain('headers.psu')

  // Back to half-way, where the user declines instead.
  world.restore(JSON.parse(JSON.stringify(halfway)))
  world.psu.decline({ user: 'lena' })
  expect((await poll()).status).toBe(422)
  expect((await ask('GET', '/bankConnections', token)).text).toContain('"connections":[]')
})

it('worlds that go separate ways', async () => {
  const server = await start()
  const { worlds } = server
  const token = await clientOf(server).signUp('lena')
  worlds.create('other', { seed: 'other' })
  expect(worlds.names()).toEqual(['default', 'other'])

  const copy = worlds.fork('default', 'copy')
  copy.scenarios.next('no-sca')
  expect((await clientOf(server, '/w/copy').importBank(token)).status).toBe(201)
  const connections = async (world: string) =>
    (await clientOf(server, world).ask('GET', '/bankConnections', token)).text
  expect(await connections('/w/copy')).toContain('"bank":{"id":280001')
  expect(await connections('')).toBe('{"connections":[]}')
  expect((await clientOf(server, '/w/other').importBank(token)).status).toBe(401)

  expect(worlds.reset('copy')).toBe(worlds.get('copy'))
  expect((await clientOf(server, '/w/copy').ask('GET', '/bankConnections', token)).status).toBe(401)
  worlds.remove('copy')
  expect(worlds.names()).toEqual(['default', 'other'])
  expect(() => worlds.fork('copy', 'again')).toThrow(WorldError)
})

it('says what is wrong with what it is told', async () => {
  const { world } = await start()
  const refused = (act: () => unknown): unknown => {
    try {
      return act()
    } catch (error) {
      return error
    }
  }
  const scenario = refused(() => world.scenarios.next('decoupled-by-hnd'))
  expect(scenario).toBeInstanceOf(UnknownNameError)
  expect(scenario).toMatchObject({
    field: 'scenario',
    message: "there is no scenario 'decoupled-by-hnd', did you mean 'decoupled-by-hand'?",
  })
  expect(refused(() => world.scenarios.next('no-sca', { user: 'lena' }))).toMatchObject({
    field: 'user',
    message: "there is no user 'lena'; create the user first",
  })
  const times = refused(() => world.scenarios.next('no-sca', { times: 0 }))
  expect(times).toBeInstanceOf(InputError)
  expect(times).toMatchObject({ message: 'times must be a whole number of at least 1, but is 0' })
  expect(world.scenarios.chosen()).toEqual([])
  expect(world.scenarios.names()).toContain('no-sca')
  world.scenarios.next('no-sca')
  world.scenarios.clear()
  expect(world.scenarios.chosen()).toEqual([])
  expect(refused(() => world.psu.approve())).toBeInstanceOf(PsuError)
  expect(refused(() => world.clock.advance('5 s'))).toMatchObject({ message: expect.stringContaining("not by '5 s'") })
})
