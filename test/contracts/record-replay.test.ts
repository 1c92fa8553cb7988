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

/** The command in a process of its own, which knows nothing but its arguments. */
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

/** Everything but the title and the number of held rules of each group. */
const summaryOf = (written: string): string | undefined => /\d+ rules, .*$/m.exec(written)?.[0]

/** The whole catalogue in v2, and of v1 what is most different there. */
const groups: Readonly<Record<ApiVersion, readonly string[]>> = {
  v1: ['users', 'import', 'embedded', 'redirect', 'decoupled', 'life-cycle', 'errors', 'isolation'],
  v2: [],
}

/** Both versions at once, each in a process of its own. */
const record = (into: string, ...args: string[]): Promise<{ code: number | null; summary: string | undefined }[]> =>
  Promise.all(
    apiVersions.map(async (version: ApiVersion) => {
      const { code, written } = await run(
        ...['contract', '--api-version', version, '--record', into, ...args],
        ...groups[version].flatMap((group) => ['--only', group]),
      )
      return { code, summary: summaryOf(written) }
    }),
  )

describe('a recording of a run', () => {
  it('is replayed by another process so that its rules hold and nothing has drifted', async () => {
    const recorded = await record('before')
    for (const { code, summary } of recorded)
      expect({ code, summary }).toEqual({ code: 0, summary: expect.stringMatching(/ 0 failed, 0 skipped$/) })
    const { url, child } = await startReplay('before')
    // Other users take turns than in the recording: the replay has to follow each of them by what they do.
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

  it('holds nothing that lets somebody in or says who somebody is', async () => {
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
