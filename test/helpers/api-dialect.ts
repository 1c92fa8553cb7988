import { createMockApp, type MockServerOptions } from '../../server/index.ts'

/** The names that differ between the versions of the API, so that a test of the domain runs for both. */
export interface Dialect {
  readonly version: 'v1' | 'v2'
  /** Path of the token endpoint. */
  readonly token: string
  /** The beginning of every other path. */
  readonly base: string
  readonly interfaceField: 'interface' | 'bankingInterface'
  /** The bank filter for interfaces. */
  readonly interfacesFilter: 'supportedInterfaces' | 'supportedBankingInterfaces'
  /** The value of a field that is not set. */
  readonly nothing: null | undefined
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

/** A response with its body read; tests read bodies of any schema, and the mock checks each against its contract. */
export interface TestResponse {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies are of any schema
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

export interface CallOptions {
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Record<string, string>
}

export const MOMENT = '2026-03-10T10:00:00Z'
const ORIGIN = 'http://mock.example'

/** Sends a request to a path, or to an absolute URL that the mock returned. */
type Transport = (path: string, init: RequestInit) => Response | Promise<Response>

const createTestClient = (transport: Transport) => {
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<TestResponse> => {
    const response = await transport(path, { method, ...init })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: response.status, body: isJson ? JSON.parse(text) : undefined, text, headers: response.headers }
  }

  const call = (method: string, path: string, { body, token, headers }: CallOptions = {}): Promise<TestResponse> =>
    send(method, path, {
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  const requestToken = (dialect: Dialect, form: Record<string, string>): Promise<TestResponse> =>
    send('POST', dialect.token, {
      body: new URLSearchParams({ client_id: 'mock-client', client_secret: 'mock-secret', ...form }),
    })

  const clientToken = async (dialect: Dialect): Promise<string> =>
    (await requestToken(dialect, { grant_type: 'client_credentials' })).body.access_token

  /** Creates a user and gets an access token for it. */
  const newUser = async (dialect: Dialect): Promise<TestUser> => {
    const created = await call('POST', `${dialect.base}/users`, { body: {}, token: await clientToken(dialect) })
    const { id, password } = created.body
    const granted = await requestToken(dialect, { grant_type: 'password', username: id, password })
    return { id, password, token: granted.body.access_token, refreshToken: granted.body.refresh_token }
  }

  return { send, call, requestToken, clientToken, newUser }
}

/** Starts an application whose clock stands still at MOMENT and that checks each response, with a client for it. */
export const startApp = (options: MockServerOptions = {}) => {
  const app = createMockApp({ now: MOMENT, checkResponses: true, ...options })
  const inProcess: Transport = (path, init) =>
    app.fetch(new Request(path.startsWith('http') ? path : ORIGIN + path, init))
  return { ...app, ...createTestClient(inProcess) }
}

/** Returns the same application with a client that sends its requests elsewhere. */
export const withTransport = (app: TestApp, transport: Transport): TestApp => ({
  ...app,
  ...createTestClient(transport),
})

export type TestApp = ReturnType<typeof startApp>

export interface TestUser {
  readonly id: string
  readonly password: string
  token: string
  readonly refreshToken: string
}

/** Starts an application with one user who speaks one version. */
export const startSession = async (dialect: Dialect, options: MockServerOptions = {}) => {
  const app = startApp(options)
  return openSession(app, dialect, await app.newUser(dialect))
}

export type Session = ReturnType<typeof openSession>

/** Binds an application, a version and a user together. */
export const openSession = (app: TestApp, dialect: Dialect, user: TestUser) => {
  const request = (method: string, path: string, options: Omit<CallOptions, 'token'> = {}): Promise<TestResponse> =>
    app.call(method, dialect.base + path, { token: user.token, ...options })

  const get = (path: string): Promise<TestResponse> => request('GET', path)
  const remove = (path: string): Promise<TestResponse> => request('DELETE', path)
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<TestResponse> =>
    request('POST', path, { body, headers })
  const patch = (path: string, body: unknown): Promise<TestResponse> => request('PATCH', path, { body })
  const put = (path: string, body: unknown): Promise<TestResponse> => request('PUT', path, { body })

  const importBank = (fields: ImportFields, headers: Record<string, string> = {}): Promise<TestResponse> =>
    post('/bankConnections/import', importBody(dialect, fields), headers)

  /** Repeats an import with the PSU's answer to a challenge. */
  const answer = (fields: ImportFields, hash: string, given: Record<string, unknown> = {}): Promise<TestResponse> =>
    importBank({ ...fields, multiStepAuthentication: { hash, ...given } })

  const updateBank = (fields: UpdateFields, headers: Record<string, string> = {}): Promise<TestResponse> =>
    post('/bankConnections/update', importBody(dialect, { interface: XS2A, ...fields }), headers)

  /** Imports without strong customer authentication, completes the download and returns the connection's id. */
  const importReady = async (fields: ImportFields = NO_SCA): Promise<number> => {
    const imported = await importBank(fields)
    if (imported.status !== 201) throw new Error(`the import failed with ${imported.status}: ${imported.text}`)
    app.world.clock.advance(READY)
    return imported.body.id
  }

  /** Advances the clock and gets a new token, because tokens last an hour. */
  const pass = async (duration: number | string): Promise<void> => {
    app.world.clock.advance(duration)
    const form = { grant_type: 'password', username: user.id, password: user.password }
    user.token = (await app.requestToken(dialect, form)).body.access_token
  }

  return {
    ...{ app, dialect, user, world: app.world, pass },
    ...{ get, post, patch, put, remove, importBank, answer, updateBank, importReady },
  }
}

/** The fields of an import; `interface` is sent under the name that the version has for it. */
export interface ImportFields {
  readonly bankId?: number
  readonly interface?: string
  readonly login?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** The fields of an update, named as those of an import. */
export type UpdateFields = Omit<ImportFields, 'bankId'> & { readonly bankConnectionId: number }

export const importBody = (dialect: Dialect, { interface: bankingInterface, login, ...fields }: ImportFields) => ({
  ...fields,
  ...(bankingInterface === undefined ? {} : { [dialect.interfaceField]: bankingInterface }),
  ...(login === undefined
    ? {}
    : { loginCredentials: Object.entries(login).map(([label, value]) => ({ label, value })) }),
})

/** Milliseconds until a connection is ready: a second for the download, and one for the categorisation. */
export const READY = 2000

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

/** A login that any scenario's own bank accepts. */
export const ANY_LOGIN: Readonly<Record<string, string>> = { 'Onlinebanking-ID': 'anyone', PIN: 'anything' }

/** Builds an import at the bank that belongs to a scenario. */
export const requestAtOwnBank = async ({ call }: Pick<TestApp, 'call'>, scenario: string): Promise<ImportFields> => {
  const { scenarios } = (await call('GET', '/_mock/scenarios')).body
  const found = scenarios.find(({ name }: { name: string }) => name === scenario)
  const bank = found?.banks.find(({ login }: { login?: object }) => login === undefined)
  if (bank === undefined) throw new Error(`the scenario ${scenario} has no bank of its own`)
  return { bankId: bank.id, interface: XS2A, login: ANY_LOGIN }
}

/** Imports at the scenario's own bank, with its TAN where it asks for one, and returns the connection's id. */
export const importAtOwnBank = async (
  session: Session,
  scenario: string,
  fields: ImportFields = {},
): Promise<number> => {
  const request = { ...(await requestAtOwnBank(session.app, scenario)), ...fields }
  const first = await session.importBank(request)
  const last =
    first.status === 510 ? await session.answer(request, challengeIn(first).hash, { challengeResponse: TAN }) : first
  if (last.status !== 201) throw new Error(`the import failed with ${last.status}: ${last.text}`)
  return last.body.id
}

/** The TAN of every scenario that does not name another one. */
export const TAN = '123456'

/** The challenge of a 510. */
export const challengeIn = (response: TestResponse) => {
  if (response.status !== 510) throw new Error(`expected a 510, not ${response.status}: ${response.text}`)
  return response.body.errors[0].multiStepAuthentication
}

/** The code of the first error. */
export const codeIn = (response: TestResponse): string | undefined => response.body?.errors?.[0]?.code

/** Visits the bank's page as the PSU does, without scripts; returns the URL that the bank sends the browser to. */
export const walkBankPage = async (
  { app }: Pick<Session, 'app'>,
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

/** The query of a URL, as a client sends it back. */
export const readQuery = (url: string): string => new URL(url).search.slice(1)
