import { describe, expect, it } from 'vitest'
import type { LintReport } from '../../server/index.ts'
import {
  challengeIn,
  DECOUPLED,
  type Dialect,
  dialects,
  GUIDE,
  type ImportFields,
  importBody,
  NO_SCA,
  REDIRECT,
  readQuery,
  type Session,
  startSession,
  v2,
  walkBankPage,
} from '../helpers/api-dialect.ts'

const TSP = { twoStepProcedureId: 'DEMO-TSP-01' }
const PSU = { 'PSU-IP-Address': '192.0.2.1', 'PSU-Device-OS': 'iOS', 'PSU-User-Agent': 'Safari' }

const lint = async ({ app }: Session): Promise<LintReport> => (await app.call('GET', '/_mock/lint')).body

const rulesIn = ({ findings }: LintReport): string[] => findings.map(({ rule }) => rule)

/** The finding of a rule; throws an error with the others where there is none. */
const findFinding = async (session: Session, rule: string) => {
  const report = await lint(session)
  const finding = report.findings.find((candidate) => candidate.rule === rule)
  if (finding === undefined) throw new Error(`no finding of ${rule}, but of ${rulesIn(report).join(', ') || 'none'}`)
  return finding
}

/** Plays a client that makes no mistake, through every approach once. */
const behave = async (dialect: Dialect): Promise<Session> => {
  const session = await startSession(dialect)
  const { get, world } = session
  await get('/banks?perPage=500')
  const importBank = (fields: ImportFields) => session.importBank(fields, PSU)
  const answer = (fields: ImportFields, hash: string, given: Record<string, unknown>) =>
    importBank({ ...fields, multiStepAuthentication: { hash, ...given } })
  const { hash } = challengeIn(await importBank(GUIDE))
  await answer(GUIDE, hash, TSP)
  const { body } = await answer(GUIDE, hash, { ...TSP, challengeResponse: 'demo' })
  await get(`/bankConnections/${body.id}`)
  world.clock.advance(2000)
  await get(`/bankConnections/${body.id}`)
  await get('/accounts')
  const push = challengeIn(await importBank(DECOUPLED)).hash
  const later = challengeIn(await answer(DECOUPLED, push, TSP)).hash
  for (const _ of [1, 2]) {
    world.clock.advance('PT5S')
    await answer(DECOUPLED, later, { ...TSP, decoupledCallback: true })
  }
  const redirect = challengeIn(await importBank(REDIRECT))
  const address = await walkBankPage(session, redirect.redirectUrl)
  await answer(REDIRECT, redirect.hash, { redirectCallback: readQuery(address) })
  world.faults.add({ kind: 'too-many-requests', operation: 'getAuthorizedUser', retryAfter: 2 })
  await get('/users')
  world.clock.advance(2000)
  await get('/users')
  return session
}

describe.each(dialects)('the linter in $version', (dialect) => {
  it('finds nothing in a client that makes no mistake', async () => {
    expect((await lint(await behave(dialect))).findings).toEqual([])
  })

  it('finds a decoupled approval that is polled too often', async () => {
    const session = await startSession(dialect)
    const { importBank, answer, world } = session
    const { hash } = challengeIn(await importBank(DECOUPLED))
    await answer(DECOUPLED, hash, TSP)
    await answer(DECOUPLED, hash, { decoupledCallback: true })
    world.clock.advance(4999)
    await answer(DECOUPLED, hash, { decoupledCallback: true })
    expect(await findFinding(session, 'decoupled.poll-interval')).toMatchObject({
      entryIds: [6, 7],
      message: expect.stringContaining('after 4999 ms'),
    })
  })

  it('finds a dead hash that is sent again, an expired one, and that of another user', async () => {
    const session = await startSession(dialect)
    const { importBank, answer, world, app } = session
    const { hash } = challengeIn(await importBank(GUIDE))
    await answer(GUIDE, hash, TSP)
    await answer(GUIDE, hash, { ...TSP, challengeResponse: 'wrong' })
    await answer(GUIDE, hash, { ...TSP, challengeResponse: 'demo' })
    const other = challengeIn(await importBank(GUIDE)).hash
    const stranger = await app.newUser(dialect)
    const request = world.journal.find({ hash: other })[0]
    await app.call('POST', request?.path ?? '', {
      token: stranger.token,
      body: { ...importBody(dialect, GUIDE), multiStepAuthentication: { hash: other, ...TSP } },
    })
    world.clock.advance('PT1H')
    const fresh = await app.requestToken(dialect, {
      grant_type: 'password',
      username: session.user.id,
      password: session.user.password,
    })
    await app.call('POST', request?.path ?? '', {
      token: fresh.body.access_token,
      body: { ...importBody(dialect, GUIDE), multiStepAuthentication: { hash: other, ...TSP } },
    })
    const found = (await lint(session)).findings.filter(({ rule }) => rule === 'hash.dead')
    expect(found.map(({ message }) => message.replace(/^Hash \w+ (.*) when it.*/, '$1'))).toEqual([
      'was REJECTED',
      "belongs to another user's flow",
      'had expired',
    ])
  })

  it('finds fields that are not repeated', async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank({ ...GUIDE, name: 'Mine', storeSecrets: true }))
    await session.answer({ ...GUIDE, storeSecrets: false }, hash, TSP)
    expect((await findFinding(session, 'hash.repeats-all-fields')).message).toMatch(
      /^name was not repeated; storeSecrets was changed\./,
    )
  })

  it('finds calls without the headers of the PSU', async () => {
    const session = await startSession(dialect)
    await session.importBank(GUIDE, { ...PSU, 'PSU-Device-OS': ' ' })
    expect((await findFinding(session, 'headers.psu')).message).toMatch(/^1 of 1 calls lack PSU-Device-OS\./)
  })

  it('finds a foreign callback that was sent on', async () => {
    const session = await startSession(dialect)
    const { hash } = challengeIn(await session.importBank(REDIRECT))
    await session.answer(REDIRECT, hash, { redirectCallback: 'state=foreign&code=1' })
    expect(await findFinding(session, 'redirect.compares-context')).toMatchObject({ severity: 'error', entryIds: [5] })
  })

  it('finds the id of a bank that finAPI never returned', async () => {
    const session = await startSession(dialect)
    await session.importBank(GUIDE)
    await session.get('/banks/280002')
    await session.importBank(REDIRECT)
    const found = (await lint(session)).findings.filter(({ rule }) => rule === 'banks.ids-are-looked-up')
    expect(found).toMatchObject([{ entryIds: [4], message: expect.stringMatching(/^Bank 280001 /) }])
  })

  it('finds a token that is requested again and again', async () => {
    const session = await startSession(dialect)
    const request = () => session.app.requestToken(dialect, { grant_type: 'client_credentials' })
    for (const _ of [1, 2, 3]) await request()
    expect(rulesIn(await lint(session))).not.toContain('tokens.are-kept')
    await request()
    expect(await findFinding(session, 'tokens.are-kept')).toMatchObject({
      entryIds: [4, 5, 6, 7],
      message: expect.stringMatching(/client mock-client was requested 4 times/),
    })
  })

  it('finds data that is read before READY and never again', async () => {
    const session = await startSession(dialect)
    const { body } = await session.importBank(NO_SCA)
    await session.get('/accounts')
    session.world.clock.advance(2000)
    await session.get(`/bankConnections/${body.id}`)
    expect(await findFinding(session, 'data.read-when-ready')).toMatchObject({ entryIds: [4, 5] })
    await session.get('/transactions?view=userView')
    await session.get(`/accounts`)
    expect(rulesIn(await lint(session))).not.toContain('data.read-when-ready')
  })

  it('finds a failed request that is repeated without a pause', async () => {
    const session = await startSession(dialect)
    session.world.faults.add({ kind: 'too-many-requests', retryAfter: 3 })
    session.world.faults.add({ kind: 'gateway', status: 502, skip: 1 })
    await session.get('/users')
    session.world.clock.advance(2999)
    await session.get('/users')
    session.world.clock.advance(500)
    await session.get('/users')
    expect(await findFinding(session, 'retries.pause')).toMatchObject({
      entryIds: [4, 5],
      message: expect.stringContaining('1 time(s) too early after 429'),
    })
  })
})

it('reports as JSON and as text, with the source of each rule', async () => {
  const { importBank, app } = await startSession(v2)
  await importBank(GUIDE)
  const report: LintReport = (await app.call('GET', '/_mock/lint')).body
  expect(rulesIn(report)).toEqual(['headers.psu', 'banks.ids-are-looked-up'])
  expect(report.checked).toEqual({ entries: 4, dropped: 0 })
  expect(new Set(report.rules.map(({ id }) => id)).size).toBe(report.rules.length)
  expect(report.rules.filter(({ source, grade }) => source === '' || !/^[A-D]$/.test(grade))).toEqual([])
  const { text } = await app.call('GET', '/_mock/lint?format=text')
  expect(text).toMatch(/^2 finding\(s\) in 4 exchange\(s\)\n\nwarning {2}headers\.psu\n {2}1 of 1 calls/)
  expect(text).toContain('  entries: #4\n  source (A): finAPI API document: PSU-IP-Address')
})
