import { expect, it } from 'vitest'
import {
  challengeIn,
  DECOUPLED,
  GUIDE,
  NO_SCA,
  READY,
  REDIRECT,
  startSession,
  v1,
  v2,
} from '../../helpers/api-dialect.ts'

const hasNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value ?? {}).some(hasNull))

const PATHS = [
  '/users',
  '/banks?perPage=50',
  '/bankConnections',
  '/accounts',
  '/transactions?view=userView&perPage=100',
]

it.each([
  { dialect: v1, sendsNull: true },
  { dialect: v2, sendsNull: false },
])('null is sent by $dialect.version: $sendsNull', async ({ dialect, sendsNull }) => {
  const session = await startSession(dialect)
  const challenges = [
    await session.importBank(GUIDE),
    await session.importBank(REDIRECT),
    await session.importBank(DECOUPLED),
  ]
  const { hash } = challengeIn(await session.importBank(DECOUPLED))
  challenges.push(await session.answer(DECOUPLED, hash, { twoStepProcedureId: 'DEMO-TSP-01' }))
  await session.importBank(NO_SCA)
  const whileBusy = await session.get('/accounts')
  session.world.clock.advance(READY)
  const read = await Promise.all([...PATHS, '/accounts/1'].map(session.get))
  const responses = [...challenges, whileBusy, ...read]
  expect(responses.map(({ status }) => status)).toEqual([510, 510, 510, 510, 200, 200, 200, 200, 200, 200, 404])
  expect(responses.some(({ body }) => hasNull(body))).toBe(sendsNull)
})
