import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedContents, type LibraryContents } from '../../scenarios/library.ts'
import { loadScenarios } from '../../scenarios/load.ts'
import schema from '../../scenarios/schema/scenario.json' with { type: 'json' }
import { challengeIn, codeIn, startSession, v2 } from '../helpers/api-dialect.ts'

const root = new URL('../../', import.meta.url)

/** The first YAML block of a document, as a file in a directory of its own. */
const exampleOf = async (document: string) => {
  const text = await readFile(new URL(document, root), 'utf8')
  const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1]
  if (example === undefined) throw new Error(`${document} has no YAML block`)
  const directory = await mkdtemp(join(tmpdir(), 'example-'))
  await writeFile(join(directory, 'example.yaml'), example)
  return { directory, contents: await loadScenarios(directory, embeddedContents) }
}

const ownOf = ({ scenarios }: LibraryContents) => scenarios.slice(embeddedContents.scenarios.length)

describe('the bank that the README makes up', () => {
  let example: Awaited<ReturnType<typeof exampleOf>>
  beforeAll(async () => {
    example = await exampleOf('README.md')
  })
  afterAll(() => rm(example.directory, { recursive: true }))

  const REQUEST = { bankId: 900_001, interface: 'XS2A', login: { 'Onlinebanking-ID': 'lena', PIN: '1' } }
  const TAN = { challengeResponse: '4711' }
  const POLL = { decoupledCallback: true }
  const start = async () => {
    const session = await startSession(v2, { scenarios: ownOf(example.contents) })
    return { session, hash: challengeIn(await session.importBank(REQUEST)).hash }
  }

  it('wants a TAN and then an approval', async () => {
    const { session, hash } = await start()
    const push = challengeIn(await session.answer(REQUEST, hash, TAN))
    expect(push.status).toBe('DECOUPLED_AUTH_REQUIRED')
    expect(challengeIn(await session.answer(REQUEST, push.hash, POLL)).status).toBe('DECOUPLED_AUTH_IN_PROGRESS')
    session.world.clock.advance(10_000)
    expect((await session.answer(REQUEST, push.hash, POLL)).status).toBe(201)
  })

  it('gives two attempts and then closes', async () => {
    const { session, hash } = await start()
    challengeIn(await session.answer(REQUEST, hash, { challengeResponse: '1' }))
    const refused = await session.answer(REQUEST, hash, { challengeResponse: '2' })
    expect(refused.body.errors[0].message).toBe('Wrong twice. The moon is closed for you.')
    expect(codeIn(await session.importBank(REQUEST))).toBe('BANK_SERVER_REJECTION')
  })
})

describe('the description of the language', () => {
  it('shows a scenario that can be used', async () => {
    const { directory, contents } = await exampleOf('scenarios/README.md')
    expect(ownOf(contents).map(({ name }) => name)).toEqual(['tan-or-push'])
    await rm(directory, { recursive: true })
  })

  it('mentions every key of the schema', async () => {
    const text = await readFile(new URL('scenarios/README.md', root), 'utf8')
    const missing = [...new Set(keysIn(schema))].filter((key) => !text.includes(`\`${key}\``))
    expect(missing).toEqual([])
  })
})

/** The names of all properties, however deep. */
const keysIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === 'properties' ? Object.keys(inner) : []),
    ...keysIn(inner),
  ])
}

describe('the published schemas', () => {
  it('are named by the package, and by the first line of every file of ours', async () => {
    const { exports } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
    for (const name of ['scenario', 'bank', 'persona']) {
      expect(exports[`./${name}.schema.json`]).toBe(`./dist/${name}.schema.json`)
      const source = await readFile(new URL(`scenarios/schema/${name}.json`, root), 'utf8')
      expect(await readFile(new URL(`dist/${name}.schema.json`, root), 'utf8')).toBe(source)
    }
    for (const path of [
      'redirect/redirect-twice',
      'demo/demo-redirect',
      'around/no-sca',
      'banks/demo',
      'personas/mira-sandow',
    ]) {
      const text = await readFile(new URL(`scenarios/${path}.yaml`, root), 'utf8')
      expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/\w+\.json\n/)
    }
  })
})
