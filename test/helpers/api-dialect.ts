import { createMockApp, type MockServerOptions } from '../../server/index.ts'

/** What one version of the API says in other words than the other, so that a test of the domain runs for both. */
export interface Dialect {
  version: 'v1' | 'v2'
  /** Path of the token endpoint. */
  token: string
  /** What every other path begins with. */
  base: string
  interfaceField: 'interface' | 'bankingInterface'
  /** The bank filter for interfaces. */
  interfacesFilter: 'supportedInterfaces' | 'supportedBankingInterfaces'
  /** How a field without a value is read. */
  nothing: null | undefined
}

export const v1: Dialect = {
  version: 'v1',
  token: '/oauth/token',
  base: '/api/v1',
  interfaceField: 'interface',
  interfacesFilter: 'supportedInterfaces',
  nothing: null,
}

export const v2: Dialect = {
  version: 'v2',
  token: '/api/v2/oauth/token',
  base: '/api/v2',
  interfaceField: 'bankingInterface',
  interfacesFilter: 'supportedBankingInterfaces',
  nothing: undefined,
}

export const dialects: readonly Dialect[] = [v1, v2]

/** An answer as a test looks at it; tests read bodies of any schema, and the mock checks each against its contract. */
export interface TestAnswer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies are of any schema
  body: any
  text: string
  headers: Headers
}

export interface CallOptions {
  body?: unknown
  token?: string
  headers?: Record<string, string>
}

export const MOMENT = '2026-03-10T10:00:00Z'
const ORIGIN = 'http://mock.example'

/** Sends a request to a path, or to an address that the mock handed out. */
type Transport = (path: string, init: RequestInit) => Response | Promise<Response>

/** What a test's client can do over a transport. */
const clientOver = (transport: Transport) => {
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<TestAnswer> => {
    const response = await transport(path, { method, ...init })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: response.status, body: isJson ? JSON.parse(text) : undefined, text, headers: response.headers }
  }

  const call = (method: string, path: string, { body, token, headers }: CallOptions = {}): Promise<TestAnswer> =>
    send(method, path, {
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  const requestToken = (dialect: Dialect, form: Record<string, string>): Promise<TestAnswer> =>
    send('POST', dialect.token, {
      body: new URLSearchParams({ client_id: 'mock-client', client_secret: 'mock-secret', ...form }),
    })

  const clientToken = async (dialect: Dialect): Promise<string> =>
    (await requestToken(dialect, { grant_type: 'client_credentials' })).body.access_token

  /** A new user with an access token. */
  const newUser = async (dialect: Dialect): Promise<TestUser> => {
    const created = await call('POST', `${dialect.base}/users`, { body: {}, token: await clientToken(dialect) })
    const { id, password } = created.body
    const granted = await requestToken(dialect, { grant_type: 'password', username: id, password })
    return { id, password, token: granted.body.access_token, refreshToken: granted.body.refresh_token }
  }

  return { send, call, requestToken, clientToken, newUser }
}

/** An application of the mock that stands still at MOMENT and checks each answer, with a client that talks to it. */
export const startApp = (options: MockServerOptions = {}) => {
  const app = createMockApp({ now: MOMENT, checkAnswers: true, ...options })
  const inProcess: Transport = (path, init) =>
    app.fetch(new Request(path.startsWith('http') ? path : ORIGIN + path, init))
  return { ...app, ...clientOver(inProcess) }
}

/** The same application, but its client talks to somebody else. */
export const withTransport = (app: TestApp, transport: Transport): TestApp => ({ ...app, ...clientOver(transport) })

export type TestApp = ReturnType<typeof startApp>

export interface TestUser {
  id: string
  password: string
  token: string
  refreshToken: string
}

/** One user of a fresh application, talking in one dialect. */
export const startSession = async (dialect: Dialect, options: MockServerOptions = {}) => {
  const app = startApp(options)
  return sessionOf(app, dialect, await app.newUser(dialect))
}

export type Session = ReturnType<typeof sessionOf>

export const sessionOf = (app: TestApp, dialect: Dialect, user: TestUser) => {
  const get = (path: string): Promise<TestAnswer> => app.call('GET', dialect.base + path, { token: user.token })
  const remove = (path: string): Promise<TestAnswer> => app.call('DELETE', dialect.base + path, { token: user.token })

  const importBank = (request: ImportFields, headers: Record<string, string> = {}): Promise<TestAnswer> =>
    app.call('POST', `${dialect.base}/bankConnections/import`, {
      body: importBody(dialect, request),
      token: user.token,
      headers,
    })

  /** Repeats an import with an answer to what the bank asked. */
  const answer = (request: ImportFields, hash: string, given: Record<string, unknown> = {}): Promise<TestAnswer> =>
    importBank({ ...request, multiStepAuthentication: { hash, ...given } })

  const updateBank = (request: UpdateFields, headers: Record<string, string> = {}): Promise<TestAnswer> =>
    app.call('POST', `${dialect.base}/bankConnections/update`, {
      body: importBody(dialect, { interface: XS2A, ...request }),
      token: user.token,
      headers,
    })

  /** Imports without strong customer authentication and waits for READY. */
  const importReady = async (request: ImportFields = NO_SCA): Promise<number> => {
    const imported = await importBank(request)
    if (imported.status !== 201) throw new Error(`the import was answered with ${imported.status}: ${imported.text}`)
    app.world.clock.advance(2000)
    return imported.body.id
  }

  /** Lets time pass, and gets a new token, because they last an hour. */
  const pass = async (milliseconds: number): Promise<void> => {
    app.world.clock.advance(milliseconds)
    const form = { grant_type: 'password', username: user.id, password: user.password }
    user.token = (await app.requestToken(dialect, form)).body.access_token
  }

  return { app, dialect, user, pass, world: app.world, get, remove, importBank, answer, updateBank, importReady }
}

/** The fields of an import; `interface` is sent under the name that the version has for it. */
export interface ImportFields {
  bankId?: number
  interface?: string
  login?: Record<string, string>
  [field: string]: unknown
}

/** The fields of an update, in the words of an import. */
export type UpdateFields = Omit<ImportFields, 'bankId'> & { bankConnectionId: number }

export const importBody = (dialect: Dialect, { interface: bankingInterface, login, ...fields }: ImportFields) => ({
  ...fields,
  ...(bankingInterface === undefined ? {} : { [dialect.interfaceField]: bankingInterface }),
  ...(login === undefined
    ? {}
    : { loginCredentials: Object.entries(login).map(([label, value]) => ({ label, value })) }),
})

const XS2A = 'XS2A'
export const GUIDE: ImportFields = {
  bankId: 280001,
  interface: XS2A,
  login: { 'Onlinebanking-ID': 'demo', PIN: '123456' },
}
export const SANDBOX: ImportFields = { ...GUIDE, login: { 'Onlinebanking-ID': 'demo', PIN: 'demo' } }
export const NO_SCA: ImportFields = { ...GUIDE, login: { 'Onlinebanking-ID': 'demo_no_msa', PIN: 'demo_no_msa' } }
export const REDIRECT: ImportFields = {
  bankId: 280002,
  interface: XS2A,
  redirectUrl: 'https://customer1.io',
  login: { 'Onlinebanking-ID': 'idontexist' },
}
export const DECOUPLED: ImportFields = {
  bankId: 277672,
  interface: XS2A,
  login: { 'Onlinebanking-ID': 'idontexist', PIN: '1337' },
}
export const DETAILED: ImportFields = {
  bankId: 290001,
  interface: XS2A,
  login: { 'Onlinebanking-ID': 'demo', PIN: 'demo' },
}

/** An import at the bank that a scenario brings along; any login will do. */
export const ownBankOf = ({ world }: TestApp, scenario: string): ImportFields => ({
  bankId: world.library.scenario(scenario).bank?.id ?? 0,
  interface: XS2A,
  login: { 'Onlinebanking-ID': 'anyone', PIN: 'anything' },
})

/** What a 510 asks for. */
export const challengeIn = (answer: TestAnswer) => {
  if (answer.status !== 510) throw new Error(`expected a 510, not ${answer.status}: ${answer.text}`)
  return answer.body.errors[0].multiStepAuthentication
}

/** The code of the first error of an answer. */
export const codeIn = (answer: TestAnswer): string | undefined => answer.body?.errors?.[0]?.code

/** Walks the bank's page as its user does, without scripts; answers the address that the bank sends the browser to. */
export const walkBankPage = async (
  { app }: Session,
  redirectUrl: string,
  decision: 'approve' | 'cancel' = 'approve',
): Promise<string> => {
  const { origin, pathname, searchParams } = new URL(redirectUrl)
  const state = searchParams.get('state') ?? ''
  const loginPage = origin + pathname
  const loggedIn = await app.send('POST', loginPage, {
    body: new URLSearchParams({ state, user: 'demo', pin: 'demo' }),
  })
  const session = /name="session" value="([^"]+)"/.exec(loggedIn.text)?.[1] ?? ''
  const decided = await app.send('POST', loginPage.replace(/login$/, 'decision'), {
    body: new URLSearchParams({ state, session, decision }),
  })
  return decided.headers.get('location') ?? ''
}

/** The query of an address, as a client hands it back. */
export const queryOf = (address: string): string => new URL(address).search.slice(1)
