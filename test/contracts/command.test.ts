import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HELP } from '../../contracts/call-options.ts'
import { type ContractLine, runCommand } from '../../contracts/command.ts'
import { expectEqual } from '../../contracts/expect.ts'
import { defineRule, type Rule, skip } from '../../contracts/rule.ts'
import { rules } from '../../contracts/rules/index.ts'
import { type StartedMock, startMock } from '../../contracts/targets/mock.ts'

const madeAt = '2026-03-10T10:00:00.000Z'
const userRules = rules.filter(({ id }) => id.startsWith('users.'))

let folder: string
let mock: StartedMock
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contract-'))
  mock = await startMock()
})
afterAll(() => mock.close())

const call = async (
  args: readonly string[],
  environment: Record<string, string> = {},
  line: Partial<ContractLine> = {},
) => {
  const written: string[] = []
  const errors: string[] = []
  const progress: string[] = []
  const code = await runCommand(args, {
    environment,
    write: (text) => written.push(text),
    printError: (text) => errors.push(text),
    colors: false,
    now: () => new Date(madeAt),
    signal: new AbortController().signal,
    progress: { write: (text) => progress.push(text), isTerminal: false },
    rules: userRules,
    ...line,
  })
  return { code, written: written.join(''), errors, progress: progress.join('') }
}

const ownRule = (id: string, check: Rule['check']): Rule =>
  defineRule(
    { id, title: `${id} works`, versions: ['v1', 'v2'], evidence: { source: 'this test', grade: 'D' }, needs: [] },
    check,
  )

const failing = ownRule('own.fails', async (target) => {
  const user = await target.newUser()
  expectEqual(user.password, 'another', 'password')
})

/** Flags for every kind of report, in a folder of its own. */
const reports = async (name: string) => {
  const own = join(folder, name)
  await mkdir(own)
  const path = (kind: string) => join(own, `report.${kind}`)
  return {
    folder: own,
    args: ['json', 'junit', 'html', 'parity'].flatMap((kind) => [`--${kind}`, path(kind)]),
    read: (kind: string) => readFile(path(kind), 'utf8'),
  }
}

describe('the contract command', () => {
  it('explains every flag', async () => {
    const { code, written } = await call(['--help'])
    expect({ code, written }).toEqual({ code: 0, written: HELP })
    for (const name of ['FINAPI_BASE_URL', 'FINAPI_API_VERSION', 'FINAPI_CLIENT_ID', 'FINAPI_CLIENT_SECRET'])
      expect(written).toContain(name)
  })

  it.each([
    { given: 'an unknown walker', args: ['--walker', 'feet'], environment: {}, says: /feet.*forms, browser, manual/ },
    { given: 'two walkers', args: ['--manual', '--walker', 'browser'], environment: {}, says: /--manual and --walker/ },
    { given: 'an unknown flag', args: ['--jsn', 'x'], environment: {}, says: /--jsn/ },
    { given: 'a stray word', args: ['sandbox'], environment: {}, says: /sandbox/ },
    { given: 'a flag without its value', args: ['--json'], environment: {}, says: /--json/ },
    { given: 'an unknown version', args: [], environment: { FINAPI_API_VERSION: '3' }, says: /FINAPI_API_VERSION/ },
    {
      given: 'an unknown version as a flag',
      args: ['--api-version', '3'],
      environment: {},
      says: /^--api-version is '3'/,
    },
    {
      given: 'an unknown version of a list',
      args: ['--list', '--api-version', '3'],
      environment: {},
      says: /--api-version/,
    },
    { given: 'no number of requests', args: ['--concurrency', '0'], environment: {}, says: /^--concurrency is '0'/ },
    { given: 'no address', args: ['--base-url', 'sandbox'], environment: {}, says: /^--base-url is 'sandbox'/ },
    {
      given: 'no secret',
      args: ['--base-url', 'http://h', '--client-id', 'x'],
      environment: {},
      says: /FINAPI_CLIENT_SECRET/,
    },
    { given: 'a secret as a flag', args: ['--client-secret', 'x'], environment: {}, says: /--client-secret/ },
    { given: 'unknown rules', args: ['--only', 'usrs'], environment: {}, says: /--only usrs .*groups users/ },
    {
      given: 'a folder that is not there',
      args: ['--html', '/nowhere/at/all.html'],
      environment: {},
      says: /\/nowhere\/at\/all\.html.*ENOENT/,
    },
    { given: 'a folder for a file', args: ['--junit', tmpdir()], environment: {}, says: /is a folder/ },
  ])('refuses $given with one line', async ({ args, environment, says }) => {
    const { code, written, errors, progress } = await call(args, environment)
    expect({ code, written, progress }).toEqual({ code: 2, written: '', progress: '' })
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(says)
    expect(errors[0]).not.toMatch(/\n/)
  })

  it('does not overwrite a file that is no parity file', async () => {
    const file = join(folder, 'shopping.json')
    await writeFile(file, '["milk"]')
    const { code, errors } = await call(['--parity', file])
    expect(code).toBe(2)
    expect(errors[0]).toMatch(/shopping\.json is not a parity file of format 1; delete it .* or name another file/)
    expect(await readFile(file, 'utf8')).toBe('["milk"]')
  })

  it('fails with one line when the target is not reachable, and reports that', async () => {
    const { args, read, folder: own } = await reports('unreachable')
    const environment = { FINAPI_CLIENT_SECRET: 'very-secret' }
    const { code, written, errors } = await call(
      ['--base-url', 'http://127.0.0.1:9', '--client-id', 'id', ...args],
      environment,
    )
    expect({ code, written }).toEqual({ code: 1, written: '' })
    expect(errors.join('\n')).toMatch(/^Target not reachable: .*127\.0\.0\.1:9.*$/)
    expect(JSON.parse(await read('json'))).toMatchObject({
      passed: false,
      runs: [],
      unreachable: [{ reason: expect.stringContaining(':9') }],
    })
    expect(await read('junit')).toContain('errors="1"')
    expect(await read('html')).toContain('Target not reachable')
    expect(await readdir(own)).not.toContain('report.parity')
    expect(errors.join() + (await read('json')) + (await read('html'))).not.toMatch(/very-secret/)
  })

  it('checks a mock of its own in both versions and writes every report', async () => {
    const { args, read } = await reports('both')
    const { code, written, errors, progress } = await call(args)
    expect(written).toMatch(/mock v1: \d+ rules, \d+ passed, 0 failed[\s\S]*mock v2: \d+ rules, \d+ passed, 0 failed/)
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    expect(progress).toMatch(/mock v1: \d+ of \d+ rules, users done\nmock v2: .*\n$/)
    expect(JSON.parse(await read('json'))).toMatchObject({
      passed: true,
      runs: [{ target: { version: 'v1' }, notices: [] }, { target: { version: 'v2' } }],
    })
    expect(await read('junit')).toMatch(/<testsuite name="mock v1".*[\s\S]*<testsuite name="mock v2"/)
    expect(await read('html')).toContain('All checked rules pass.')
    expect(JSON.parse(await read('parity')).rules['users.deletion']).toEqual({
      'mock v1': { outcome: 'passed', lastPassed: madeAt },
      'mock v2': { outcome: 'passed', lastPassed: madeAt },
    })
  })

  it('lets flags override the environment', async () => {
    const environment = {
      FINAPI_BASE_URL: 'http://127.0.0.1:9',
      FINAPI_API_VERSION: 'v2',
      FINAPI_CLIENT_ID: 'nobody',
      FINAPI_CLIENT_SECRET: 'mock-secret',
    }
    const flags = [
      '--base-url',
      mock.url,
      '--api-version',
      'v1',
      '--client-id',
      'mock-client',
      '--only',
      'users.deletion',
    ]
    const { code, written } = await call(flags, environment)
    expect(code).toBe(0)
    expect(written).toContain(`Contract rules against ${new URL(mock.url).host} (${mock.url}), API v1`)
    expect(written).toContain(' v1: 1 rules, 1 passed')
  })

  it('reads a target file', async () => {
    const file = join(folder, 'gateway.json')
    const about = { name: 'gateway', baseUrl: mock.url, versions: ['v1', 'v2'], clientId: 'mock-client' }
    await writeFile(file, JSON.stringify(about))
    const args = ['--target', file, '--only', 'users.deletion']
    const { code, written } = await call(args, { FINAPI_CLIENT_SECRET: 'mock-secret' })
    expect(code).toBe(0)
    expect(written).toMatch(/gateway v1: 1 rules, 1 passed[\s\S]*gateway v2: 1 rules, 1 passed/)
  })

  it('runs the named groups and rules, and shows each if verbose', async () => {
    const args = ['--api-version', 'v2', '--only', 'users.deletion', '--only', 'own', '--verbose']
    const { code, written } = await call(args, {}, { rules: [...userRules, ownRule('own.passes', async () => {})] })
    expect(code).toBe(0)
    expect(written).toMatch(/passed {3}users\.deletion +A .*\npassed {3}own\.passes +D this test\n/)
    expect(written).toContain('mock v2: 2 rules, 2 passed')
  })

  it('lists the rules without sending a request', async () => {
    const environment = { FINAPI_BASE_URL: 'not even an address' }
    const { code, written, errors } = await call(['--list', '--only', 'users', '--api-version', 'v2'], environment)
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    for (const { id, title } of userRules.filter(({ versions }) => versions.includes('v2'))) {
      expect(written).toContain(id)
      expect(written).toContain(title)
    }
    expect(written).toContain('A finAPI API document: User, password')
  })

  it('reports a failure with its requests and responses, and without a single secret', async () => {
    const { args, read } = await reports('failed')
    const secrets: string[] = []
    const withSecret = ownRule('own.fails-with-a-secret', async (target) => {
      const user = await target.newUser()
      secrets.push(user.password, user.accessToken, user.refreshToken ?? '', target.settings.client.secret)
      target.observe(`the token is ${user.accessToken}`)
      expectEqual(user.password, user.accessToken, 'password')
    })
    const { code, written } = await call(['--api-version', 'v2', ...args], {}, { rules: [withSecret, ...userRules] })
    expect(code).toBe(1)
    const texts = [written, await read('json'), await read('junit'), await read('html')]
    for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret)
    expect(secrets.every((secret) => secret.length > 5)).toBe(true)
    const report = JSON.parse(texts[1] ?? '')
    expect(report.runs[0].rules[0]).toMatchObject({
      outcome: 'failed',
      observations: ['the token is ‹TOKEN_2›'],
      exchanges: ['/api/v2/users', '/api/v2/oauth/token'].map((path) => ({ request: { path } })),
    })
    expect(texts[2]).toContain('curl -sS -i -g')
    expect(JSON.parse(await read('parity')).rules['own.fails-with-a-secret']['mock v2']).toEqual({
      outcome: 'failed',
      lastFailed: madeAt,
    })
  })

  it('remembers when a rule last passed, and ignores a run that skipped everything', async () => {
    const { args, read } = await reports('remembered')
    const version = ['--api-version', 'v2']
    const passing = ownRule('own.fails', async () => {})
    await call([...version, ...args], {}, { rules: [passing], now: () => new Date('2026-03-01T10:00:00Z') })
    await call([...version, ...args], {}, { rules: [failing] })
    const after = { outcome: 'failed', lastPassed: '2026-03-01T10:00:00.000Z', lastFailed: madeAt }
    expect(JSON.parse(await read('parity')).rules['own.fails']['mock v2']).toEqual(after)
    expect(await read('html')).toMatch(/last passed <time datetime="2026-03-01T10:00:00\.000Z"/)
    const skipped = await call(
      [...version, ...args],
      {},
      { rules: [ownRule('own.fails', async () => skip('not today'))] },
    )
    expect(skipped.code).toBe(1)
    expect(JSON.parse(await read('parity')).rules['own.fails']['mock v2']).toEqual(after)
    expect(await read('html')).toContain('every rule was skipped')
  })

  it('writes its reports also when it is stopped', async () => {
    const { args, read } = await reports('stopped')
    const stop = new AbortController()
    const stopping = ownRule('own.stops', async () => stop.abort())
    const { code, errors } = await call(
      args,
      {},
      { rules: [userRules[0] ?? failing, stopping, failing], signal: stop.signal },
    )
    expect(code).toBe(1)
    expect(errors).toEqual(['The run was stopped; what it created has been deleted.'])
    const { runs } = JSON.parse(await read('json'))
    expect(runs).toHaveLength(1)
    expect(runs[0].rules.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'passed',
      expect.any(String),
      'skipped',
    ])
    expect(Object.keys(JSON.parse(await read('parity')).rules)).not.toContain('own.fails')
    expect(await read('junit')).toContain('the run was stopped before')
  })

  it('names a report that it could not write, and writes the others', async () => {
    const { args, read, folder: own } = await reports('half')
    const sabotage = ownRule('own.sabotages', async () => {
      await mkdir(join(own, 'report.html'))
    })
    const { code, errors } = await call(['--api-version', 'v2', ...args], {}, { rules: [sabotage] })
    expect(code).toBe(1)
    expect(errors).toEqual([expect.stringMatching(/report\.html could not be written \(EISDIR\)/)])
    expect(JSON.parse(await read('json')).passed).toBe(true)
  })
})

describe('the contract command with --record', () => {
  const own = (id: string, check: Rule['check'] = async (target) => void (await target.newUser())): Rule =>
    ownRule(`own.${id}`, check)
  const record = (into: string, rule: Rule, line: Partial<ContractLine> = {}) =>
    call(['--api-version', 'v2', '--record', into], {}, { rules: [rule], ...line })
  /** Returns the paths below a folder. */
  const list = async (of: string) => (await readdir(of, { recursive: true })).sort()
  const readManifest = (of: string) => readFile(join(of, 'v2', 'recording.json'), 'utf8')
  const makeFolder = () => mkdtemp(join(folder, 'record-'))

  it('replaces an earlier recording, or an empty folder', async () => {
    const into = await makeFolder()
    await mkdir(join(into, 'v2'))
    for (const id of ['first', 'second']) {
      const { code, errors } = await record(into, own(id))
      expect({ code, errors }).toEqual({ code: 0, errors: [] })
      expect(await list(into)).toEqual(['v2', `v2/001-own.${id}.json`, 'v2/002-clean-up.json', 'v2/recording.json'])
    }
  })

  it.each([
    { given: 'code', files: { 'v2/important.ts': 'mine' }, says: /v2 contains important\.ts, which is not part of a/ },
    { given: 'a folder', files: { 'v2/src/a.ts': 'mine' }, says: /v2 contains src, which is not part of a recording/ },
    {
      given: 'a recording of another format',
      files: { 'v2/recording.json': '{"format":99,"version":"v2","rules":[]}' },
      says: /v2 contains recording\.json, which is not part of a recording of format 1/,
    },
    {
      given: 'a recording with a file of somebody else',
      files: {
        'v2/recording.json': '{"format":1,"version":"v2","rules":[{"file":"001-a.json"}]}',
        'v2/001-a.json': '[]',
        'v2/notes.txt': 'mine',
      },
      says: /v2 contains notes\.txt/,
    },
    { given: 'a file in its place', files: { v2: 'mine' }, says: /v2 is a file, but has to be a folder/ },
  ])('refuses to delete $given, before it sends a request', async ({ files, says }) => {
    const into = await makeFolder()
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(into, name)), { recursive: true })
      await writeFile(join(into, name), content)
    }
    const before = await list(into)
    const { code, written, errors, progress } = await record(into, own('unused'))
    expect({ code, written, progress }).toEqual({ code: 2, written: '', progress: '' })
    expect(errors).toEqual([expect.stringMatching(says)])
    expect(errors[0]).toMatch(/^[^\n]*see --help\)$/)
    expect(await list(into)).toEqual(before)
  })

  it('refuses a file as its folder, before it sends a request', async () => {
    const file = join(await makeFolder(), 'file')
    await writeFile(file, 'mine')
    const { code, written, errors } = await record(join(file, 'deeper'), own('unused'))
    expect({ code, written }).toEqual({ code: 2, written: '' })
    expect(errors).toEqual([expect.stringMatching(/file\/deeper cannot be used \(ENOTDIR\)/)])
    expect((await record(file, own('unused'))).errors).toEqual([expect.stringMatching(/file is a file, but has to be/)])
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  it('shows the results of a run that it could not record, and keeps what is there', async () => {
    const into = await makeFolder()
    await record(into, own('good'))
    const manifest = await readManifest(into)
    const disturb = own('disturbs', async () => writeFile(join(into, 'v2', 'notes.txt'), 'mine'))
    const { code, written, errors } = await record(into, disturb)
    expect(code).toBe(1)
    expect(written).toContain('mock v2: 1 rules, 1 passed')
    expect(errors).toEqual([expect.stringMatching(/^Not recorded: .*v2 contains notes\.txt[^\n]*$/)])
    expect(await readManifest(into)).toBe(manifest)
    expect(await readdir(into)).toEqual(['v2'])
  })

  it('keeps an earlier recording when a run is stopped or skips everything', async () => {
    const into = await makeFolder()
    await record(into, own('good'))
    const manifest = await readManifest(into)
    const skipped = await record(
      into,
      own('skips', async () => skip('not today')),
    )
    expect(skipped).toMatchObject({ code: 1, errors: ['Not recorded: every rule was skipped'] })
    const stop = new AbortController()
    const stopped = await record(
      into,
      own('stops', async () => stop.abort()),
      { signal: stop.signal },
    )
    expect(stopped).toMatchObject({ code: 1, errors: ['Not recorded: the run was stopped', expect.any(String)] })
    expect(await readManifest(into)).toBe(manifest)
  })
})

describe('the contract command with --manual', () => {
  it('prints the page to open, and waits for the person to come back', async () => {
    const visits: Promise<unknown>[] = []
    const printError = (text: string): void => {
      const url = /https?:\/\/\S+\/_mock\/bank\/login\S*/.exec(text)?.[0]
      if (url === undefined) return
      visits.push(visitAsPerson(url))
    }
    const { code } = await call(
      ['--manual', '--api-version', 'v2', '--only', 'redirect.approved'],
      {},
      {
        printError,
        rules,
      },
    )
    await Promise.all(visits)
    expect(visits).toHaveLength(1)
    expect(code).toBe(0)
  })
})

/** Logs in and approves on the mock's page, and follows the redirect of the bank. */
const visitAsPerson = async (url: string): Promise<void> => {
  const state = new URL(url).searchParams.get('state') ?? ''
  const send = (page: string, fields: Record<string, string>) =>
    fetch(url.replace(/login\?.*$/, page), { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
  const loggedIn = await (await send('login', { state, user: 'demo', pin: 'demo' })).text()
  const session = /name="session" value="([^"]+)"/.exec(loggedIn)?.[1] ?? ''
  const decided = await send('decision', { state, session, decision: 'approve' })
  await (await fetch(decided.headers.get('location') ?? '')).text()
}
