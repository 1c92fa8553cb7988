import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { runCoverageCommand } from '../../server/coverage/command.ts'
import { type CoverageReport, type MockServer, startMockServer } from '../../server/index.ts'
import {
  challengeIn,
  DECOUPLED,
  dialects,
  GUIDE,
  NO_SCA,
  REDIRECT,
  SANDBOX,
  startApp,
  startSession,
  v2,
  walkBankPage,
} from '../helpers/api-dialect.ts'

const TSP = { twoStepProcedureId: 'DEMO-TSP-01' }

const metIn = (report: CoverageReport, group: string): string[] =>
  report.groups
    .find((candidate) => candidate.group === group)
    ?.items.flatMap(({ name, count }) => (count > 0 ? [name] : [])) ?? []

describe.each(dialects)('coverage in $version', (dialect) => {
  it('counts approaches, statuses, transitions, procedures, outcomes and codes', async () => {
    const session = await startSession(dialect)
    const { importBank, answer, world } = session
    expect(world.coverage.report()).toMatchObject({ percent: 0, met: 0 })
    const { hash } = challengeIn(await importBank(GUIDE))
    await answer(GUIDE, hash, { twoStepProcedureId: 'unknown' })
    await answer(GUIDE, hash, TSP)
    await answer(GUIDE, hash, { ...TSP, challengeResponse: 'wrong' })
    const photo = challengeIn(await importBank(SANDBOX)).hash
    await answer(SANDBOX, photo, { twoStepProcedureId: 'DEMO-CHIP-QR' })
    const push = challengeIn(await importBank(DECOUPLED)).hash
    await answer(DECOUPLED, push, TSP)
    await answer(DECOUPLED, push, { decoupledCallback: true })
    await answer(DECOUPLED, push, { decoupledCallback: true })
    await importBank(NO_SCA)
    const report = world.coverage.report()
    expect(metIn(report, 'approaches')).toEqual(['none', 'embedded', 'decoupled'])
    expect(metIn(report, 'procedures')).toEqual(['TEXT', 'PHOTO'])
    expect(metIn(report, 'challenges')).toEqual([
      ...['TWO_STEP_PROCEDURE_REQUIRED', 'CHALLENGE_RESPONSE_REQUIRED'],
      ...['DECOUPLED_AUTH_REQUIRED', 'DECOUPLED_AUTH_IN_PROGRESS'],
    ])
    expect(metIn(report, 'transitions')).toEqual([
      'START → TWO_STEP_PROCEDURE_REQUIRED',
      'START → COMPLETED',
      'TWO_STEP_PROCEDURE_REQUIRED → CHALLENGE_RESPONSE_REQUIRED',
      'TWO_STEP_PROCEDURE_REQUIRED → DECOUPLED_AUTH_REQUIRED',
      'CHALLENGE_RESPONSE_REQUIRED → REJECTED',
      'DECOUPLED_AUTH_REQUIRED → DECOUPLED_AUTH_IN_PROGRESS',
      'DECOUPLED_AUTH_IN_PROGRESS → COMPLETED',
    ])
    expect(metIn(report, 'outcomes')).toEqual(['procedure-chosen', 'last-wrong-answer', 'approved', 'not-decided-yet'])
    expect(metIn(report, 'errorCodes')).toEqual([
      ...['ADDITIONAL_AUTHENTICATION_REQUIRED', 'BANK_SERVER_REJECTION', 'INVALID_TWO_STEP_PROCEDURE'],
    ])
    expect(report.groups.find(({ group }) => group === 'outcomes')?.beyond).toEqual([
      { name: 'unknown-procedure', count: 1 },
    ])
    const met = report.groups.reduce((sum, group) => sum + group.met, 0)
    expect([report.met, report.percent]).toEqual([met, Math.floor((met * 100) / report.total)])
  })

  it('counts no error of an operation that cannot ask for authentication', async () => {
    const session = await startSession(dialect)
    expect((await session.get('/accounts/1')).status).toBe(404)
    expect(metIn(session.world.coverage.report(), 'errorCodes')).toEqual([])
    await session.importBank({ ...GUIDE, bankId: 1 })
    expect(metIn(session.world.coverage.report(), 'errorCodes')).toEqual(['UNKNOWN_ENTITY'])
  })

  it('covers the redirect approach, with a cancelling user', async () => {
    const session = await startSession(dialect)
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    const address = await walkBankPage(session, redirectUrl, 'cancel')
    await session.answer(REDIRECT, hash, { redirectCallback: new URL(address).search.slice(1) })
    const report = session.world.coverage.report()
    expect(metIn(report, 'approaches')).toEqual(['redirect'])
    expect(metIn(report, 'transitions')).toEqual(['START → REDIRECT_REQUIRED', 'REDIRECT_REQUIRED → REJECTED'])
  })
})

describe('coverage', () => {
  it('remembers what the journal has forgotten, and travels with a snapshot', async () => {
    const session = await startSession(v2, { journalEntries: 1 })
    const { hash } = challengeIn(await session.importBank(GUIDE))
    await session.get('/users')
    expect(session.world.journal.find({ operation: 'importBankConnection' })).toEqual([])
    expect(metIn(session.world.coverage.report(), 'approaches')).toEqual([])
    const snapshot = (await session.app.call('POST', '/_mock/worlds/default/fork', { body: { name: 'copy' } })).status
    expect(snapshot).toBeLessThan(300)
    await session.answer(GUIDE, hash, TSP)
    const state = session.world.coverage.all()
    const other = startApp()
    other.world.coverage.restore(JSON.parse(JSON.stringify(state)))
    expect(other.world.coverage.report()).toEqual(session.world.coverage.report())
    expect(metIn(other.world.coverage.report(), 'transitions')).toHaveLength(2)
    const copied: CoverageReport = (await session.app.call('GET', '/w/copy/_mock/coverage')).body
    expect(metIn(copied, 'transitions')).toEqual(['START → TWO_STEP_PROCEDURE_REQUIRED'])
  })

  it('is told over HTTP, as JSON and as a table, and begins anew', async () => {
    const { importBank, app } = await startSession(v2)
    await importBank(NO_SCA)
    expect((await app.call('GET', '/_mock/coverage')).body).toMatchObject({ met: 2, groups: { length: 6 } })
    const { text } = await app.call('GET', '/_mock/coverage?format=text')
    expect(text).toContain('approaches: 1 of 4 (25 %)\n  x none  1\n    embedded\n')
    expect(text).toMatch(/\nall: 2 of \d+ \(\d %\)\n$/)
    expect((await app.call('DELETE', '/_mock/coverage')).status).toBe(204)
    expect((await app.call('GET', '/_mock/coverage')).body).toMatchObject({ met: 0 })
  })
})

describe('finapi-mock coverage', () => {
  const servers: MockServer[] = []
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })

  const start = async (options = {}): Promise<MockServer> => {
    const server = await startMockServer({ port: 0, ...options })
    servers.push(server)
    return server
  }

  const run = (...args: string[]) => runWith({}, ...args)

  const runWith = async (environment: Record<string, string>, ...args: string[]) => {
    const written = { stdout: '', stderr: '' }
    const status = await runCoverageCommand(args, {
      environment,
      write: (text) => {
        written.stdout += text
      },
      printError: (line) => {
        written.stderr += `${line}\n`
      },
    })
    return { status, ...written }
  }

  it('fails under the minimum, and passes at it', async () => {
    const { url, world } = await start()
    world.coverage.note({ explanation: undefined, challengeType: 'TEXT', errorCodes: ['LOCKED'] })
    const low = await run('--url', url, '--min', '80')
    expect(low).toMatchObject({ status: 1, stderr: expect.stringContaining('2 % were met, but at least 80 %') })
    expect(low.stdout).toContain('procedures: 1 of 3 (33 %)')
    expect(await run('--url', `${url}/`, '--min', '2')).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse((await run('--url', url, '--json')).stdout)).toMatchObject({ met: 2 })
    expect(await run('--url', url, '--world', 'other', '--min', '1')).toMatchObject({ status: 1 })
  })

  it.each([
    { args: ['--min', '101'], problem: /--min must be a number from 0 to 100, but is '101'/ },
    { args: ['--min', 'all'], problem: /--min must be a number from 0 to 100/ },
    { args: ['--url', 'nowhere'], problem: /--url must be an absolute/ },
    { args: ['--minimum', '1'], problem: /Unknown option '--minimum'/ },
    { args: ['--url', 'http://127.0.0.1:1'], problem: /cannot reach http:\/\/127\.0\.0\.1:1\/_mock\/coverage/ },
  ])('answers 2 to $args', async ({ args, problem }) => {
    expect(await run(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(problem) })
  })

  it("hands over the control API's token", async () => {
    const { url } = await start({ controlToken: 'secret-token' })
    expect(await run('--url', url)).toMatchObject({ status: 2, stderr: expect.stringContaining('401') })
    expect(await run('--url', url, '--token', 'secret-token')).toMatchObject({ status: 0 })
    const environment = { FINAPI_MOCK_CONTROL_TOKEN: 'secret-token' }
    expect(await runWith(environment, '--url', url)).toMatchObject({ status: 0 })
  })

  it('tells where something else than the mock answers', async () => {
    const { url } = await start()
    expect(await run('--url', `${url}/api/v2`)).toMatchObject({ status: 2, stderr: expect.stringContaining('404') })
    const other = createServer((_, answer) => answer.end('{"percent":100}')).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    expect(await run('--url', `http://127.0.0.1:${port}`)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/answered no coverage report \(met must be a whole number, but is missing\)/),
    })
    other.close()
  })

  it('helps', async () => {
    expect(await run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--min PERCENT') })
  })
})
