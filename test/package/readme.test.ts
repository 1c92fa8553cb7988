import { execFile } from 'node:child_process'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MockServer } from '../../server/index.ts'
import { builtCommand, importBuilt } from './built.ts'

const { startMockServer } = await importBuilt('index')
const { createFinApiClient } = await importBuilt('client')

const root = new URL('../../', import.meta.url)
const readme = await readFile(new URL('README.md', root), 'utf8')
/** The first block of a language, in the whole README or below a heading. */
const block = (language: string, heading = '# finapi-mock'): string => {
  const section = readme.slice(readme.indexOf(`${heading}\n`))
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1]
  if (found === undefined) throw new Error(`the README has no ${language} block below ${heading}`)
  return found
}

/** Runs the command of the package and returns what it prints. */
const runCommand = async (args: readonly string[], environment: Record<string, string> = {}): Promise<string> => {
  const env = { PATH: process.env.PATH ?? '', ...environment }
  return (await promisify(execFile)(process.execPath, [builtCommand, ...args], { env })).stdout
}

/** Imports a bank that requires a decoupled approval. */
const importBy = async (baseUrl: string): Promise<unknown> => {
  const client = { clientId: 'mock-client', clientSecret: 'mock-secret' }
  const finapi = createFinApiClient({ baseUrl, ...client, pollInterval: 20 })
  const user = finapi.asUser(await finapi.users.create({}))
  const loginCredentials = ['Onlinebanking-ID', 'PIN'].map((label) => ({ label, value: 'demo' }))
  return user.importBankConnection(
    { bankId: 280001, bankingInterface: 'XS2A', loginCredentials },
    {
      approveDecoupled: () => undefined,
    },
  )
}

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ port: 0, checkResponses: true })
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
    const code = block('ts', '## In your tests').replace(/^import .*$/gm, '')
    const run = new Function(
      'startMockServer',
      'createFinApiClient',
      `return (async () => { ${code}; return accounts })()`,
    )
    const accounts: unknown = await run(startMockServer, createFinApiClient)
    expect(accounts).toHaveLength(4)
  })

  it('shows controls by curl that work word for word', async () => {
    const [variables = '', ...steps] = block('bash', '## Controlling it').split(/\n(?=# )/)
    const cwd = await mkdtemp(join(tmpdir(), 'readme-'))
    const run = async (title: string, environment: Record<string, string> = {}): Promise<string> => {
      const step = steps.shift() ?? ''
      expect(step).toContain(`# ${title}`)
      const script = `${variables.replace('http://127.0.0.1:8510', server.url)}\n${step}`
      const env = { PATH: process.env.PATH ?? '', ...environment }
      return (await promisify(execFile)('bash', ['-euc', script], { cwd, env })).stdout
    }

    expect(await run('Worlds')).toContain('"path":"/w/demo"')
    const world = server.worlds.get('demo')
    if (world === undefined) throw new Error('the README made no world demo')
    expect(await run('Scenarios')).toContain('"scenario":"decoupled-by-hand","times":1')
    const importing = importBy(`${server.url}/w/demo`)
    const [hash = ''] = (await world.journal.waitFor({ status: 510 })).hashes
    expect(await run('The PSU')).toMatch(new RegExp(`"pending":\\[{"hash":"${hash}".*}{"hash":"${hash}"`))
    await importing
    expect(await run('The clock')).toMatch(/"now":"2026-03-10T10:00:05.000Z".*"pending":\[\]/)
    expect(await run('Faults')).toContain('"spec":{"operation":"importBankConnection","kind":"gateway","status":503}')
    await expect(importBy(`${server.url}/w/demo`)).rejects.toThrow('503')
    const [found = '', waited = '', verified = ''] = (await run('The journal')).split(/(?<=})(?={)/)
    expect(JSON.parse(found).entries).toMatchObject([{ operation: 'importBankConnection' }])
    expect(JSON.parse(waited)).toMatchObject({ fault: { kind: 'gateway' } })
    expect(JSON.parse(verified)).toMatchObject({ passed: true })
    expect(await run('Flows', { HASH: hash })).toContain(`flow ${hash}\nscenario decoupled-by-hand`)
    expect(await run('Lint')).toMatch(/finding\(s\) in \d+ exchange/)
    expect(await run('Coverage')).toMatch(/x decoupled +\d/)
    expect(await run('Snapshots')).toContain('"bankConnections":1')
    expect(steps).toEqual([])
  })

  it('shows controls in code that work', async () => {
    const code = block('ts', '## Controlling it').replace(/^import .*$/gm, '')
    const run = new Function(
      'startMockServer',
      'yourApp',
      `return (async () => { ${code}; return { passed, difference, justImported } })()`,
    )
    expect(await run(startMockServer, { importBank: importBy })).toMatchObject({
      passed: true,
      difference: undefined,
      justImported: { stores: { bankConnections: { items: [{}] } } },
    })
  })

  it('lists every flag of the command', async () => {
    const help = await runCommand(['--help'])
    const flags = [...help.matchAll(/^ {2}(--[a-z-]+) /gm)].map(([, flag]) => flag).filter((flag) => flag !== '--help')
    expect(flags).toContain('--control-token')
    for (const flag of flags) expect(readme).toMatch(new RegExp(`^\\| \`${flag} [A-Z]+\``, 'm'))
  })

  it('names only flags of the contract command that it knows', async () => {
    const help = await runCommand(['contract', '--help'])
    const section = readme.slice(readme.indexOf('## Contract rules'), readme.indexOf('## Working on it'))
    const flags = [...section.matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => flag)
    expect(flags.length).toBeGreaterThan(8)
    for (const flag of flags) expect(help).toMatch(new RegExp(`^ +${flag} `, 'm'))
  })

  it('shows a target file that works', async () => {
    const section = readme.slice(readme.indexOf('## Contract rules'))
    const path = join(await mkdtemp(join(tmpdir(), 'readme-')), 'target.yaml')
    const shown = /```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? ''
    expect(shown).toMatch(/^baseUrl: https:.*\n(?:.*\n)*clientId: \S+$/m)
    const target = shown.replace(/(?<=^baseUrl: ).*$/m, server.url).replace(/(?<=^clientId: ).*$/m, 'mock-client')
    await writeFile(path, target)
    const args = ['contract', '--target', path, '--only', 'headers']
    expect(await runCommand(args, { SANDBOX_SECRET: 'mock-secret' })).toMatch(/ v2: \d+ rules, \d+ passed, 0 failed/)
  })

  it('names only commands and files that exist', async () => {
    const { scripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
    for (const [, name] of readme.matchAll(/npm run ([a-z:]+)/g)) expect(scripts).toHaveProperty(name ?? '')
    for (const [, path] of readme.matchAll(/`((?:client|contracts|scenarios|server)\/[\w./-]*)`/g)) {
      await expect(stat(new URL(path ?? '', root))).resolves.toBeDefined()
    }
  })
})
