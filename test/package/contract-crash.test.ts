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
  /** The number of users created so far. */
  readonly users: number
}

/** Starts a mock that lets a test delay every response. */
const startWatchedMock = async () => {
  const app = createMockApp({ downloadTime: 250 })
  const users: { id: string; password: string }[] = []
  const watch = { beforeResponse: async (_: Exchanged): Promise<void> => {} }
  const send = async (path: string, init: RequestInit): Promise<Response> =>
    app.fetch(new Request(`http://mock${path}`, init))
  const server = createServer(async (incoming, outgoing) => {
    const sent = await text(incoming)
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)])
    const path = incoming.url ?? '/'
    const response = await send(path, { method: incoming.method ?? 'GET', headers, body: sent === '' ? null : sent })
    const body = await response.text()
    const route = `${incoming.method} ${path.replace(/^\/api\/v\d/, '').split('?')[0]}`
    if (route === 'POST /users' && response.status === 201) users.push(JSON.parse(body))
    await watch.beforeResponse({ route, sent, users: users.length })
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const canLogIn = async ({ id, password }: { id: string; password: string }): Promise<boolean> => {
    const client = { client_id: 'mock-client', client_secret: 'mock-secret' }
    const fields = { grant_type: 'password', username: id, password, ...client }
    return (await send('/oauth/token', { method: 'POST', body: new URLSearchParams(fields) })).status === 200
  }
  return {
    url,
    watch,
    users,
    /** Returns the ids of the users that still exist. */
    listUsersLeft: async () => {
      const exist = await Promise.all(users.map(canLogIn))
      return users.filter((_, index) => exist[index]).map(({ id }) => id)
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

/** Starts the command, calls `disturb` before each response, and resolves when the process has ended. */
const startAndDisturb = async (
  disturb: (exchanged: Exchanged, child: ChildProcess) => Promise<void> | undefined,
  ...flags: readonly string[]
) => {
  const child = spawn(process.execPath, [builtCommand, 'contract', ...flags], {
    env: { PATH: process.env.PATH ?? '', ...environment() },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(child)
  mock.watch.beforeResponse = async (exchanged) => disturb(exchanged, child)
  const [[code, signal], errors] = await Promise.all([once(child, 'exit'), text(child.stderr)])
  mock.watch.beforeResponse = async () => {}
  return { code, signal, errors }
}

const never = new Promise<void>(() => {})

/** Runs one rule against the same server, and returns the notices of the run. */
const runAgain = async () => {
  const { targets, close } = await openTargets(await planFrom(environment()))
  const notices: string[] = []
  for (const target of targets) {
    const run = await runRules(
      target,
      rules.filter(({ id }) => id === 'oauth.client-token'),
    )
    expect(run.results.map(({ outcome }) => outcome)).toEqual(['passed'])
    notices.push(...target.notices)
  }
  await close()
  return notices
}

describe('a contract run that is killed', () => {
  it('leaves only what the next run deletes', async () => {
    // The worst moment: the server has created the user, but its response never arrives.
    // One request at a time, so that no other creation is pending at that moment.
    const disturb = ({ route, sent, users }: Exchanged, child: ChildProcess) => {
      if (route !== 'POST /users' || users < 6 || !sent.includes('contract-')) return
      child.kill('SIGKILL')
      return never
    }
    const { signal } = await startAndDisturb(disturb, '--concurrency', '1')
    expect(signal).toBe('SIGKILL')
    const left = await mock.listUsersLeft()
    expect(left.length).toBeGreaterThanOrEqual(5)
    expect(left).toContain(mock.users.at(-1)?.id)
    const [file] = await readdir(ledger)
    expect((await stat(join(ledger, file ?? ''))).mode & 0o777).toBe(0o600)

    expect(await runAgain()).toEqual([`deleted ${left.length} users that an earlier run had left behind`])
    expect(await mock.listUsersLeft()).toEqual([])
    expect(await readdir(ledger)).toEqual([])
    expect(await runAgain()).toEqual([])
  })

  it('deletes what it created on Ctrl-C, even a user who is just being created', async () => {
    const { code, signal, errors } = await startAndDisturb(({ route, users }, child) => {
      // Once: rules run at the same time, so several requests arrive, and a second signal ends the process.
      if (route === 'POST /users' && users === 4 && !child.killed) child.kill('SIGINT')
      return undefined
    })
    expect({ code, signal }).toEqual({ code: 1, signal: null })
    expect(errors).toMatch(/stopped/)
    expect(mock.users.length).toBeGreaterThanOrEqual(4)
    expect(await mock.listUsersLeft()).toEqual([])
    expect(await readdir(ledger)).toEqual([])
  })

  it('ends at once on a second Ctrl-C, and the next run cleans up', async () => {
    const { signal } = await startAndDisturb(({ route }, child) => {
      if (route === 'POST /bankConnections/import' && !child.killed) child.kill('SIGINT')
      if (route !== 'DELETE /users' || mock.users.length < 5) return
      child.kill('SIGINT')
      return never
    })
    expect(signal).toBe('SIGINT')
    expect((await mock.listUsersLeft()).length).toBeGreaterThan(0)
    await runAgain()
    expect(await mock.listUsersLeft()).toEqual([])
    expect(await readdir(ledger)).toEqual([])
  })
})
