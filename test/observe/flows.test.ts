import { expect, it } from 'vitest'
import type { ScenarioDefinition } from '../../server/index.ts'
import {
  challengeIn,
  DECOUPLED,
  GUIDE,
  REDIRECT,
  readQuery,
  startSession,
  v2,
  walkBankPage,
} from '../helpers/api-dialect.ts'

const walkRedirect = async () => {
  const session = await startSession(v2)
  const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
  await session.answer(REDIRECT, hash, { redirectCallback: 'state=foreign&code=x' })
  session.world.clock.advance(1500)
  const address = await walkBankPage(session, redirectUrl)
  await session.answer(REDIRECT, hash, { redirectCallback: readQuery(address) })
  const show = async (format: string): Promise<string> =>
    (await session.app.call('GET', `/_mock/flows/${hash}?format=${format}`)).text
  return { ...session, hash, show }
}

it('shows a flow as JSON, with what the PSU did', async () => {
  const { app, hash, user } = await walkRedirect()
  const flow = (await app.call('GET', `/_mock/flows/${hash}`)).body
  expect(flow).toMatchObject({
    hashes: [hash],
    user: user.id,
    client: 'mock-client',
    version: 'v2',
    bank: { id: 280002, name: 'finAPI Test Redirect Bank' },
    scenario: 'demo-redirect',
    status: 'COMPLETED',
  })
  expect(flow.steps.map(({ at, who, event }: Record<string, string>) => [at, who, event])).toEqual([
    ['2026-03-10T10:00:00.000Z', 'client', 'started'],
    ['2026-03-10T10:00:00.000Z', 'client', 'foreign-callback'],
    ['2026-03-10T10:00:01.500Z', 'psu', 'logged-in-at-bank'],
    ['2026-03-10T10:00:01.500Z', 'psu', 'approved-at-bank-page'],
    ['2026-03-10T10:00:01.500Z', 'client', 'approved-at-bank'],
  ])
})

it('shows a flow as text', async () => {
  const { hash, show } = await walkRedirect()
  const text = await show('text')
  expect(text).toContain(`flow ${hash}\nscenario demo-redirect at finAPI Test Redirect Bank (280002), XS2A, v2\n`)
  expect(text).toContain('2026-03-10T10:00:01.500Z  psu     approved-at-bank-page → REDIRECT_REQUIRED  (steps/0)\n')
  expect(text).toMatch(/\n {34}given: {4}redirectCallback \(state=foreign, code\)\n/)
  expect(text).toMatch(/client {2}approved-at-bank → COMPLETED/)
})

it('draws a flow between TPP, finAPI, bank and PSU', async () => {
  const { show } = await walkRedirect()
  expect((await show('mermaid')).split('\n').map((line) => line.trim())).toEqual([
    'sequenceDiagram',
    'participant TPP',
    'participant finAPI',
    'participant Bank',
    'actor PSU',
    'Note over TPP,PSU: demo-redirect at finAPI Test Redirect Bank',
    'TPP->>finAPI: first call',
    'finAPI->>Bank: login',
    'Bank-->>finAPI: started',
    'finAPI-->>TPP: REDIRECT_REQUIRED',
    'TPP->>finAPI: redirectCallback (state=foreign, code)',
    'finAPI--xTPP: refused (foreign-callback), still REDIRECT_REQUIRED',
    'PSU->>Bank: logged-in-at-bank',
    'PSU->>Bank: approved-at-bank-page',
    expect.stringMatching(/^TPP->>finAPI: redirectCallback \(.*state=[0-9a-f-]{36}.*\)$/),
    'finAPI->>Bank: answer',
    'Bank-->>finAPI: approved-at-bank',
    'finAPI-->>TPP: COMPLETED',
    '',
  ])
})

it('escapes what client and scenario say in the drawing', async () => {
  const scenario: ScenarioDefinition = {
    name: 'marked-up',
    description: 'A bank with markup in its name.',
    bank: { id: 700_001, blz: 'MINE0001', name: 'Bank <img src="x"> & {Co}' },
    persona: 'mira-sandow',
    steps: [{ selectProcedure: [{ id: 'sms', name: 'SMS' }] }],
  }
  const { importBank, answer, app } = await startSession(v2, { scenarios: [scenario] })
  const request = { bankId: 700_001, interface: 'XS2A', login: { 'Onlinebanking-ID': 'lena', PIN: '1' } }
  const { hash } = challengeIn(await importBank(request))
  await answer(request, hash, { twoStepProcedureId: 'a;b#c\nd<script>' })
  const drawn = (await app.call('GET', `/_mock/flows/${hash}?format=mermaid`)).text
  expect(drawn).toContain('TPP->>finAPI: twoStepProcedureId=a#59;b#35;c d#60;script#62;\n')
  expect(drawn).toContain('marked-up at Bank #60;img src=#34;x#34;#62; #38; #123;Co#125;\n')
})

it('finds a flow by its later hash, lists all flows, and names the last one for an unknown hash', async () => {
  const { importBank, answer, app } = await startSession(v2)
  const none = await app.call('GET', '/_mock/flows/nothing')
  expect([none.status, none.body.message]).toEqual([404, expect.stringContaining('no flow yet')])
  const { hash } = challengeIn(await importBank(DECOUPLED))
  const later = challengeIn(await answer(DECOUPLED, hash, { twoStepProcedureId: 'DEMO-TSP-01' })).hash
  expect(later).not.toBe(hash)
  expect((await app.call('GET', `/_mock/flows/${later}`)).body.hashes).toEqual([hash, later])
  const last = challengeIn(await importBank(GUIDE)).hash
  const { flows } = (await app.call('GET', '/_mock/flows')).body
  expect(flows).toMatchObject([
    { scenario: 'demo-decoupled', status: 'DECOUPLED_AUTH_REQUIRED', steps: 2 },
    { scenario: 'demo-sms-or-push', status: 'TWO_STEP_PROCEDURE_REQUIRED', startedAt: '2026-03-10T10:00:00.000Z' },
  ])
  const unknown = await app.call('GET', '/_mock/flows/nothing')
  expect(unknown.body.message).toContain(last)
  expect((await app.call('GET', `/_mock/flows/${hash}?format=svg`)).body).toMatchObject({ field: 'format' })
})
