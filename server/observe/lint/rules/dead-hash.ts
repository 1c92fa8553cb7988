import { documented } from '../../../../contracts/evidence.ts'
import { readSentHash } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

const FINAL_STATUSES: ReadonlySet<string> = new Set(['COMPLETED', 'REJECTED'])

export const deadHash: LintRule = {
  id: 'hash.dead',
  title: 'A client discards the hash of a finished multi-step authentication',
  severity: 'error',
  evidence: documented('NO_EXISTING_CHALLENGE'),
  check: ({ entries, timeline }) =>
    entries.flatMap((entry) => {
      const hash = readSentHash(entry)
      if (hash === undefined || !entry.errorCodes.includes('NO_EXISTING_CHALLENGE')) return []
      const flow = timeline(hash)
      if (flow === undefined) return []
      const moment = Date.parse(entry.at)
      const end = flow.steps.findLast(({ at, status }) => at <= moment && FINAL_STATUSES.has(status))
      const isForeign = flow.userId !== entry.userId
      if (end === undefined && !isForeign && !/no pending/.test(entry.refusedBy?.message ?? '')) return []
      const state = isForeign
        ? "belongs to another user's flow"
        : end === undefined
          ? 'had expired'
          : `was ${end.status}`
      return [
        {
          entryIds: [entry.id],
          message: `Hash ${hash} ${state} when it was sent. Start a new import without a hash instead of repeating this one.`,
        },
      ]
    }),
}
