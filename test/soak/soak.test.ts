import { expect, it } from 'vitest'
import { runSoak } from './soak.ts'

// Too short for a small leak, which `npm run soak` finds.
const ALLOWED_GROWTH = { share: 0.2, bytes: 12 * 2 ** 20 }

it('lives for hours in a few worlds that end and begin again, without an error or a growing heap', async () => {
  const { hours, problems, isFlat } = await runSoak({
    worlds: 3,
    seed: 'npm test',
    allowedGrowth: ALLOWED_GROWTH,
    goesOn: (count) => count < 20,
  })
  expect(problems).toEqual([])
  expect(isFlat).toBe(true)
  const done = hours.at(-1)?.deeds
  for (const count of Object.values(done ?? {})) expect(count).toBeGreaterThan(5)
})
