import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  challengeIn,
  DECOUPLED,
  dialects,
  type ImportFields,
  NO_SCA,
  openSession,
  REDIRECT,
  readQuery,
  SANDBOX,
  type Session,
  startApp,
  walkBankPage,
  withTransport,
} from '../helpers/api-dialect.ts'
import { builtCommand } from './built.ts'

type Finish = (session: Session) => Promise<{ status: number }>

/** The requests that lead into the middle of each kind of flow, and those that complete it. */
const flows: { kind: string; begin: (session: Session) => Promise<Finish> }[] = [
  {
    kind: 'the choice of a procedure',
    begin: async (session) => {
      const { hash } = challengeIn(await session.importBank(SANDBOX))
      return async (later) => {
        await later.answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-SMS' })
        return later.answer(SANDBOX, hash, { challengeResponse: '123456' })
      }
    },
  },
  {
    kind: 'a challenge',
    begin: async (session) => {
      const { hash } = challengeIn(await session.importBank(SANDBOX))
      await session.answer(SANDBOX, hash, { twoStepProcedureId: 'DEMO-CHIP-QR' })
      return (later) => later.answer(SANDBOX, hash, { challengeResponse: '123456' })
    },
  },
  {
    kind: 'a visit at the bank',
    begin: async (session) => {
      const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
      return async (later) =>
        later.answer(REDIRECT, hash, { redirectCallback: readQuery(await walkBankPage(later, redirectUrl)) })
    },
  },
  {
    kind: 'the way back from the bank',
    begin: async (session) => {
      const { hash, redirectUrl } = challengeIn(await session.importBank(REDIRECT))
      const redirectCallback = readQuery(await walkBankPage(session, redirectUrl))
      return (later) => later.answer(REDIRECT, hash, { redirectCallback })
    },
  },
  {
    kind: 'a push',
    begin: async (session) => {
      const first = challengeIn(await session.importBank(DECOUPLED))
      const { hash } = challengeIn(await session.answer(DECOUPLED, first.hash, { twoStepProcedureId: 'DEMO-TSP-02' }))
      await session.answer(DECOUPLED, hash, { decoupledCallback: true })
      return (later) => later.answer(DECOUPLED, hash, { decoupledCallback: true })
    },
  },
]

/** A process of its own, which knows nothing but the snapshots that it is sent. */
let other: ChildProcess
let address: string

beforeAll(async () => {
  other = spawn(process.execPath, [builtCommand, '--port', '0', '--now', '2031-01-01T00:00:00Z'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (other.stdout === null) throw new Error('the command has no output')
  const [line] = await once(createInterface({ input: other.stdout }), 'line')
  address = String(line).split(' ').at(-1) ?? ''
})

afterAll(async () => {
  other.kill('SIGTERM')
  await once(other, 'exit')
})

let count = 0

/** The same session in a world of the other process, made from the text of a snapshot. */
const inAnotherProcess = async ({ app, dialect, user }: Session): Promise<Session> => {
  const name = `restored-${++count}`
  const { text } = await app.call('GET', '/_mock/worlds/default/snapshot')
  const headers = { 'Content-Type': 'application/json' }
  const restored = await fetch(`${address}/_mock/worlds/${name}/snapshot`, { method: 'PUT', headers, body: text })
  if (restored.status !== 200) throw new Error(await restored.text())
  // The bank's page is where the first process was; the user finds it where the second one is.
  const there = (path: string): string => `${address}/w/${name}${path.replace(/^https?:\/\/[^/]+/, '')}`
  return openSession(
    withTransport(app, (path, init) => fetch(there(path), { redirect: 'manual', ...init })),
    dialect,
    user,
  )
}

const begin = async (dialect: (typeof dialects)[number]) => {
  const app = startApp()
  return openSession(app, dialect, await app.newUser(dialect))
}

describe.each(dialects)('a snapshot, seen through $version', (dialect) => {
  it.each(flows)('keeps $kind', async ({ begin: into }) => {
    const session = await begin(dialect)
    const finish = await into(session)
    const later = await inAnotherProcess(session)
    expect((await finish(later)).status).toBe(201)
    expect((await finish(session)).status).toBe(201)
  })

  it('keeps a running download and the transactions before it', async () => {
    const session = await begin(dialect)
    const request: ImportFields = NO_SCA
    expect((await session.importBank(request)).status).toBe(201)
    session.app.world.clock.settle()
    await session.importBank({ ...REDIRECT, login: { 'Onlinebanking-ID': 'demo_no_msa' } })
    const later = await inAnotherProcess(session)
    const read = async (from: Session) => (await from.get('/transactions?view=userView&perPage=500&page=3')).body
    expect(await read(later)).toEqual(await read(session))
    const connections = async (from: Session) => (await from.get('/bankConnections')).body.connections
    expect((await connections(later))[1]).toMatchObject({ updateStatus: 'IN_PROGRESS' })
    for (const each of [session, later]) await each.app.call('POST', '/_mock/clock/settle')
    expect((await connections(later))[1]).toMatchObject({ updateStatus: 'READY' })
    expect(await read(later)).toEqual(await read(session))
    expect(await connections(later)).toEqual(await connections(session))
  })
})
