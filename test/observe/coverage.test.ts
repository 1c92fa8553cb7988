import { describe, expect, it } from 'vitest'
import type { CoverageReport } from '../../server/index.ts'
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

const coveredIn = (report: CoverageReport, group: string): string[] =>
  report.groups
    .find((candidate) => candidate.group === group)
    ?.items.flatMap(({ name, count }) => (count > 0 ? [name] : [])) ?? []

describe.each(dialects)('coverage in $version', (dialect) => {
  it('counts approaches, statuses, transitions, procedures, outcomes and codes', async () => {
    const session = await startSession(dialect)
    const { importBank, answer, world } = session
    expect(world.coverage.report()).toMatchObject({ percent: 0, covered: 0 })
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
    expect(coveredIn(report, 'approaches')).toEqual(['none', 'embedded', 'decoupled'])
    expect(coveredIn(report, 'procedures')).toEqual(['TEXT', 'PHOTO'])
    expect(coveredIn(report, 'challenges')).toEqual([
      ...['TWO_STEP_PROCEDURE_REQUIRED', 'CHALLENGE_RESPONSE_REQUIRED'],
      ...['DECOUPLED_AUTH_REQUIRED', 'DECOUPLED_AUTH_IN_PROGRESS'],
    ])
    expect(coveredIn(report, 'transitions')).toEqual([
      'START → TWO_STEP_PROCEDURE_REQUIRED',
      'START → COMPLETED',
      'TWO_STEP_PROCEDURE_REQUIRED → CHALLENGE_RESPONSE_REQUIRED',
      'TWO_STEP_PROCEDURE_REQUIRED → DECOUPLED_AUTH_REQUIRED',
      'CHALLENGE_RESPONSE_REQUIRED → REJECTED',
      'DECOUPLED_AUTH_REQUIRED → DECOUPLED_AUTH_IN_PROGRESS',
      'DECOUPLED_AUTH_IN_PROGRESS → COMPLETED',
    ])
    expect(coveredIn(report, 'outcomes')).toEqual([
      'procedure-chosen',
      'last-wrong-answer',
      'approved',
      'not-decided-yet',
    ])
    expect(coveredIn(report, 'errorCodes')).toEqual([
      ...['ADDITIONAL_AUTHENTICATION_REQUIRED', 'BANK_SERVER_REJECTION', 'INVALID_TWO_STEP_PROCEDURE'],
    ])
    expect(report.groups.find(({ group }) => group === 'outcomes')?.unexpected).toEqual([
      { name: 'unknown-procedure', count: 1 },
    ])
    const covered = report.groups.reduce((sum, group) => sum + group.covered, 0)
    expect([report.covered, report.percent]).toEqual([covered, Math.floor((covered * 100) / report.total)])
  })

  it('counts no error of an operation that cannot ask for authentication', async () => {
    const session = await startSession(dialect)
    expect((await session.get('/accounts/1')).status).toBe(404)
    expect(coveredIn(session.world.coverage.report(), 'errorCodes')).toEqual([])
    await session.importBank({ ...GUIDE, bankId: 1 })
    expect(coveredIn(session.world.coverage.report(), 'errorCodes')).toEqual(['UNKNOWN_ENTITY'])
  })

  it('counts the redirect approach, with a PSU who cancels', async () => {
    const session = await startSession(dialect)
    const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
    const address = await walkBankPage(session, redirectUrl, 'cancel')
    await session.answer(REDIRECT, hash, { redirectCallback: new URL(address).search.slice(1) })
    const report = session.world.coverage.report()
    expect(coveredIn(report, 'approaches')).toEqual(['redirect'])
    expect(coveredIn(report, 'transitions')).toEqual(['START → REDIRECT_REQUIRED', 'REDIRECT_REQUIRED → REJECTED'])
  })
})

describe('coverage', () => {
  it('includes what the journal has dropped, and is copied with a world', async () => {
    const session = await startSession(v2, { journalEntries: 1 })
    const { hash } = challengeIn(await session.importBank(GUIDE))
    await session.get('/users')
    expect(session.world.journal.find({ operation: 'importBankConnection' })).toEqual([])
    await session.app.call('POST', '/_mock/worlds/default/fork', { body: { name: 'copy' } })
    await session.answer(GUIDE, hash, TSP)
    const read = async (prefix: string): Promise<CoverageReport> =>
      (await session.app.call('GET', `${prefix}/_mock/coverage`)).body
    expect(coveredIn(await read('/w/copy'), 'transitions')).toEqual(['START → TWO_STEP_PROCEDURE_REQUIRED'])
    expect(coveredIn(await read(''), 'transitions')).toHaveLength(2)
    const snapshot = await session.app.call('GET', '/_mock/worlds/default/snapshot')
    const other = startApp()
    expect((await other.call('PUT', '/_mock/worlds/default/snapshot', { body: snapshot.text })).status).toBe(200)
    expect((await other.call('GET', '/_mock/coverage')).body).toEqual(await read(''))
  })

  it('is reported as JSON and as a table, and cleared', async () => {
    const { importBank, app } = await startSession(v2)
    await importBank(NO_SCA)
    expect((await app.call('GET', '/_mock/coverage')).body).toMatchObject({ covered: 2, groups: { length: 6 } })
    const { text } = await app.call('GET', '/_mock/coverage?format=text')
    expect(text).toContain('approaches: 1 of 4 (25 %)\n  x none  1\n    embedded\n')
    expect(text).toMatch(/\nall: 2 of \d+ \(\d %\)\n$/)
    expect((await app.call('DELETE', '/_mock/coverage')).status).toBe(204)
    expect((await app.call('GET', '/_mock/coverage')).body).toMatchObject({ covered: 0 })
  })
})
