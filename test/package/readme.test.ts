import { execFile } from 'node:child_process'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFinApiClient } from '../../client/index.ts'
import { HELP } from '../../contracts/call-options.ts'
import { planFrom } from '../../contracts/targets/from-environment.ts'
import { type MockServer, startMockServer } from '../../server/index.ts'

const root = new URL('../../', import.meta.url)
const readme = await readFile(new URL('README.md', root), 'utf8')
const block = (language: string): string => {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1]
  if (found === undefined) throw new Error(`the README has no ${language} block`)
  return found
}

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ port: 0, checkAnswers: true })
})
afterAll(() => server.close())

describe('the README', () => {
  it('shows a first import by curl that works word for word', async () => {
    const script = block('bash').replace('http://127.0.0.1:8510', server.url)
    const { stdout } = await promisify(execFile)('bash', ['-euc', script])
    // The hash is that of the README, because the seed is: what is shown there is what everybody gets.
    const shown: string = JSON.parse(block('json')).errors[0].multiStepAuthentication.hash
    expect(stdout).toContain(`"hash":"${shown}","status":"CHALLENGE_RESPONSE_REQUIRED"`)
    expect(stdout).toContain('"updateStatus":"IN_PROGRESS"')
    expect(stdout).toContain('"updateStatus":"READY","categorizationStatus":"READY"')
    expect(stdout).toMatch(/"transactions":\[\{"id":\d+.*"paging":\{"page":1,"perPage":1,"pageCount":\d{4}/)
  })

  it('shows code that imports with the reference client', async () => {
    const code = block('ts').replace(/^import .*$/gm, '')
    const run = new Function(
      'startMockServer',
      'createFinApiClient',
      `return (async () => { ${code}; return accounts })()`,
    )
    const accounts: unknown = await run(startMockServer, createFinApiClient)
    expect(accounts).toHaveLength(4)
  })

  it('names only flags of the contract command that it knows', async () => {
    const section = readme.slice(readme.indexOf('## Is it true?'), readme.indexOf('## Working on it'))
    const flags = [...section.matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => flag)
    expect(flags.length).toBeGreaterThan(8)
    for (const flag of flags) expect(HELP).toMatch(new RegExp(`^ +${flag} `, 'm'))
  })

  it('shows a target file that can be read', async () => {
    const section = readme.slice(readme.indexOf('## Is it true?'))
    const path = join(await mkdtemp(join(tmpdir(), 'readme-')), 'target.yaml')
    await writeFile(path, /```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '')
    const plan = await planFrom({ SANDBOX_SECRET: 'secret' }, { targetFile: path })
    expect(plan).toMatchObject({ kind: 'remote', versions: ['v2'], walker: 'browser', client: { secret: 'secret' } })
  })

  it('names only commands and files that exist', async () => {
    const { scripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
    for (const [, name] of readme.matchAll(/npm run ([a-z:]+)/g)) expect(scripts).toHaveProperty(name ?? '')
    for (const [, path] of readme.matchAll(/`((?:client|contracts|scenarios|server)\/[\w./-]*)`/g)) {
      await expect(stat(new URL(path ?? '', root))).resolves.toBeDefined()
    }
  })
})
