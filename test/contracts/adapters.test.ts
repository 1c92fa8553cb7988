import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as nodeTest from 'node:test'
import { fileURLToPath } from 'node:url'
import type * as vitest from 'vitest'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, vi } from 'vitest'
import type { NodeTestFunctions } from '../../contracts/adapters/node-test.ts'
import type { VitestFunctions } from '../../contracts/adapters/vitest.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'

vi.setConfig({ testTimeout: 60_000 }) // each starts a test runner

const root = fileURLToPath(new URL('../../', import.meta.url))
const fixtures = join(root, 'test/fixtures/contract-adapters')

let server: MockServer
let folder: string
beforeAll(async () => {
  server = await startMockServer({ port: 0 })
  folder = await mkdtemp(join(tmpdir(), 'adapters-'))
})
afterAll(() => server.close())

/** Runs a test runner in a process of its own. */
const runNode = (args: readonly string[], gateway = server.url) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const { NODE_TEST_CONTEXT: _, VITEST: __, ...environment } = process.env
    execFile(process.execPath, args, { cwd: root, env: { ...environment, GATEWAY_URL: gateway } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: out + err }),
    )
  })

const withVitest = async (gateway?: string) => {
  const report = join(folder, 'vitest.json')
  const where = ['--root', fixtures]
  const reports = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`]
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...where, ...reports]
  const { code, output } = await runNode(args, gateway)
  return { code, output, report: JSON.parse(await readFile(report, 'utf8')) }
}

const withNodeTest = (gateway?: string) =>
  runNode(['--test', '--test-reporter', 'tap', join(fixtures, 'with-node-test.mjs')], gateway)

const DEAD = 'http://127.0.0.1:9'

describe('the adapter for vitest', () => {
  it('makes each rule a test with its title, its failure and the reason for a skip', async () => {
    const { code, output, report } = await withVitest()
    expect(code).toBe(1)
    expect(report).toMatchObject({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 1 })
    const tests: { title: string; ancestorTitles: string[]; status: string; failureMessages: string[] }[] =
      report.testResults[0].assertionResults
    expect(tests).toHaveLength(5)
    expect(tests[0]?.ancestorTitles).toContain('finAPI contract: gateway v2')
    const failed = tests.find(({ status }) => status === 'failed')
    expect(failed?.title).toBe('gateway.adds-a-user: The gateway adds a user')
    const message = failed?.failureMessages.join('\n')
    expect(message).toContain('id of the user: expected "somebody else"')
    expect(message).toContain('Evidence: our own gateway (grade D)')
    expect(message).toMatch(/curl .*\/api\/v2\/oauth\/token'/)
    expect(message).not.toContain('mock-secret')
    expect(tests.find(({ title }) => title.startsWith('gateway.cannot-show'))?.status).toBe('skipped')
    expect(output).toContain('no such thing here')
  })

  it('fails once if the target is not reachable', async () => {
    const { code, report, output } = await withVitest(DEAD)
    expect(code).toBe(1)
    expect(report).toMatchObject({ numPassedTests: 0, numFailedTests: 0, success: false })
    expect(output).toContain(`${DEAD} did not answer`)
  })
})

describe('the adapter for node:test', () => {
  it('makes each rule a test with its title, its failure and the reason for a skip', async () => {
    const { code, output } = await withNodeTest()
    expect(code).toBe(1)
    expect(output).toMatch(/# Subtest: finAPI contract: gateway v2/)
    expect(output).toMatch(/# pass 3\n# fail 1\n# cancelled 0\n# skipped 1/)
    expect(output).toMatch(/not ok \d+ - gateway\.adds-a-user: The gateway adds a user/)
    expect(output).toMatch(/gateway\.cannot-show: The gateway shows what it cannot # SKIP no such thing here/)
    expect(output).toContain('id of the user: expected "somebody else"')
    expect(output).not.toContain('mock-secret')
    expect(output).not.toContain('gateway.old')
  })

  it('fails if the target is not reachable', async () => {
    const { code, output } = await withNodeTest(DEAD)
    expect(code).toBe(1)
    expect(output).toContain('did not answer')
    expect(output).toMatch(/# pass 0/)
  })
})

describe('the parameters', () => {
  it('accept the functions of the runners', () => {
    expectTypeOf<typeof vitest>().toExtend<VitestFunctions>()
    expectTypeOf<typeof nodeTest>().toExtend<NodeTestFunctions>()
  })
})
