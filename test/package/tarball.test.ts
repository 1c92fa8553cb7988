import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const MAX_UNPACKED = 3.5 * 1024 * 1024
const MAX_PACKAGES = 3

/** npm shall see nothing of the npm that runs the tests. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV$|FINAPI_)/i.test(name)),
)
const run = async (cwd: string, command: string, args: readonly string[], more: Record<string, string> = {}) =>
  (await promisify(execFile)(command, args, { cwd, env: { ...environment, ...more }, maxBuffer: 2 ** 26 })).stdout

/** Copies what git has of the project, as a fresh clone after `npm ci`: nothing is generated or built there. */
const makeClone = async (): Promise<string> => {
  const clone = await mkdtemp(join(tmpdir(), 'clone-'))
  const listed = await run(root, 'git', [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
  ])
  const deleted = new Set((await run(root, 'git', ['ls-files', '-z', '--deleted'])).split('\0'))
  for (const path of listed.split('\0').filter((path) => path !== '' && !deleted.has(path))) {
    await mkdir(dirname(join(clone, path)), { recursive: true })
    await copyFile(join(root, path), join(clone, path))
  }
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'))
  return clone
}

/** Every module, under the strictest setting that a user may have; undici's declarations need those of Node. */
const USE_OF_TYPES = `
import { type MockServer, startMockServer } from 'finapi-mock'
import { createFinApiClient, type FinApiClient } from 'finapi-mock/client'
import { createTarget, defineRule, rules, type Target } from 'finapi-mock/contracts'
import { contractTests } from 'finapi-mock/contracts/node-test'
import { contractTests as vitestTests } from 'finapi-mock/contracts/vitest'

const server: MockServer = await startMockServer({ port: 0 })
const client: FinApiClient<'v2'> = createFinApiClient({ baseUrl: server.url, clientId: 'mock-client', clientSecret: 's' })
const target: Target = createTarget({ baseUrl: server.url, version: 'v2', client: { id: 'mock-client', secret: 's' } })
export const all = [client, target, rules, defineRule, contractTests, vitestTests]
// @ts-expect-error: the types are those of the package, and not any.
startMockServer({ port: true })
`

const FIRST_IMPORT = `
import { createFinApiClient } from 'finapi-mock/client'

const finapi = createFinApiClient({ baseUrl: process.argv[2], clientId: 'mock-client', clientSecret: 'mock-secret' })
const user = finapi.asUser(await finapi.users.create({}))
const loginCredentials = ['Onlinebanking-ID', 'PIN'].map((label) => ({ label, value: 'demo' }))
const connection = await user.importBankConnection(
  { bankId: 280001, bankingInterface: 'XS2A', loginCredentials },
  { chooseProcedure: () => 'DEMO-SMS', answerChallenge: () => '123456' },
)
await user.waitUntilReady(connection.id)
const { accounts } = await user.accounts.list()
process.stdout.write(accounts.length + ' accounts')
`

// Packing, and installing from the registry, takes its time.
describe.runIf(process.env.CI)('the packed package, installed in an empty folder', { timeout: 60_000 }, () => {
  let clone: string
  let tarball: string
  let folder: string
  let server: ChildProcess
  let url: string

  beforeAll(async () => {
    clone = await makeClone()
    folder = await mkdtemp(join(tmpdir(), 'installed-'))
    const [packed] = JSON.parse(await run(clone, 'npm', ['pack', '--json', '--pack-destination', folder]))
    tarball = join(folder, packed.filename)
    expect(packed.unpackedSize).toBeLessThan(MAX_UNPACKED)
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
    await run(folder, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball])
    server = spawn('npx', ['finapi-mock', '--port', '0', '--download-time', 'PT0S'], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
      // npx starts a process of its own, which has to end as well.
      detached: true,
    })
    if (server.stdout === null) throw new Error('the command has no output')
    const [line] = await once(createInterface({ input: server.stdout }), 'line')
    url = /http:\/\/\S+/.exec(String(line))?.[0] ?? ''
  }, 180_000)

  afterAll(async () => {
    if (server?.pid !== undefined) process.kill(-server.pid, 'SIGTERM')
    for (const made of [clone, folder]) if (made !== undefined) await rm(made, { recursive: true, force: true })
  })

  it('is found right by publint', async () => {
    const { messages } = await publint({ pkgDir: join(folder, 'node_modules/finapi-mock'), pack: false, strict: true })
    expect(messages).toEqual([])
  })

  it('brings few other packages', async () => {
    const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'))
    expect(Object.keys(packages).filter((path) => path !== '').length).toBeLessThanOrEqual(MAX_PACKAGES)
  })

  it('has the licence texts of what it contains', async () => {
    const text = await readFile(join(folder, 'node_modules/finapi-mock/dist/THIRD-PARTY-LICENSES'), 'utf8')
    expect(text).toMatch(/\nentities \S+ \(BSD-2-Clause\)\n\n.*Redistributions in binary form must reproduce/s)
  })

  it('explains itself', async () => {
    expect(await run(folder, 'npx', ['finapi-mock', '--help'])).toContain('--port N')
  })

  it('serves a first import by its client', async () => {
    await writeFile(join(folder, 'first-import.js'), FIRST_IMPORT)
    expect(await run(folder, process.execPath, ['first-import.js', url])).toBe('4 accounts')
  })

  it('has types that need no package but its own', async () => {
    await writeFile(join(folder, 'use.ts'), USE_OF_TYPES)
    const compilerOptions = {
      ...{ target: 'ES2023', lib: ['ES2023'], module: 'NodeNext', moduleResolution: 'NodeNext', strict: true },
      ...{ exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false },
      ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    const tsc = run(folder, process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--pretty', 'false'])
    expect(await tsc.catch(({ stdout }: { stdout: string }) => stdout)).toBe('')
  })

  it('lists the scenarios, and shows one', async () => {
    expect(await run(folder, 'npx', ['finapi-mock', 'scenarios'])).toContain('redirect-then-tan')
    expect(await run(folder, 'npx', ['finapi-mock', 'scenarios', 'redirect-then-tan'])).toContain('MOCK0')
  })

  it('has scenario files to copy, and takes them', async () => {
    const file = 'node_modules/finapi-mock/scenarios/redirect/redirect-without-login.yaml'
    await mkdir(join(folder, 'mine'))
    const text = await readFile(join(folder, file), 'utf8')
    const copy = text
      .replace(/^name: .*/m, 'name: copied')
      .replace(/id: \d+/, 'id: 900001')
      .replace('MOCK0', 'COPY0')
    await writeFile(join(folder, 'mine/copy.yaml'), copy)
    const listed = await run(folder, 'npx', ['finapi-mock', 'scenarios', '--scenarios', 'mine'])
    expect(listed).toContain('copied')
  })

  it('lists the contract rules', async () => {
    expect(await run(folder, 'npx', ['finapi-mock', 'contract', '--list'])).toContain('headers.request-id-is-echoed')
  })

  it('checks a server that a YAML file names', async () => {
    const target = { baseUrl: url, versions: ['v2'], clientId: 'mock-client', clientSecretFrom: 'SECRET' }
    const lines = Object.entries(target).map(([name, value]) => `${name}: ${value}`)
    await writeFile(join(folder, 'target.yaml'), lines.join('\n'))
    const args = ['finapi-mock', 'contract', '--target', 'target.yaml', '--only', 'shapes']
    expect(await run(folder, 'npx', args, { SECRET: 'mock-secret' })).toMatch(
      / v2: \d+ rules, [1-9]\d* passed, 0 failed/,
    )
  })
})
