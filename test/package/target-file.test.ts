import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedMock, startMock } from '../../contracts/targets/mock.ts'

// The built command, which loads bundled packages in another way than the sources do.
const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const run = promisify(execFile)

let folder: string
let mock: StartedMock

beforeAll(async () => {
  ;[folder, mock] = await Promise.all([mkdtemp(join(tmpdir(), 'target-')), startMock()])
  const lines = [`baseUrl: ${mock.url}`, 'name: gateway', 'versions: [v2] # one is enough', 'clientId: mock-client']
  await writeFile(join(folder, 'target.yaml'), lines.join('\n'))
})

afterAll(() => Promise.all([mock.close(), rm(folder, { recursive: true })]))

describe('the built contract command', () => {
  it.each([
    { given: 'the flag --target', args: ['--target', 'target.yaml'], environment: {} },
    { given: 'FINAPI_TARGET', args: [], environment: { FINAPI_TARGET: 'target.yaml' } },
  ])('reads a target file in YAML, named by $given', async ({ args, environment }) => {
    const call = [command, 'contract', '--only', 'headers.request-id-is-echoed', ...args]
    const { stdout } = await run(process.execPath, call, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', FINAPI_CLIENT_SECRET: 'mock-secret', ...environment },
    })
    expect(stdout).toContain('gateway v2: 1 rules, 1 passed')
  })
})
