import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiVersions } from '../../contracts/api.ts'
import { capabilityNames } from '../../contracts/rule.ts'
import { rules } from '../../contracts/rules/index.ts'
import { hasPassed, runRules } from '../../contracts/run.ts'
import { mockDefaults, type StartedMock, startMock } from '../../contracts/targets/mock.ts'
import { createTarget } from '../../contracts/targets/target.ts'

describe('the catalogue of rules', () => {
  it('gives every rule an id of its own', () => {
    const ids = rules.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it.each(rules)('describes $id', ({ id, title, versions, evidence, needs }) => {
    expect(id).toMatch(/^[a-z-]+\.[a-zA-Z0-9-]+$/)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(title).not.toMatch(/\bshould\b/)
    expect(versions.length).toBeGreaterThan(0)
    expect(apiVersions).toEqual(expect.arrayContaining([...versions]))
    expect(evidence.source).not.toBe('')
    expect(['A', 'B', 'C', 'D']).toContain(evidence.grade)
    expect(capabilityNames).toEqual(expect.arrayContaining([...needs]))
  })
})

describe('the mock', () => {
  let mock: StartedMock

  beforeAll(async () => {
    mock = await startMock()
  })

  afterAll(() => mock.close())

  it.concurrent.each(apiVersions)(
    'passes every rule of %s, and makes do with the eight users that a shared server is asked for',
    async (version) => {
      const { limits, poll, provides, client } = mockDefaults
      const target = createTarget({ baseUrl: mock.url, version, client, limits, poll, provides, ledger: undefined })
      const created = new Set<string>()
      target.onExchange(({ operationId, response }) => {
        if (operationId === 'createUser' && response.status === 201) created.add(JSON.parse(response.body).id)
      })
      const run = await runRules(target, rules)
      const notHeld = run.results.filter(({ outcome }) => outcome !== 'passed')
      expect(notHeld.map(({ rule, text }) => `${rule.id}: ${text}`)).toEqual([])
      expect(hasPassed(run)).toBe(true)
      expect(run.leftUsers).toEqual([])
      expect(created.size).toBeGreaterThan(0)
      expect(created.size).toBeLessThanOrEqual(8)
    },
    60_000,
  )
})
