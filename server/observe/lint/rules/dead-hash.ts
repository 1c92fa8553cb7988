import { documented } from '../../../../contracts/evidence.ts'
import { sentHashOf } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

const OVER: ReadonlySet<string> = new Set(['COMPLETED', 'REJECTED'])

export const deadHash: LintRule = {
  id: 'hash.dead',
  title: 'A client forgets the hash of a multi-step authentication that is over',
  severity: 'error',
  evidence: documented('NO_EXISTING_CHALLENGE'),
  check: ({ entries, timeline }) =>
    entries.flatMap((entry) => {
      const hash = sentHashOf(entry)
      if (hash === undefined || !entry.errorCodes.includes('NO_EXISTING_CHALLENGE')) return []
      const flow = timeline(hash)
      if (flow === undefined) return []
      const moment = Date.parse(entry.at)
      const end = flow.steps.findLast(({ at, status }) => at <= moment && OVER.has(status))
      const isForeign = flow.userId !== entry.userId
      if (end === undefined && !isForeign && !/no pending/.test(entry.refusedBy?.message ?? '')) return []
      const why = isForeign ? "belongs to another user's flow" : end === undefined ? 'had expired' : `was ${end.status}`
      return [
        {
          entryIds: [entry.id],
          message: `Hash ${hash} ${why} when it was sent. Start a new import without a hash instead of repeating this one.`,
        },
      ]
    }),
}
