import { documented } from '../../../../contracts/evidence.ts'
import { groupBy, millisecondsBetween, readField, toPairs } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

const MIN_INTERVAL = 5000

export const pollInterval: LintRule = {
  id: 'decoupled.poll-interval',
  title: 'A client polls a decoupled approval at most every 5 seconds',
  severity: 'warning',
  evidence: documented('decoupledCallback'),
  check: ({ entries }) => {
    const polls = entries.filter(
      ({ request }) => readField(request.body, 'multiStepAuthentication', 'decoupledCallback') === true,
    )
    return [...groupBy(polls, ({ explanation }) => explanation?.flow)].flatMap(([flow, group]) => {
      const fast = toPairs(group).filter(({ before, after }) => millisecondsBetween(before, after) < MIN_INTERVAL)
      const [first] = fast
      if (first === undefined) return []
      const shortest = Math.min(...fast.map(({ before, after }) => millisecondsBetween(before, after)))
      return [
        {
          entryIds: [first.before.id, ...fast.map(({ after }) => after.id)],
          message: `The approval of flow ${flow} was polled ${fast.length} time(s) too early, at the shortest after ${shortest} ms by the world's clock. Wait 5 seconds between two calls; in a test with a frozen clock, advance it by PT5S.`,
        },
      ]
    })
  },
}
