import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiVersion, apiVersions } from '../../contracts/api.ts'
import { rules } from '../../contracts/rules/index.ts'
import { hasPassed, type Run, runRules } from '../../contracts/run.ts'
import { mockDefaults, type StartedMock, startMock } from '../../contracts/targets/mock.ts'
import { createTarget } from '../../contracts/targets/target.ts'
import { type Interference, startProxy } from './breaking-proxy.ts'
import { everyVariation, unlicensed } from './variations.ts'

let mock: StartedMock

beforeAll(async () => {
  mock = await startMock()
})

afterAll(() => mock.close())

const runThrough = async (interfere: Interference, version: ApiVersion): Promise<Run> => {
  const proxy = await startProxy(mock.url, interfere)
  try {
    return await runRules(createTarget({ ...mockDefaults, baseUrl: proxy.url, version }), rules)
  } finally {
    await proxy.close()
  }
}

const failuresOf = ({ results }: Run): string[] =>
  results.filter(({ outcome }) => outcome === 'failed').map(({ rule, text }) => `${rule.id}: ${text}`)

describe('a target that differs in what it may', () => {
  it.concurrent.each(apiVersions)(
    'fails no rule of %s, whatever it does differently at once',
    async (version) => {
      const run = await runThrough(everyVariation(), version)
      expect(failuresOf(run)).toEqual([])
      expect(run.results.filter(({ outcome }) => outcome === 'skipped')).toEqual([])
    },
    60_000,
  )
})

describe('a target that does not let this client import', () => {
  it.concurrent.each(apiVersions)('skips the rules of %s that import, with that reason', async (version) => {
    const run = await runThrough(unlicensed, version)
    expect(failuresOf(run)).toEqual([])
    const importing = run.results.filter(({ rule }) => rule.needs.includes('direct-import'))
    expect(new Set(importing.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']))
    expect(importing[0]?.text).toMatch(/only through the web form/)
    expect(hasPassed(run)).toBe(true)
  })
})
