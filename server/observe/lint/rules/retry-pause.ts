import { concluded } from '../../../../contracts/evidence.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { groupBy, millisecondsBetween, toPairs } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

/** The minimum pause without Retry-After, in milliseconds. */
const DEFAULT_PAUSE = 500

/** The statuses from 500 that are no failures: 501 for an unsupported bank, 510 for a challenge. */
const NO_FAILURES: ReadonlySet<number> = new Set([501, 510])

export const retryPause: LintRule = {
  id: 'retries.pause',
  title: 'A client pauses before it repeats a request that failed with 429 or 5xx',
  severity: 'warning',
  evidence: concluded('an immediate repetition does not help a server that is overloaded or down'),
  check: ({ entries }) =>
    [...groupBy(entries, ({ clientId, userId, method, path }) => [clientId, userId, method, path].join(' '))].flatMap(
      ([, group]) => {
        const early = toPairs(group).filter(
          ({ before, after }) => hasFailed(before) && millisecondsBetween(before, after) < readPause(before),
        )
        const [first] = early
        if (first === undefined) return []
        const { method, path, response } = first.before
        return [
          {
            entryIds: [...new Set(early.flatMap(({ before, after }) => [before.id, after.id]))],
            message: `${method} ${path} was repeated ${early.length} time(s) too early after ${response.status}. Wait as long as Retry-After requires, or increase the pause with each attempt.`,
          },
        ]
      },
    ),
}

const hasFailed = ({ response: { status } }: JournalEntry): boolean =>
  status === 429 || (status !== undefined && status >= 500 && !NO_FAILURES.has(status))

const readPause = ({ response }: JournalEntry): number => {
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN)
  return Number.isNaN(seconds) ? DEFAULT_PAUSE : seconds * 1000
}
