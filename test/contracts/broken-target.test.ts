import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiVersion, apiVersions } from '../../contracts/api.ts'
import { rules } from '../../contracts/rules/index.ts'
import { runRules } from '../../contracts/run.ts'
import { mockDefaults, type StartedMock, startMock } from '../../contracts/targets/mock.ts'
import { createTarget } from '../../contracts/targets/target.ts'
import { faithful, type Interference, startProxy } from './breaking-proxy.ts'
import { breaks } from './breaks.ts'

let mock: StartedMock

beforeAll(async () => {
  mock = await startMock()
})

afterAll(() => mock.close())

/** What became of some rules when a proxy stood between the suite and the mock. */
const resultsThrough = async (interfere: Interference, version: ApiVersion, ids: readonly string[]) => {
  const proxy = await startProxy(mock.url, interfere)
  // A connection that never becomes ready should not take longer than it has to.
  const limits = { ...mockDefaults.limits, ready: 1_500 }
  const target = createTarget({ ...mockDefaults, limits, baseUrl: proxy.url, version })
  try {
    const chosen = rules.filter(({ id }) => ids.includes(id))
    return (await runRules(target, chosen)).results
  } finally {
    await proxy.close()
  }
}

const cases = breaks.flatMap((one) => (one.versions ?? apiVersions).map((version) => ({ ...one, version })))

describe('a target with one thing wrong', () => {
  it.concurrent.each(cases)(
    '$version: $caughtBy notices that $wrong',
    async (one) => {
      const results = await resultsThrough(one.make(), one.version, [...(one.after ?? []), one.caughtBy])
      const caught = results.find(({ rule }) => rule.id === one.caughtBy)
      expect(caught).toMatchObject({ outcome: 'failed', text: expect.stringMatching(/\S/) })
    },
    60_000,
  )

  it.each(apiVersions)('%s: the same rules hold through a proxy that does nothing wrong', async (version) => {
    const ids = breaks.flatMap(({ caughtBy, after = [] }) => [...after, caughtBy])
    const results = await resultsThrough(faithful, version, ids)
    expect(results.filter(({ outcome }) => outcome !== 'held').map(({ rule, text }) => `${rule.id}: ${text}`)).toEqual(
      [],
    )
  })
})
