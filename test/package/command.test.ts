import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { builtCommand } from './built.ts'

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

const run = (args: string[], environment: Record<string, string> = {}, cwd = process.cwd()) => {
  const env = { PATH: process.env.PATH ?? '', ...environment }
  const child = spawn(process.execPath, [builtCommand, ...args], { cwd, env })
  running.push(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    output.stdout += text
  })
  child.stderr.on('data', (text) => {
    output.stderr += text
  })
  return { child, output, ended: once(child, 'close').then(([code]) => Number(code)) }
}

/** Waits for the line that says where the server is. */
const readyUrl = async (started: ReturnType<typeof run>): Promise<string> => {
  while (!started.output.stdout.includes('\n')) {
    if (started.child.exitCode !== null) throw new Error(started.output.stderr)
    await once(started.child.stdout ?? started.child, 'data')
  }
  const url = /http:\/\/\S+/.exec(started.output.stdout)?.[0]
  if (url === undefined) throw new Error(`no URL in: ${started.output.stdout}`)
  return url
}

const getToken = (url: string, path = '/oauth/token') =>
  fetch(url + path, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'mock-client',
      client_secret: 'mock-secret',
    }),
  })

describe('the command', () => {
  it('says in one line where it listens, answers, and ends cleanly on SIGTERM', async () => {
    const started = run(['--port', '0'])
    const url = await readyUrl(started)
    expect(started.output.stdout).toBe(`finapi-mock is ready at ${url}\n`)
    expect((await fetch(`${url}/_mock/health`)).status).toBe(200)
    expect((await getToken(url)).status).toBe(200)
    started.child.kill('SIGTERM')
    expect(await started.ended).toBe(0)
    expect(started.output.stderr).toBe('')
  })

  it('gives the same tokens for the same seed, from a flag or the environment', async () => {
    const servers = [
      run(['--port', '0', '--seed', 'one']),
      run([], { FINAPI_MOCK_PORT: '0', FINAPI_MOCK_SEED: 'one' }),
      run(['--port', '0', '--seed', 'two']),
    ]
    const tokens = await Promise.all(
      servers.map(async (server) => {
        const answer: unknown = await (await getToken(await readyUrl(server))).json()
        return JSON.stringify(answer).replace(/"expires_in":\d+/, '')
      }),
    )
    expect(tokens[0]).toBe(tokens[1])
    expect(tokens[0]).not.toBe(tokens[2])
  })

  it('listens where --host says and calls itself what --public-url says', async () => {
    const started = run(['--host', '127.0.0.2', '--port', '0', '--public-url', 'http://finapi.test:1234/'])
    expect(await readyUrl(started)).toBe('http://finapi.test:1234')
  })

  it('prints a control token that it generated, but none that it was given', async () => {
    const generated = run(['--host', '0.0.0.0', '--port', '0'])
    const given = run(['--host', '0.0.0.0', '--port', '0'], { FINAPI_MOCK_CONTROL_TOKEN: 'open-sesame' })
    const url = await readyUrl(given)
    await readyUrl(generated)
    const headers = { Authorization: 'Bearer open-sesame' }
    expect((await fetch(`${url}/_mock/clock`, { headers })).status).toBe(200)
    for (const { child } of [generated, given]) child.kill('SIGTERM')
    await Promise.all([generated.ended, given.ended])
    expect(generated.output.stdout).toMatch(/^finapi-mock is ready at \S+\ncontrol API token: \S{24}\n$/)
    expect(given.output.stdout).toBe(`finapi-mock is ready at ${url}\n`)
  })

  it('binds clients to the version that --strict-version names', async () => {
    const url = await readyUrl(run(['--port', '0', '--strict-version', 'v2', '--download-time', 'PT0S']))
    expect((await getToken(url, '/api/v2/oauth/token')).status).toBe(200)
    expect((await getToken(url)).status).toBe(403)
  })

  it.each([
    { from: 'flags', args: ['--now', '2026-03-10T10:00:00Z', '--journal-entries', '2'], environment: {} },
    {
      from: 'the environment',
      args: [],
      environment: { FINAPI_MOCK_NOW: '2026-03-10T10:00:00Z', FINAPI_MOCK_JOURNAL_ENTRIES: '2' },
    },
  ])('takes the time and the size of the journal from $from', async ({ args, environment }) => {
    const url = await readyUrl(run(['--port', '0', ...args], environment))
    for (const _ of [1, 2, 3]) await getToken(url)
    const clock = await (await fetch(`${url}/_mock/clock`)).json()
    expect(clock).toMatchObject({ now: '2026-03-10T10:00:00.000Z', speed: 0 })
    const journal = await (await fetch(`${url}/_mock/journal`)).json()
    expect(journal).toMatchObject({ dropped: 1, entries: [{ id: 2 }, { id: 3 }] })
  })

  it.each([
    { args: ['--port', 'many'], says: "port must be a whole number from 0 to 65535, but is 'many'" },
    { args: ['--port', '70000'], says: 'port must be a whole number from 0 to 65535, but is 70000' },
    {
      args: ['--download-time', '5 s'],
      says: "downloadTime must be milliseconds or an ISO 8601 duration such as PT5S, at most 100 years (P36525D), but is '5 s'",
    },
    { args: ['--public-url', 'ftp://x'], says: "publicUrl must be an absolute http or https URL, but is 'ftp://x'" },
    { args: ['--strict-version', 'v3'], says: "strictVersion must be v1 or v2, but is 'v3'" },
    {
      args: ['--now', 'noon'],
      says: "now must be a moment such as 2026-01-31T12:00:00Z, from 1900-01-01 to 2999-12-31, but is 'noon'",
    },
    {
      args: ['--journal-entries', 'all'],
      says: "journalEntries must be a whole number from 0 to 1000000, but is 'all'",
    },
    { args: ['--worlds', 'many'], says: "maxWorlds must be a whole number from 2 to 1000000, but is 'many'" },
    { args: ['--worlds', '1'], says: 'maxWorlds must be a whole number from 2 to 1000000, but is 1' },
    { args: ['--prot', '1'], says: "Unknown option '--prot'" },
  ])('refuses $args with one line and a non-zero exit', async ({ args, says }) => {
    const started = run(args)
    expect(await started.ended).not.toBe(0)
    expect(started.output.stderr).toBe(`finapi-mock: ${says}\n`)
    expect(started.output.stdout).toBe('')
  })

  it('reports in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const started = run(['--port', String(port)])
    expect(await started.ended).not.toBe(0)
    expect(started.output.stderr).toMatch(/^finapi-mock: the port is in use; [^\n]+\n$/)
    other.close()
  })

  it('shows its flags with --help', async () => {
    const started = run(['--help'])
    expect(await started.ended).toBe(0)
    const flags = ['--port', '--host', '--public-url', '--seed', '--download-time', '--scenarios', '--strict-version']
    for (const flag of [...flags, '--now', '--journal-entries', '--worlds', '--control-token']) {
      expect(started.output.stdout).toContain(`  ${flag} `)
    }
  })

  it('lists its other commands with --help, and runs them from the same file', async () => {
    const help = run(['--help'])
    expect(await help.ended).toBe(0)
    expect(help.output.stdout).toMatch(/^ {2}contract +checks a finAPI server/m)
    expect(help.output.stdout).toMatch(/^ {2}coverage +reports the SCA coverage of a running mock/m)
    const contract = run(['contract', '--only', 'headers', '--api-version', 'v2'])
    expect(await contract.ended).toBe(0)
    expect(contract.output.stdout).toMatch(/mock v2: \d+ rules, \d+ passed, 0 failed, 0 skipped\n/)
    expect(contract.output.stderr).toMatch(/^mock v2: \d+ of \d+ rules, headers done\n$/)
  })

  it('explains each command with --help', async () => {
    const help = run(['--help'])
    await help.ended
    const names = [...help.output.stdout.matchAll(/^ {2}([a-z]+) +\S/gm)].map(([, name = '']) => name)
    expect(names).toEqual(['contract', 'coverage', 'drift', 'replay', 'scenarios'])
    for (const name of names) {
      const explained = run([name, '--help'])
      expect(await explained.ended, name).toBe(0)
      expect(explained.output.stdout, name).toContain(`finapi-mock ${name}`)
    }
  })

  it('records a server, compares the recording with the documents, and replays it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'recorded-'))
    expect(await run(['contract', '--only', 'users', '--api-version', 'v2', '--record', folder]).ended).toBe(0)
    const [recording = ''] = await readdir(folder)
    const drift = run(['drift', join(folder, recording), 'contract'])
    expect([await drift.ended, drift.output.stderr]).toEqual([0, ''])
    const replay = run(['replay', join(folder, recording), '--port', '0'])
    expect((await getToken(await readyUrl(replay), '/api/v2/oauth/token')).status).toBe(200)
  })

  it('reports the coverage of a running server, and fails under the minimum', async () => {
    const url = await readyUrl(run(['--port', '0']))
    const coverage = run(['coverage', '--url', url, '--min', '1'])
    expect(await coverage.ended).toBe(1)
    expect(coverage.output.stdout).toMatch(/^approaches: 0 of 4 \(0 %\)\n/)
    expect(coverage.output.stderr).toBe('finapi-mock: the coverage is 0 %, but at least 1 % are required\n')
  })

  it('refuses a command that does not exist with one line', async () => {
    const started = run(['contrat'])
    expect(await started.ended).toBe(2)
    expect(started.output.stderr).toMatch(/^finapi-mock: there is no command 'contrat', only contract[^\n]*\n$/)
  })

  it('remembers contract results in parity.json, but only where there is one', async () => {
    const [kept, empty, broken] = await Promise.all([
      mkdtemp(join(tmpdir(), 'kept-')),
      mkdtemp(join(tmpdir(), 'empty-')),
      mkdtemp(join(tmpdir(), 'broken-')),
    ])
    await writeFile(join(kept, 'parity.json'), '{"format":1,"rules":{}}')
    await writeFile(join(broken, 'parity.json'), '{"format":1,"ru')
    const args = ['contract', '--only', 'headers.request-id-is-echoed', '--api-version', 'v2']
    const runs = [kept, empty, broken].map((folder) => run(args, {}, folder))
    expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0, 0])
    const { rules } = JSON.parse(await readFile(join(kept, 'parity.json'), 'utf8'))
    expect(rules['headers.request-id-is-echoed']).toMatchObject({ 'mock v2': { outcome: 'passed' } })
    expect(await readdir(empty)).toEqual([])
    expect(runs[2]?.output.stderr).toMatch(/^Without earlier results: parity\.json is not a parity file .*; delete it /)
    expect(await readFile(join(broken, 'parity.json'), 'utf8')).toBe('{"format":1,"ru')
  })

  it('ends a contract run on Ctrl-C with its reports written', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'stopped-')), 'report.json')
    const started = run(['contract', '--api-version', 'v2', '--json', file])
    await once(started.child.stderr ?? started.child, 'data')
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(1)
    expect(started.output.stderr).toContain('The run was stopped; what it created has been deleted.')
    const report = JSON.parse(await readFile(file, 'utf8'))
    expect(report.runs[0].leftUsers).toEqual([])
    expect(report.runs[0].rules.some(({ outcome }: { outcome: string }) => outcome === 'passed')).toBe(true)
  })
})
