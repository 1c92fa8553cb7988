import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiVersions } from '../../contracts/api.ts'
import { variations } from '../../contracts/mutants/variations.ts'
import { breaks } from '../../contracts/rules/breaks.ts'
import { rules } from '../../contracts/rules/index.ts'
import { hasPassed, runRules } from '../../contracts/run.ts'
import { createTarget } from '../../contracts/targets/create-target.ts'
import { type StartedMock, startMock } from '../../contracts/targets/mock.ts'

const ids = rules.map(({ id }) => id)
const isShape = (id: string): boolean => id.startsWith('shapes.')

describe('the catalogue of rules', () => {
  it('gives every rule an id of its own', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(ids.filter((id) => !/^[a-z-]+\.[a-zA-Z0-9-]+$/.test(id))).toEqual([])
  })

  it('describes every rule in a sentence, for a version, with evidence', () => {
    const isSentence = (title: string): boolean => /^[A-Z].*[^.]$/.test(title) && !/\bshould\b/.test(title)
    expect(rules.filter(({ title }) => !isSentence(title)).map(({ title }) => title)).toEqual([])
    expect(rules.filter(({ versions }) => versions.length === 0)).toEqual([])
    expect(rules.filter(({ evidence }) => evidence.source === '')).toEqual([])
  })

  it('lists the rules about shapes last, after everything that they judge', () => {
    expect(ids.slice(ids.findIndex(isShape)).filter((id) => !isShape(id))).toEqual([])
  })

  it.each(apiVersions)('has a break for every rule of %s', (version) => {
    const caught = new Set(
      breaks.filter(({ versions = apiVersions }) => versions.includes(version)).map(({ caughtBy }) => caughtBy),
    )
    // Every operation has a rule about its shape; one piece of code checks them all.
    const expected = rules.filter(({ id, versions }) => versions.includes(version) && !isShape(id))
    expect(expected.filter(({ id }) => !caught.has(id)).map(({ id }) => id)).toEqual([])
  })

  it('knows every rule that breaks and variations name', () => {
    const named = [
      ...breaks.flatMap(({ caughtBy, after = [] }) => [caughtBy, ...after]),
      ...variations.flatMap(({ maySkip = [] }) => maySkip),
    ]
    expect(named.filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe('the mock', () => {
  let mock: StartedMock

  beforeAll(async () => {
    mock = await startMock()
  })

  afterAll(() => mock.close())

  it.each(apiVersions)(
    'passes every rule of %s, with the nine users at most that a shared server is asked for',
    async (version) => {
      const { client, provides, limits, poll, time } = mock.settingsFor(version)
      const settings = { baseUrl: mock.url, version, client, provides, limits, poll, time, ledger: undefined }
      const target = createTarget(settings)
      const created = new Set<string>()
      target.onExchange(({ operationId, response }) => {
        if (operationId === 'createUser' && response.status === 201) created.add(JSON.parse(response.body).id)
      })
      const run = await runRules(target, rules)
      const others = run.results.filter(({ outcome }) => outcome !== 'passed')
      expect(others.map(({ rule, outcome, text }) => `${rule.id} ${outcome}: ${text}`)).toEqual([])
      expect(hasPassed(run)).toBe(true)
      expect(run.leftUsers).toEqual([])
      expect(created.size).toBeGreaterThan(0)
      expect(created.size).toBeLessThanOrEqual(9)
    },
    60_000,
  )
})
