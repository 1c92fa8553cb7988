import { guide } from '../../../../contracts/evidence.ts'
import type { LintRule } from '../rule.ts'

export const redirectContext: LintRule = {
  id: 'redirect.compares-context',
  title: 'A client compares the context of a callback with its own before it sends the callback on',
  severity: 'error',
  evidence: guide('redirect approach, redirectContext'),
  check: ({ entries }) =>
    entries
      .filter(({ explanation }) => explanation?.reason === 'foreign-callback')
      .map(({ id, explanation }) => ({
        entryIds: [id],
        message: `A callback was sent on whose context is not that of flow ${explanation?.flow}: ${explanation?.given ?? ''}. Compare the parameter that redirectContextField names with redirectContext, and drop a callback that differs: it may come from somebody else.`,
      })),
}
