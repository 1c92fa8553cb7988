import { documented } from '../../../../contracts/evidence.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { readSentHash } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

export const repeatedFields: LintRule = {
  id: 'hash.repeats-all-fields',
  title: 'A call that continues a multi-step authentication repeats every field of the first',
  severity: 'error',
  evidence: documented('multiStepAuthentication'),
  check: ({ entries, timeline }) => {
    const firstCalls = new Map<string, JournalEntry>()
    return entries.flatMap((entry) => {
      if (entry.explanation?.reason === 'started') firstCalls.set(entry.explanation.flow, entry)
      const hash = readSentHash(entry)
      if (hash === undefined) return []
      const first = firstCalls.get(timeline(hash)?.hashes[0] ?? hash)
      if (first === undefined || first.path !== entry.path) return []
      const differing = listDifferences(first.request.body, entry.request.body)
      if (differing.length === 0) return []
      return [
        {
          entryIds: [first.id, entry.id],
          message: `${differing.join('; ')}. Send the whole first request again, with multiStepAuthentication added.`,
        },
      ]
    })
  },
}

/** Lists the fields that are missing or changed; not a changed PIN, because redacted values are equal. */
const listDifferences = (first: unknown, again: unknown): string[] => {
  if (typeof first !== 'object' || first === null || typeof again !== 'object' || again === null) return []
  const repeated = new Map(Object.entries(again))
  return Object.entries(first).flatMap(([name, value]) => {
    if (name === 'multiStepAuthentication' || value === null) return []
    const other = repeated.get(name) ?? null
    if (other === null) return [`${name} was not repeated`]
    return JSON.stringify(value) === JSON.stringify(other) ? [] : [`${name} was changed`]
  })
}
