import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCommand } from './built.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-disk-'))
})

afterAll(() => rm(folder, { recursive: true }))

/** Runs the command where no file can become larger than a kilobyte: writing fails as on a full disk. */
const runOnFullDisk = async (...args: string[]) => {
  const child = spawn('sh', ['-c', 'ulimit -f 1; exec "$@"', 'sh', process.execPath, builtCommand, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [written, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, written, errors: errors.trimEnd().split('\n') }
}

describe('a contract run on a full disk', () => {
  it('shows its results, names what it could not write, and keeps what was there', async () => {
    const earlier = {
      'parity.json': '{"format":1,"rules":{}}',
      'report.html': '<p>yesterday',
      'v2/recording.json': '{"format":1,"version":"v2","rules":[]}',
    }
    await mkdir(join(folder, 'v2'))
    for (const [name, content] of Object.entries(earlier)) await writeFile(join(folder, name), content)
    const flags = ['--json', 'report.json', '--junit', 'report.xml', '--html', 'report.html', '--record', '.']
    const { code, written, errors } = await runOnFullDisk(
      ...['contract', '--api-version', 'v2', '--only', 'users', '--verbose', ...flags],
    )
    expect(code).toBe(1)
    expect(written).toMatch(/\d+ rules, \d+ passed, 0 failed, 0 skipped\n\n$/)
    expect(errors.filter((line) => !/rules, users done$/.test(line))).toEqual([
      'Not recorded: the recording could not be written to v2 (EFBIG)',
      ...['report.json', 'report.xml', 'report.html', 'parity.json'].map(
        (name) => `${name} could not be written (EFBIG)`,
      ),
    ])
    const names = await readdir(folder, { recursive: true })
    expect(names.sort()).toEqual([...Object.keys(earlier), 'v2'].sort())
    for (const [name, content] of Object.entries(earlier))
      expect(await readFile(join(folder, name), 'utf8')).toBe(content)
  })
})
