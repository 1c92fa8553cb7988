import { expect, it } from 'vitest'
import { createRandom } from '../../server/core/random.ts'
import {
  ANY_LOGIN,
  challengeIn,
  DECOUPLED,
  importAtOwnBank,
  importBody,
  NO_SCA,
  openSession,
  REDIRECT,
  SANDBOX,
  startApp,
  v1,
  v2,
} from '../helpers/api-dialect.ts'

/** The number of edited snapshots; each differs from a valid one by one field. */
const EDITS = 300

/** The values that replace a field. */
const VALUES: readonly unknown[] = [
  null,
  true,
  '',
  'something else',
  '9999-12-31',
  0,
  -1,
  1.5,
  1e12,
  1e300,
  [],
  [null],
  {},
  { a: 1 },
]

/** An object or a list of a snapshot, and a key of it. */
type Place = readonly [holder: object, key: string, path: string]

const placesIn = (value: unknown, path = ''): Place[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]): Place[] => {
        const place = path === '' ? key : `${path}.${key}`
        return [[value, key, place], ...placesIn(inner, place)]
      })

/** Returns true for a status that no request should get. finAPI's 510 requires an authentication, and 501 refuses a bank. */
const isFailure = (status: number): boolean => status >= 500 && status !== 510 && status !== 501

/** Starts an application with a world in the middle of everything, and returns its snapshot. */
const takeBusySnapshot = async () => {
  const app = startApp({ checkResponses: false })
  const session = openSession(app, v2, await app.newUser(v2))
  let connectionId = 0
  for (const scenario of ['adjusting-entry', 'potential-duplicates', 'consent-revoked']) {
    connectionId = await importAtOwnBank(session, scenario, { maxDaysForDownload: 30 })
  }
  app.world.clock.advance('PT1M')
  const ids = (await session.get('/transactions?view=userView&perPage=3')).body.transactions.map(
    ({ id }: { id: number }) => id,
  )
  await session.patch('/transactions', { ids, isNew: false })
  const { hash } = challengeIn(await session.importBank(SANDBOX))
  await session.answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-SMS' })
  await session.importBank(REDIRECT)
  const push = challengeIn(await session.importBank(DECOUPLED))
  const { hash: pushHash } = challengeIn(
    await session.answer(DECOUPLED, push.hash, { twoStepProcedureId: 'DEMO-TSP-02' }),
  )
  await session.importBank({ ...NO_SCA, maxDaysForDownload: 5 })
  app.world.faults.add({ kind: 'too-many-requests', operation: 'getBank', times: 2 })
  app.world.scenarios.next('no-sca', { times: 3, user: session.user.id })
  const answering = importBody(v2, { ...SANDBOX, multiStepAuthentication: { hash, challengeResponse: '123456' } })
  const updating = importBody(v2, { bankConnectionId: connectionId, interface: 'XS2A', login: ANY_LOGIN })
  return {
    app,
    session,
    connectionId,
    pushHash,
    answering,
    updating,
    snapshot: JSON.parse(JSON.stringify(app.world.snapshot())),
  }
}

it('edited by hand are refused with the field, or do no harm', async () => {
  const { app, session, snapshot, connectionId, pushHash, answering, updating } = await takeBusySnapshot()
  const { token } = session.user
  const before = app.world.snapshot()
  const random = createRandom('edits')
  const places = placesIn(snapshot)
  // Lists have many alike items, so places are chosen by their names first.
  const names = new Map<string, Place[]>()
  for (const place of places) {
    const name = place[2].replace(/\.\d+/g, '.0')
    names.set(name, [...(names.get(name) ?? []), place])
  }
  const kinds = [...names.values()]
  let refused = 0
  for (let count = 0; count < EDITS; count++) {
    const [holder, key, path] = random.pick(random.pick(kinds))
    const old: unknown = Reflect.get(holder, key)
    const value = random.int(0, VALUES.length) === 0 ? undefined : random.pick(VALUES.map((one) => [one]))[0]
    Reflect.set(holder, key, value)
    const body = JSON.stringify(snapshot)
    Reflect.set(holder, key, old)
    const edit = `${path} is ${JSON.stringify(value)}`

    const restored = await app.call('PUT', '/_mock/worlds/edited/snapshot', { body })
    expect([200, 400, 409], `${edit}: ${restored.text}`).toContain(restored.status)
    const { worlds } = (await app.call('GET', '/_mock/worlds')).body
    expect(worlds.length, edit).toBe(restored.status === 200 ? 2 : 1)
    if (restored.status !== 200) {
      refused++
      expect(restored.body.message, edit).toMatch(/\S{3}/)
      continue
    }
    const requests: [method: string, path: string, body?: object][] = [
      ['GET', '/_mock/psu'],
      ['GET', '/_mock/device'],
      ['GET', '/_mock/flows'],
      ['GET', '/_mock/coverage'],
      ['GET', '/_mock/clock'],
      ['POST', `${v2.base}/bankConnections/import`, answering],
      ['POST', `${v2.base}/bankConnections/import`, importBody(v2, REDIRECT)],
      ['POST', '/_mock/psu/approve', { hash: pushHash }],
      ['POST', '/_mock/clock/settle'],
      ['POST', `${v2.base}/bankConnections/update`, updating],
      ['GET', `${v2.base}/bankConnections`],
      ['GET', `${v1.base}/bankConnections`],
      ['GET', `${v2.base}/accounts`],
      ['GET', `${v2.base}/accounts/dailyBalances`],
      ['GET', `${v2.base}/transactions?view=userView&search=a`],
      ['GET', `${v2.base}/pendingTransactions`],
      ['GET', `${v2.base}/users`],
      ['DELETE', `${v2.base}/bankConnections/${connectionId}`],
      ['POST', `${v1.base}/users`, {}],
      ['GET', '/_mock/worlds/edited/snapshot'],
    ]
    for (const [method, request, sent] of requests) {
      const target = request.endsWith('edited/snapshot') ? request : `/w/edited${request}`
      const { status, text } = await app.call(method, target, { token, ...(sent === undefined ? {} : { body: sent }) })
      expect(isFailure(status), `${method} ${request}, where ${edit}: ${text}`).toBe(false)
    }
    expect((await app.call('DELETE', '/_mock/worlds/edited')).status).toBe(204)
  }
  expect(refused).toBeGreaterThan(EDITS / 2)
  expect(app.world.snapshot()).toEqual(before)
})
