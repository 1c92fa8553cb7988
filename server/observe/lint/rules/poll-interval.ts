import { documented } from '../../../../contracts/evidence.ts'
import { fieldOf, groupBy, millisecondsBetween, pairsOf } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

const INTERVAL = 5000

export const pollInterval: LintRule = {
  id: 'decoupled.poll-interval',
  title: 'A client asks for a decoupled approval at most every 5 seconds',
  severity: 'warning',
  evidence: documented('decoupledCallback'),
  check: ({ entries }) => {
    const polls = entries.filter(
      ({ request }) => fieldOf(request.body, 'multiStepAuthentication', 'decoupledCallback') === true,
    )
    return [...groupBy(polls, ({ explanation }) => explanation?.flow)].flatMap(([flow, group]) => {
      const fast = pairsOf(group).filter(({ before, after }) => millisecondsBetween(before, after) < INTERVAL)
      const [first] = fast
      if (first === undefined) return []
      const shortest = Math.min(...fast.map(({ before, after }) => millisecondsBetween(before, after)))
      return [
        {
          entryIds: [first.before.id, ...fast.map(({ after }) => after.id)],
          message: `The approval of flow ${flow} was asked for ${fast.length} time(s) too early, once after ${shortest} ms by the world's clock. Wait 5 seconds between two calls; in a test whose clock stands still, advance it by PT5S.`,
        },
      ]
    })
  },
}
