import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiVersion, apiVersions } from '../../contracts/api.ts'

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'finapi-mock-record-'))
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

/** Starts the command in a process of its own. */
const start = (args: readonly string[]): ChildProcess & { stdout: NodeJS.ReadableStream } =>
  spawn(process.execPath, [command, ...args], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, HOME: directory, FINAPI_CLIENT_SECRET: 'mock-secret' },
  })

const run = async (...args: string[]): Promise<{ code: number | null; written: string }> => {
  const child = start(args)
  const [written] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { code: child.exitCode, written }
}

const startReplay = async (recording: string): Promise<{ url: string; child: ChildProcess }> => {
  const child = start(['replay', recording, '--port', '0'])
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { url: String(line).split(' ').at(-1) ?? '', child }
}

/** Returns the summary of a run without the name of its target. */
const readSummary = (written: string): string | undefined => /\d+ rules, .*$/m.exec(written)?.[0]

/** All groups in v2, and those that differ most in v1. */
const groups: Readonly<Record<ApiVersion, readonly string[]>> = {
  v1: ['users', 'import', 'embedded', 'redirect', 'decoupled', 'life-cycle', 'errors', 'isolation'],
  v2: [],
}

/** Records both versions at once, each in a process of its own. */
const record = (into: string, ...args: string[]): Promise<{ code: number | null; summary: string | undefined }[]> =>
  Promise.all(
    apiVersions.map(async (version: ApiVersion) => {
      const { code, written } = await run(
        ...['contract', '--api-version', version, '--record', into, ...args],
        ...groups[version].flatMap((group) => ['--only', group]),
      )
      return { code, summary: readSummary(written) }
    }),
  )

describe('a recording of a run', () => {
  it('is replayed by another process so that the same rules pass without drift', async () => {
    const recorded = await record('before')
    for (const { code, summary } of recorded)
      expect({ code, summary }).toEqual({ code: 0, summary: expect.stringMatching(/ 0 failed, 0 skipped$/) })
    const { url, child } = await startReplay('before')
    // Fewer users than in the recording share the rules, so the replay has to follow each by its requests.
    const target = { baseUrl: url, clientId: 'mock-client', users: 2, provides: ['guide-login'] }
    await writeFile(join(directory, 'target.json'), JSON.stringify({ ...target, poll: { ready: 1, decoupled: 0 } }))
    try {
      expect(await record('after', '--target', 'target.json')).toEqual(recorded)
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    expect(child.exitCode).toBe(0)
    const [comparison, contract] = await Promise.all([
      run('drift', 'before', 'after'),
      run('drift', 'contract', 'before'),
    ])
    expect(comparison).toEqual({
      code: 0,
      written: 'v1: no drift, 0 broken, 0 changed, 0 new\n\nv2: no drift, 0 broken, 0 changed, 0 new\n',
    })
    expect(contract.code).toBe(0)
  }, 120_000)

  it('contains no secrets and no personal data', async () => {
    const place = join(directory, 'before', 'v2')
    const files = await readdir(place)
    const texts = await Promise.all(files.map((file) => readFile(join(place, file), 'utf8')))
    expect(files.length).toBeGreaterThan(100)
    for (const [what, pattern] of [
      ['client secret', /mock-secret/],
      ['TAN', /(?<!\d)123456(?!\d)/],
      ['PIN', /"demo(_no_msa)?"/],
      ['token', /"[\w-]{100,}"/],
      ['hash', /"[0-9a-f]{32}"/],
      ['IBAN', /DE\d{20}/],
      ['holder', /Birkenfeld|Sandow|Hellmann/],
      ['day', /\b20\d\d-\d\d-\d\d(?!x)/],
      ['address', /127\.0\.0\.1|localhost/],
    ] as const)
      expect(
        texts.filter((text) => pattern.test(text)).map((text) => pattern.exec(text)?.[0]),
        what,
      ).toEqual([])
  })
})
