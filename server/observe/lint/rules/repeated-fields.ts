import { documented } from '../../../../contracts/evidence.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { sentHashOf } from '../read-body.ts'
import type { LintRule } from '../rule.ts'

export const repeatedFields: LintRule = {
  id: 'hash.repeats-all-fields',
  title: 'A call that continues a multi-step authentication repeats every field of the first',
  severity: 'error',
  evidence: documented('multiStepAuthentication'),
  check: ({ entries, timeline }) => {
    const begun = new Map<string, JournalEntry>()
    return entries.flatMap((entry) => {
      if (entry.explanation?.reason === 'started') begun.set(entry.explanation.flow, entry)
      const hash = sentHashOf(entry)
      if (hash === undefined) return []
      const first = begun.get(timeline(hash)?.hashes[0] ?? hash)
      if (first === undefined || first.path !== entry.path) return []
      const differing = differences(first.request.body, entry.request.body)
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

/** Redacted values look alike, so a changed PIN is not found. */
const differences = (first: unknown, again: unknown): string[] => {
  if (typeof first !== 'object' || first === null || typeof again !== 'object' || again === null) return []
  const repeated = new Map(Object.entries(again))
  return Object.entries(first).flatMap(([name, value]) => {
    if (name === 'multiStepAuthentication' || value === null) return []
    const other = repeated.get(name) ?? null
    if (other === null) return [`${name} was not repeated`]
    return JSON.stringify(value) === JSON.stringify(other) ? [] : [`${name} was changed`]
  })
}
