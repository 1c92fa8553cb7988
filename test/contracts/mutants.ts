import { describe, expect, it } from 'vitest'
import type { ApiVersion } from '../../contracts/api.ts'
import { runMutants } from '../../contracts/mutants/run.ts'
import { missesOf, scoreLine } from '../../contracts/mutants/score.ts'
import { runAtOnce, startSecondServer } from '../../contracts/mutants/second-server.ts'
import { originalMock, runThrough } from '../../contracts/mutants/through.ts'
import { unlicensed } from '../../contracts/mutants/unlicensed.ts'
import { rules } from '../../contracts/rules/index.ts'
import { hasPassed, type Run } from '../../contracts/run.ts'

const notHeld = ({ results }: Run): string[] =>
  results
    // A target that was dealt a few rules does not see every operation.
    .filter(({ outcome, rule }) => outcome === 'failed' || (outcome === 'skipped' && !rule.id.startsWith('shapes.')))
    .map(({ rule, outcome, text }) => `${rule.id} ${outcome}: ${text}`)

/** What the suite has to be able to tell apart, in one version. */
export const describeMutants = (version: ApiVersion, from: number): void => {
  describe.concurrent(`the contract rules of ${version}`, () => {
    // Every break is looked at in both versions by `npm run contract:mutants`; here each version takes a quarter.
    it('notice every fourth break, and put up with everything that is allowed', async () => {
      const score = await runMutants(version, { isQuick: true, sample: { every: 4, from } })
      expect(missesOf(score)).toEqual([])
      expect(scoreLine(score)).toMatch(new RegExp(`^${version}: (\\d{2,}) of \\1 breaks caught, (\\d+) of \\2 `))
    }, 240_000)

    it('hold for a server that answers late and does everything differently', async () => {
      const server = await startSecondServer({ version, latency: 300 })
      try {
        const runs = await runAtOnce(server.url, version, 12)
        expect(runs.flatMap(notHeld)).toEqual([])
        expect(runs.flatMap(({ leftUsers }) => leftUsers)).toEqual([])
        const held = new Set(runs.flatMap(({ results }) => results.filter(({ outcome }) => outcome === 'passed')))
        const ids = new Set([...held].map(({ rule }) => rule.id))
        const expected = rules.filter(({ id, versions }) => versions.includes(version) && !id.startsWith('shapes.'))
        expect(expected.filter(({ id }) => !ids.has(id)).map(({ id }) => id)).toEqual([])
      } finally {
        await server.close()
      }
    }, 240_000)

    it('are skipped, with the reason, by a server that lets nobody import', async () => {
      const behind = await originalMock()
      const run = await runThrough({ behind, version, interfere: unlicensed, rules })
      expect(run.results.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule.id)).toEqual([])
      const importing = run.results.filter(({ rule }) => rule.needs.includes('direct-import'))
      expect(importing.length).toBeGreaterThan(0)
      expect(new Set(importing.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']))
      expect(importing[0]?.text).toMatch(/only through the web form/)
      expect(hasPassed(run)).toBe(true)
    }, 60_000)
  })
}
