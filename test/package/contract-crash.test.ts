import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rules } from '../../contracts/rules/index.ts'
import { runRules } from '../../contracts/run.ts'
import { openTargets, planFrom } from '../../contracts/targets/from-environment.ts'
import { createMockApp } from '../../server/index.ts'
import { builtCommand } from './built.ts'

interface Exchanged {
  readonly route: string
  readonly sent: string
  /** How many users there have been. */
  readonly users: number
}

/** A mock that lets a test look at, and hold back, every answer before it goes out. */
const startWatchedMock = async () => {
  const app = createMockApp({ downloadTime: 250 })
  const users: { id: string; password: string }[] = []
  const watch = { beforeAnswer: async (_: Exchanged): Promise<void> => {} }
  const ask = async (path: string, init: RequestInit): Promise<Response> =>
    app.fetch(new Request(`http://mock${path}`, init))
  const server = createServer(async (request, response) => {
    const sent = await text(request)
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
    const path = request.url ?? '/'
    const answer = await ask(path, { method: request.method ?? 'GET', headers, body: sent === '' ? null : sent })
    const body = await answer.text()
    const route = `${request.method} ${path.replace(/^\/api\/v\d/, '').split('?')[0]}`
    if (route === 'POST /users' && answer.status === 201) users.push(JSON.parse(body))
    await watch.beforeAnswer({ route, sent, users: users.length })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const canLogIn = async ({ id, password }: { id: string; password: string }): Promise<boolean> => {
    const client = { client_id: 'mock-client', client_secret: 'mock-secret' }
    const fields = { grant_type: 'password', username: id, password, ...client }
    return (await ask('/oauth/token', { method: 'POST', body: new URLSearchParams(fields) })).status === 200
  }
  return {
    url,
    watch,
    users,
    /** Users that are still there, of all that there ever were. */
    usersLeft: async () => {
      const there = await Promise.all(users.map(canLogIn))
      return users.filter((_, index) => there[index]).map(({ id }) => id)
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

let mock: Awaited<ReturnType<typeof startWatchedMock>>
let ledger: string
let children: ChildProcess[]

beforeEach(async () => {
  mock = await startWatchedMock()
  ledger = await mkdtemp(join(tmpdir(), 'ledger-'))
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await mock.close()
  await rm(ledger, { recursive: true })
})

const environment = () => ({
  FINAPI_BASE_URL: mock.url,
  FINAPI_CLIENT_ID: 'mock-client',
  FINAPI_CLIENT_SECRET: 'mock-secret',
  FINAPI_LEDGER: ledger,
})

/** Starts the command and does something to it when an answer is about to go out; answers how the process ended. */
const startAndDisturb = async (disturb: (exchanged: Exchanged, child: ChildProcess) => Promise<void> | undefined) => {
  const child = spawn(process.execPath, [builtCommand, 'contract'], {
    env: { PATH: process.env.PATH ?? '', ...environment() },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(child)
  mock.watch.beforeAnswer = async (exchanged) => disturb(exchanged, child)
  const [[code, signal], complaints] = await Promise.all([once(child, 'exit'), text(child.stderr)])
  mock.watch.beforeAnswer = async () => {}
  return { code, signal, complaints }
}

const never = new Promise<void>(() => {})

/** The next run against the same server: one rule is enough to begin and to end it. */
const runAgain = async () => {
  const { targets, close } = await openTargets(await planFrom(environment()))
  const notices: string[] = []
  for (const target of targets) {
    const run = await runRules(
      target,
      rules.filter(({ id }) => id === 'oauth.client-token'),
    )
    expect(run.results.map(({ outcome }) => outcome)).toEqual(['held'])
    notices.push(...target.notices)
  }
  await close()
  return notices
}

describe('a contract run that is killed', () => {
  it('leaves nothing that the next run does not clean up', async () => {
    // The worst moment: the server has created the user, and whoever asked for it never hears of it.
    const { signal } = await startAndDisturb(({ route, sent, users }, child) => {
      if (route !== 'POST /users' || users < 6 || !sent.includes('contract-')) return
      child.kill('SIGKILL')
      return never
    })
    expect(signal).toBe('SIGKILL')
    const left = await mock.usersLeft()
    expect(left.length).toBeGreaterThanOrEqual(5)
    expect(left).toContain(mock.users.at(-1)?.id)
    const [file] = await readdir(ledger)
    expect((await stat(join(ledger, file ?? ''))).mode & 0o777).toBe(0o600)

    expect(await runAgain()).toEqual([`deleted ${left.length} users that an earlier run had left behind`])
    expect(await mock.usersLeft()).toEqual([])
    expect(await readdir(ledger)).toEqual([])
    expect(await runAgain()).toEqual([])
  })

  it('deletes what it made on Ctrl-C, even a user whose creation is under way', async () => {
    const { code, signal, complaints } = await startAndDisturb(({ route, users }, child) => {
      if (route === 'POST /users' && users === 4) child.kill('SIGINT')
      return undefined
    })
    expect({ code, signal }).toEqual({ code: 1, signal: null })
    expect(complaints).toMatch(/stopped/)
    expect(mock.users.length).toBeGreaterThanOrEqual(4)
    expect(await mock.usersLeft()).toEqual([])
    expect(await readdir(ledger)).toEqual([])
  })

  it('ends at once on a second Ctrl-C, and the next run cleans up', async () => {
    const { signal } = await startAndDisturb(({ route }, child) => {
      if (route === 'POST /bankConnections/import') child.kill('SIGINT')
      if (route !== 'DELETE /users' || mock.users.length < 5) return
      child.kill('SIGINT')
      return never
    })
    expect(signal).toBe('SIGINT')
    expect((await mock.usersLeft()).length).toBeGreaterThan(0)
    await runAgain()
    expect(await mock.usersLeft()).toEqual([])
    expect(await readdir(ledger)).toEqual([])
  })
})
