import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_FLOW_LIFETIME } from '../../scenarios/defaults.ts'
import { embeddedContents, type LibraryContents } from '../../scenarios/library.ts'
import { loadScenarios } from '../../scenarios/load.ts'
import schema from '../../scenarios/schema/scenario.json' with { type: 'json' }
import { challengeIn, codeIn, startSession, v2 } from '../helpers/api-dialect.ts'

const root = new URL('../../', import.meta.url)

/** Writes the scenarios among the YAML blocks of a document to files in a directory of their own, and reads them. */
const readExamples = async (document: string) => {
  const text = await readFile(new URL(document, root), 'utf8')
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)]
    .map(([, example = '']) => example)
    .filter((example) => /^steps:/m.test(example))
  if (examples.length === 0) throw new Error(`${document} has no scenario`)
  const directory = await mkdtemp(join(tmpdir(), 'example-'))
  for (const [index, example] of examples.entries()) {
    await writeFile(join(directory, `example-${index}.yaml`), example)
  }
  return { directory, contents: await loadScenarios(directory, embeddedContents) }
}

const ownScenarios = ({ scenarios }: LibraryContents) => scenarios.slice(embeddedContents.scenarios.length)

describe('the example bank of the README', () => {
  let example: Awaited<ReturnType<typeof readExamples>>
  beforeAll(async () => {
    example = await readExamples('README.md')
  })
  afterAll(() => rm(example.directory, { recursive: true }))

  const REQUEST = { bankId: 900_001, interface: 'XS2A', login: { 'Onlinebanking-ID': 'lena', PIN: '1' } }
  const TAN = { challengeResponse: '4711' }
  const POLL = { decoupledCallback: true }
  const start = async () => {
    const session = await startSession(v2, { scenarios: ownScenarios(example.contents) })
    return { session, hash: challengeIn(await session.importBank(REQUEST)).hash }
  }

  it('asks for a TAN and then for an approval', async () => {
    const { session, hash } = await start()
    const push = challengeIn(await session.answer(REQUEST, hash, TAN))
    expect(push.status).toBe('DECOUPLED_AUTH_REQUIRED')
    expect(challengeIn(await session.answer(REQUEST, push.hash, POLL)).status).toBe('DECOUPLED_AUTH_IN_PROGRESS')
    session.world.clock.advance(10_000)
    expect((await session.answer(REQUEST, push.hash, POLL)).status).toBe(201)
  })

  it('gives two attempts and then locks the login', async () => {
    const { session, hash } = await start()
    challengeIn(await session.answer(REQUEST, hash, { challengeResponse: '1' }))
    const refused = await session.answer(REQUEST, hash, { challengeResponse: '2' })
    expect(refused.body.errors[0].message).toBe('Wrong twice. The moon is closed for you.')
    expect(codeIn(await session.importBank(REQUEST))).toBe('BANK_SERVER_REJECTION')
  })
})

describe('the description of the language', () => {
  it('shows scenarios that can be used', async () => {
    const { directory, contents } = await readExamples('scenarios/README.md')
    expect(ownScenarios(contents).map(({ name }) => name)).toEqual(['tan-or-push', 'two-salaries'])
    await rm(directory, { recursive: true })
  })

  it('mentions every key of the schema, and every kind of income, spending and oddity', async () => {
    const text = await readFile(new URL('scenarios/README.md', root), 'utf8')
    const { Income, Spending, Oddity } = schema.$defs
    const words = new Set([...keysIn(schema), ...Income.enum, ...Spending.enum, ...Oddity.enum])
    expect([...words].filter((word) => !text.includes(`\`${word}\``))).toEqual([])
  })

  it('names the same lifetime of a flow as the schema and the server', async () => {
    expect(schema.properties.validFor.default).toBe(DEFAULT_FLOW_LIFETIME)
    const text = await readFile(new URL('scenarios/README.md', root), 'utf8')
    expect(text).toContain(`default \`${DEFAULT_FLOW_LIFETIME}\``)
  })
})

/** Returns the names of all properties, however deep. */
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
