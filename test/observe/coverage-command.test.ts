import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type MockServer, type MockServerOptions, startMockServer } from '../../server/index.ts'
import { NO_SCA, openSession, startApp, v2, withTransport } from '../helpers/api-dialect.ts'

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

const run = async (args: readonly string[], environment: Record<string, string> = {}) => {
  const env = { PATH: process.env.PATH, ...environment }
  try {
    const ended = await promisify(execFile)(process.execPath, [command, 'coverage', ...args], { env })
    return { ...ended, status: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number }
    return { stdout, stderr, status: code }
  }
}

const start = async (options: MockServerOptions = {}): Promise<MockServer> => {
  const server = await startMockServer({ port: 0, ...options })
  onTestFinished(() => server.close())
  return server
}

/** Covers an approach and a transition. */
const importAt = async ({ url }: MockServer): Promise<void> => {
  const app = withTransport(startApp(), (path, init) => fetch(url + path, init))
  const { importBank } = openSession(app, v2, await app.newUser(v2))
  expect((await importBank(NO_SCA)).status).toBe(201)
}

describe('finapi-mock coverage', () => {
  it('exits 1 under the minimum, and 0 at it', async () => {
    const server = await start()
    const { url } = server
    await importAt(server)
    const low = await run(['--url', url, '--min', '80'])
    expect(low).toMatchObject({ status: 1, stderr: expect.stringMatching(/\b2 %, .*at least 80 %/) })
    expect(low.stdout).toContain('approaches: 1 of 4 (25 %)')
    expect(await run(['--url', `${url}/`, '--min', '2'])).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse((await run(['--url', url, '--json'])).stdout)).toEqual(
      await (await fetch(`${url}/_mock/coverage`)).json(),
    )
    expect(await run(['--url', url, '--world', 'other', '--min', '1'])).toMatchObject({ status: 1 })
  })

  it.each([
    { args: ['--min', '101'], problem: /--min must be a number from 0 to 100, but is '101'/ },
    { args: ['--min', 'all'], problem: /--min must be a number from 0 to 100/ },
    { args: ['--url', 'nowhere'], problem: /--url must be an absolute/ },
    { args: ['--minimum', '1'], problem: /Unknown option '--minimum'/ },
    { args: ['--url', 'http://127.0.0.1:1'], problem: /cannot reach http:\/\/127\.0\.0\.1:1\/_mock\/coverage/ },
  ])('exits 2 on $args', async ({ args, problem }) => {
    expect(await run(args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(problem) })
  })

  it("sends the control API's token, from its flag or the environment", async () => {
    const { url } = await start({ controlToken: 'secret-token' })
    expect(await run(['--url', url])).toMatchObject({ status: 2, stderr: expect.stringContaining('401') })
    expect(await run(['--url', url, '--token', 'secret-token'])).toMatchObject({ status: 0 })
    expect(await run(['--url', url], { FINAPI_MOCK_CONTROL_TOKEN: 'secret-token' })).toMatchObject({ status: 0 })
  })

  it('exits 2 where the URL is not that of a mock', async () => {
    const { url } = await start()
    expect(await run(['--url', `${url}/api/v2`])).toMatchObject({ status: 2, stderr: expect.stringContaining('404') })
    const other = createServer((_, response) => response.end('{"percent":100}')).listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await run(['--url', `http://127.0.0.1:${port}`])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/no coverage report \(covered must be a whole number, but is missing\)/),
    })
  })

  it('explains itself', async () => {
    expect(await run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--min PERCENT') })
  })
})
