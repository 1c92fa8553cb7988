import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'scenarios-'))
  await writeFile(join(directory, 'a.yaml'), 'name: a\ndescription: Something is misspelt.\nsteps:\n  - rejct: No.\n')
})
afterAll(() => rm(directory, { recursive: true }))

const run = (...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env: {} }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })

describe('the published command', () => {
  it('describes a scenario', async () => {
    const { code, stdout, stderr } = await run('scenarios', 'decoupled-after-tan')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('510 DECOUPLED_AUTH_REQUIRED')
  })

  it.each([{ args: ['--port', '0'] }, { args: ['scenarios'] }])(
    'refuses files with problems: $args',
    async ({ args }) => {
      const { code, stdout, stderr } = await run(...args, '--scenarios', directory)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr.split('\n').slice(0, 2)).toEqual([
        'finapi-mock: 1 problem in the scenario files:',
        `${directory}/a.yaml:4:5: steps/0/rejct: unknown key 'rejct', did you mean 'reject'?`,
      ])
    },
  )
})
