import { describe, expect, it } from 'vitest'
import type { ApiVersion } from '../../contracts/api.ts'
import { runMutants } from '../../contracts/mutants/run.ts'
import { formatScore, listMisses } from '../../contracts/mutants/score.ts'

/** Checks a quarter of the breaks in one version; `npm run contract:mutants` checks them all, and every variation. */
export const describeMutants = (version: ApiVersion, from: number): void => {
  describe(`the contract rules of ${version}`, () => {
    it('catch every fourth break', async () => {
      const score = await runMutants(version, { sample: { oneOf: 4, from } })
      expect(listMisses(score)).toEqual([])
      expect(formatScore(score)).toMatch(new RegExp(`^${version}: (\\d{2,}) of \\1 breaks caught`))
    }, 60_000)
  })
}
