import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDriftCommand } from '../../contracts/drift-command.ts'
import { changeKey, changeResponse, changeValues } from '../../contracts/mutants/interferences.ts'
import { type Interference, serverAt, startProxy, unchanged } from '../../contracts/mutants/proxy.ts'
import { recordRun } from '../../contracts/recording/recorder.ts'
import { SecretInRecording } from '../../contracts/recording/secrets.ts'
import { runReplayCommand } from '../../contracts/replay-command.ts'
import type { Rule } from '../../contracts/rule.ts'
import { rules } from '../../contracts/rules/index.ts'
import { runRules } from '../../contracts/run.ts'
import { createTarget } from '../../contracts/targets/create-target.ts'
import { mockDefaults, type StartedMock, startMock } from '../../contracts/targets/mock.ts'

let mock: StartedMock
let directory: string
let before: string

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fewRules = rules.filter(({ id }) => /^(users|banks)\./.test(id))

const recordThrough = async (
  interference: Interference,
  name: string,
  some: readonly Rule[] = fewRules,
): Promise<string> => {
  const proxy = await startProxy(serverAt(mock.url), interference)
  try {
    const target = createTarget({ ...mock.settingsFor('v2'), baseUrl: proxy.url, provides: [] })
    const recording = recordRun(target, join(directory, name))
    await runRules(target, some, { onResult: recording.onResult })
    await recording.finish()
  } finally {
    await proxy.close()
  }
  return join(directory, name)
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drift-'))
  mock = await startMock()
  before = await recordThrough(unchanged, 'before')
}, 30_000)

afterAll(async () => {
  await mock.close()
  await rm(directory, { recursive: true, force: true })
})

const drift = async (...args: string[]) => {
  const written: string[] = []
  const errors: string[] = []
  const code = await runDriftCommand(args, {
    write: (text) => written.push(text),
    printError: (line) => errors.push(line),
  })
  const lines = written.join('').split('\n')
  return { code, lines: lines.filter((line) => /^(broken|changed|new)/.test(line)), written, errors }
}

const bank = (change: (bank: Record<string, unknown>) => void): Interference =>
  changeValues('GET /banks', (_, value) => {
    if (isRecord(value) && 'popularity' in value) change(value)
    return value
  })

describe('drift', () => {
  it('is none between two recordings of one server', async () => {
    const again = await recordThrough(unchanged, 'again')
    expect(await drift(before, again)).toMatchObject({ code: 0, lines: [] })
  })

  it.each([
    {
      seeded: 'a field is missing',
      interference: bank((one) => {
        delete one.popularity
      }),
      code: 1,
      reports: /^broken {3}getAndSearchAllBanks 200\.banks\[\]\.popularity: the field is missing/,
    },
    {
      seeded: 'a number is text',
      interference: changeKey('GET /banks', 'popularity', String),
      code: 1,
      reports: /^broken {3}getAndSearchAllBanks 200\.banks\[\]\.popularity: the type was number and is string/,
    },
    {
      seeded: 'a value is null at times',
      interference: bank((one) => {
        if (Number(one.id) % 2 === 0) one.name = null
      }),
      code: 1,
      reports: /^broken {3}getAndSearchAllBanks 200\.banks\[\]\.name: is null/,
    },
    {
      seeded: 'a status is another one',
      interference: changeResponse('POST /users', (response) => {
        if (response.status === 422) response.status = 409
      }),
      code: 1,
      reports: /^broken {3}createUser \(users\.duplicate\): the status was 422 and is 409/,
    },
    {
      seeded: 'a time is written in another zone',
      interference: changeKey('POST /users', 'date', (value) => new Date(String(value)).toISOString()),
      code: 1,
      reports: /^changed {2}createUser 4\d\d\.date: the format was date-time with offset and is date-time in UTC/,
    },
    {
      seeded: 'a field is left out at times',
      interference: bank((one) => {
        if (Number(one.id) % 2 === 0) delete one.isTestBank
      }),
      code: 1,
      reports: /^changed {2}getAndSearchAllBanks 200\.banks\[\]\.isTestBank: the field is optional now/,
    },
    {
      seeded: 'there is one more field',
      interference: bank((one) => {
        one.motto = 'we care'
      }),
      code: 0,
      reports: /^new {6}getAndSearchAllBanks 200\.banks\[\]\.motto: new field/,
    },
    {
      seeded: 'an error has one more code',
      interference: changeKey('POST /users', 'type', (value) => (value === 'TECHNICAL' ? 'COSMIC' : value)),
      code: 0,
      reports: /^new {6}createUser 4\d\d\.errors\[\]\.type: new values: COSMIC/,
    },
  ])('reports that $seeded', async ({ seeded, interference, code, reports }) => {
    const after = await recordThrough(interference, seeded.replaceAll(' ', '-'))
    const found = await drift(before, after)
    expect(found.lines.filter((line) => reports.test(line))).not.toEqual([])
    expect(found.code).toBe(code)
    // The worst comes first.
    expect(found.lines[0]?.split(' ')[0]).toBe(reports.source.slice(1).split(' ')[0])
  })

  it('compares a recording with the API document on either side', async () => {
    const after = await recordThrough(changeKey('GET /banks', 'popularity', String), 'undocumented')
    expect(await drift('contract:v2', before)).toMatchObject({ code: 0 })
    const found = await drift(after, 'contract')
    expect(found.code).toBe(1)
    expect(found.lines[0]).toMatch(/^broken {3}getAndSearchAllBanks 200\.banks\[\]\.popularity: is string/)
  })

  it('writes its differences to a file, and refuses one that cannot be written before it compares', async () => {
    const file = join(directory, 'drift.json')
    expect((await drift(before, before, '--json', file)).code).toBe(0)
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      format: 1,
      comparisons: [{ version: 'v2', drifts: [] }],
    })
    const { code, written, errors } = await drift(before, before, '--json', join(directory, 'absent', 'drift.json'))
    expect({ code, written }).toEqual({ code: 2, written: [] })
    expect(errors).toEqual([expect.stringMatching(/drift\.json cannot be written \(ENOENT\)/)])
  })
})

describe('a recording that cannot be compared', () => {
  it('is never reported as no drift', async () => {
    const empty = await recordThrough(unchanged, 'empty', [])
    const skipped = await recordThrough(
      unchanged,
      'skipped',
      fewRules.slice(0, 1).map((rule) => ({ ...rule, needs: ['guide-login'] as const })),
    )
    const broken = join(directory, 'broken')
    await mkdir(broken)
    await writeFile(join(broken, 'recording.json'), '{"format":99}')
    for (const other of [join(directory, 'nowhere'), empty, skipped, broken, 'contract:v3', 'contract:v1']) {
      const { code, written, errors } = await drift(before, other)
      expect({ other, code, written }).toEqual({ other, code: 3, written: [] })
      expect(errors).toEqual([expect.stringMatching(/^(Nothing to compare|Not compared): /)])
    }
    expect((await drift(skipped, before)).code).toBe(3)
    expect((await drift('contract', 'contract')).code).toBe(3)
    expect((await drift(before)).code).toBe(2)
    expect((await drift(before, before, '--jsn')).code).toBe(2)
  })

  it('is not replayed either', async () => {
    const errors: string[] = []
    const line = { write: () => {}, printError: (text: string) => errors.push(text), signal: AbortSignal.abort() }
    expect(await runReplayCommand([join(directory, 'nowhere')], line)).toBe(3)
    expect(await runReplayCommand([before, '--port', 'x'], line)).toBe(2)
    expect(await runReplayCommand([], line)).toBe(2)
    expect(errors).toHaveLength(3)
  })
})

describe('a secret in a recording', () => {
  it('fails the recording, writes none of it, and keeps an older one', async () => {
    const some = fewRules.slice(0, 1)
    const older = await readFile(join(await recordThrough(unchanged, 'leaky', some), 'v2', 'recording.json'), 'utf8')
    const hidden = Buffer.from(mockDefaults.client.secret).toString('base64')
    const leak = changeKey('POST /users', 'isAutoUpdateEnabled', () => `see ${hidden}`)
    const recording = recordThrough(leak, 'leaky', some)
    await expect(recording).rejects.toThrow(SecretInRecording)
    await expect(recording).rejects.toThrow(/base64/)
    await expect(recording).rejects.not.toThrow(mockDefaults.client.secret)
    expect(await readdir(join(directory, 'leaky'))).toEqual(['v2'])
    expect(await readFile(join(directory, 'leaky', 'v2', 'recording.json'), 'utf8')).toBe(older)
  })
})
