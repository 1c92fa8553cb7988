import { concluded } from '../../../../contracts/evidence.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { groupBy, millisecondsBetween, pairsOf } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

/** What a client waits at least, where the answer names no time. */
const USUAL_PAUSE = 500

/** A bank that asks for more, and one that is not supported, are answers and no failures. */
const ANSWERS: ReadonlySet<number> = new Set([501, 510])

export const retryPause: LintRule = {
  id: 'retries.pause',
  title: 'A client pauses before it repeats a request that failed with 429 or 5xx',
  severity: 'warning',
  evidence: concluded('a server that is overloaded or down is not helped by the same request at once'),
  check: ({ entries }) =>
    [...groupBy(entries, ({ clientId, userId, method, path }) => [clientId, userId, method, path].join(' '))].flatMap(
      ([, group]) => {
        const hasty = pairsOf(group).filter(
          ({ before, after }) => hasFailed(before) && millisecondsBetween(before, after) < pauseAfter(before),
        )
        const [first] = hasty
        if (first === undefined) return []
        const { method, path, response } = first.before
        return [
          {
            entryIds: [...new Set(hasty.flatMap(({ before, after }) => [before.id, after.id]))],
            message: `${method} ${path} was repeated ${hasty.length} time(s) too early after ${response.status}. Wait as long as Retry-After says, or longer each time.`,
          },
        ]
      },
    ),
}

const hasFailed = ({ response: { status } }: JournalEntry): boolean =>
  status === 429 || (status !== undefined && status >= 500 && !ANSWERS.has(status))

const pauseAfter = ({ response }: JournalEntry): number => {
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN)
  return Number.isNaN(seconds) ? USUAL_PAUSE : seconds * 1000
}
