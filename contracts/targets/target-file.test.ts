import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planFrom } from './from-environment.ts'
import { readTargetFile } from './target-file.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'target-file-'))
})

afterAll(() => rm(directory, { recursive: true }))

const write = async (name: string, content: string): Promise<string> => {
  const path = join(directory, name)
  await writeFile(path, content)
  return path
}

const FULL = `
name: shared sandbox
baseUrl: https://sandbox.finapi.io
versions: [v1, v2]
clientId: my-client
clientSecretFrom: MY_SECRET
callbackUrl: https://tpp.example.com/back
walker: browser
provides: guide-login
lacks: [decoupled-bank, direct-import]
users: 1
concurrency: 3
ledger: /var/lib/users
demo:
  tan: '654321'
  withSca: { user: me, password: mine }
limits: { rule: 600000 }
poll: { decoupled: 6000 }
budget: { requests: 500 }
patience: { repeats: 1 }
`

const SECRET = { MY_SECRET: 'very-secret', FINAPI_CLIENT_SECRET: 'another' }

describe('readTargetFile', () => {
  it('reads everything from YAML', async () => {
    expect(await readTargetFile(await write('full.yaml', FULL))).toEqual({
      baseUrl: 'https://sandbox.finapi.io',
      versions: ['v1', 'v2'],
      clientId: 'my-client',
      clientSecretFrom: 'MY_SECRET',
      walker: 'browser',
      settings: {
        name: 'shared sandbox',
        returnUrl: 'https://tpp.example.com/back',
        provides: ['guide-login'],
        lacks: ['decoupled-bank', 'direct-import'],
        users: 1,
        concurrency: 3,
        ledger: '/var/lib/users',
        demo: { tan: '654321', withSca: { user: 'me', password: 'mine' } },
        limits: { rule: 600_000 },
        poll: { decoupled: 6_000 },
        budget: { requests: 500 },
        patience: { repeats: 1 },
      },
    })
  })

  it('reads JSON, and leaves out what the file does', async () => {
    const path = await write('small.json', '{"baseUrl": "http://localhost:8510", "versions": "v1"}')
    expect(await readTargetFile(path)).toEqual({ baseUrl: 'http://localhost:8510', versions: ['v1'], settings: {} })
  })

  it.each([
    { content: 'clientSecret: hunter2', says: /clientSecret does not belong in a file; .*clientSecretFrom$/ },
    { content: 'clientSecretFrom: hunter 2', says: /clientSecretFrom has to be the name of an environment variable/ },
    { content: 'baseUri: https://x.example', says: /baseUri is not known; there are name, baseUrl, versions/ },
    { content: 'baseUrl: sandbox', says: /baseUrl is "sandbox", but has to be an address/ },
    { content: 'versions: [v2, v3]', says: /versions\[1\] is "v3", but has to be one of v1, v2/ },
    { content: 'versions: []', says: /versions is \[\], but has to be a list with at least one entry/ },
    { content: 'limits: { ready: soon }', says: /limits\.ready is "soon", but has to be a whole number, 1 or more/ },
    { content: 'poll: { often: 1 }', says: /poll\.often is not known; there are ready, decoupled/ },
    { content: 'budget: 3000', says: /budget is 3000, but has to be an object with requests, cleanup/ },
    { content: 'concurrency: 0', says: /concurrency is 0, but has to be a whole number, 1 or more/ },
    { content: 'budget: { requests: 0 }', says: /budget\.requests is 0, but has to be a whole number, 1 or more/ },
    { content: 'demo: { withSca: { user: me } }', says: /demo\.withSca\.password is missing, but has to be a text/ },
    { content: 'demo: { tan: 123456 }', says: /demo\.tan is 123456, but has to be a text/ },
    { content: 'lacks: flying', says: /lacks is "flying", but has to be one of direct-import, / },
    { content: 'walker: legs', says: /walker is "legs", but has to be one of forms, browser, manual/ },
    { content: '- a list', says: /the whole file is \["a list"\], but has to be an object with name, / },
    { content: 'name: [', says: /bad\.yaml is neither JSON nor YAML: \S/ },
  ])('refuses "$content" with one line', async ({ content, says }) => {
    const reading = readTargetFile(await write('bad.yaml', content))
    await expect(reading).rejects.toThrow(says)
    const message = await reading.catch((error: Error) => error.message)
    expect(message).toMatch(/bad\.yaml/)
    expect(message).not.toMatch(/\n|hunter/)
  })

  it('names a file that is not there', async () => {
    await expect(readTargetFile(join(directory, 'none.yaml'))).rejects.toThrow(/none\.yaml cannot be read: ENOENT/)
  })
})

describe('planFrom with a target file', () => {
  it('takes the secret from the variable that the file names, and one run for each version', async () => {
    const path = await write('plan.yaml', FULL)
    expect(await planFrom({ ...SECRET, FINAPI_TARGET: path })).toMatchObject({
      kind: 'remote',
      versions: ['v1', 'v2'],
      baseUrl: 'https://sandbox.finapi.io',
      client: { id: 'my-client', secret: 'very-secret' },
      walker: 'browser',
      settings: { ledger: '/var/lib/users' },
    })
  })

  it('lets variables win over the file, and overrides over both', async () => {
    const FINAPI_TARGET = await write('plan.yaml', FULL)
    const environment = {
      ...SECRET,
      FINAPI_TARGET,
      FINAPI_BASE_URL: 'https://from.environment',
      FINAPI_API_VERSION: 'v2',
      FINAPI_CLIENT_ID: 'other-client',
      FINAPI_LEDGER: '/elsewhere',
    }
    expect(await planFrom(environment, { baseUrl: 'https://from.flag', version: 'v1' })).toMatchObject({
      versions: ['v1'],
      baseUrl: 'https://from.flag',
      client: { id: 'other-client' },
      settings: { ledger: '/elsewhere' },
    })
    const targetFile = await write('other.yaml', 'baseUrl: https://other.example')
    expect(await planFrom({ ...SECRET, FINAPI_TARGET, FINAPI_CLIENT_ID: 'id' }, { targetFile })).toMatchObject({
      versions: ['v2'],
      baseUrl: 'https://other.example',
      client: { id: 'id', secret: 'another' },
      walker: 'forms',
    })
  })

  it.each([
    { given: 'no address', content: 'clientId: id', environment: SECRET, says: /gap\.yaml: baseUrl is missing/ },
    {
      given: 'no client',
      content: 'baseUrl: https://x.example',
      environment: SECRET,
      says: /FINAPI_CLIENT_ID is missing/,
    },
    { given: 'no secret', content: FULL, environment: {}, says: /MY_SECRET is missing/ },
    { given: 'a slip', content: 'nmae: x', environment: SECRET, says: /gap\.yaml: nmae is not known/ },
  ])('refuses $given', async ({ content, environment, says }) => {
    const planning = planFrom({ ...environment, FINAPI_TARGET: await write('gap.yaml', content) })
    await expect(planning).rejects.toThrow(says)
    await expect(planning).rejects.toMatchObject({ name: 'BadEnvironment' })
  })
})
