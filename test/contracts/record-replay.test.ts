import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiVersion, apiVersions } from '../../contracts/api.ts'
import { runDriftCommand } from '../../contracts/drift-command.ts'
import { recordRun } from '../../contracts/recording/recorder.ts'
import { rules } from '../../contracts/rules/index.ts'
import { type Run, runRules } from '../../contracts/run.ts'
import { mockDefaults, type StartedMock, startMock } from '../../contracts/targets/mock.ts'
import { createTarget } from '../../contracts/targets/target.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let directory: string
let mock: StartedMock

beforeAll(async () => {
  // Beside the sources, so that the bundle finds the packages it does not contain.
  directory = await mkdtemp(join(root, 'node_modules', '.record-'))
  mock = await startMock()
})

afterAll(async () => {
  await mock.close()
  await rm(directory, { recursive: true, force: true })
})

/** A replay in a process of its own, which knows nothing but the recording. */
const replayIn = async (recording: string): Promise<{ url: string; child: ChildProcess }> => {
  const outfile = join(directory, 'replay.mjs')
  await build({
    absWorkingDir: root,
    entryPoints: ['test/contracts/replay-process.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
  const child = spawn(process.execPath, [outfile, recording, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { url: String(line).split(' ').at(-1) ?? '', child }
}

/** All but the many ways of looking at the same long lists: those make recordings of ten megabytes. */
const LONG =
  /^transactions\.(filter|order|page|pages|default|paging|totals|both|belong|money)|^banks\.(?!read|filter-location|several)/
const most = rules.filter(({ id }) => !LONG.test(id))

const record = async (baseUrl: string, version: ApiVersion, into: string): Promise<Run> => {
  const target = createTarget({ ...mockDefaults, baseUrl, version })
  const recording = recordRun(target, into)
  const run = await runRules(target, most, { onResult: recording.onResult })
  await recording.finish()
  return run
}

const notHeld = ({ results }: Run): string[] =>
  results.flatMap(({ rule, outcome, text }) => (outcome === 'held' ? [] : [`${rule.id}: ${text}`]))

const drift = async (...args: string[]) => {
  const written: string[] = []
  const code = await runDriftCommand(args, {
    write: (text) => written.push(text),
    complain: (line) => written.push(line),
  })
  return { code, written: written.join('') }
}

describe('a recording of a run', () => {
  it('is replayed by another process so that its rules hold and nothing has drifted', async () => {
    const before = join(directory, 'before')
    const after = join(directory, 'after')
    const runs = await Promise.all(apiVersions.map((version) => record(mock.url, version, before)))
    expect(runs.flatMap(notHeld)).toEqual([])
    const { url, child } = await replayIn(before)
    try {
      const replayed = await Promise.all(apiVersions.map((version) => record(url, version, after)))
      expect(replayed.flatMap(notHeld)).toEqual([])
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    expect(child.exitCode).toBe(0)
    const { code, written } = await drift(before, after)
    expect(written).toBe('v1: no drift, 0 broken, 0 changed, 0 new\n\nv2: no drift, 0 broken, 0 changed, 0 new\n')
    expect(code).toBe(0)
    expect((await drift('contract', before)).code).toBe(0)
  }, 180_000)

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
