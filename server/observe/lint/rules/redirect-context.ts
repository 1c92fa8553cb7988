import { guide } from '../../../../contracts/evidence.ts'
import type { LintRule } from '../rule.ts'

export const redirectContext: LintRule = {
  id: 'redirect.compares-context',
  title: 'A client compares the context of a callback with its own before it forwards the callback',
  severity: 'error',
  evidence: guide('redirect approach, redirectContext'),
  check: ({ entries }) =>
    entries
      .filter(({ explanation }) => explanation?.reason === 'foreign-callback')
      .map(({ id, explanation }) => ({
        entryIds: [id],
        message: `A callback was forwarded with a context that is not that of flow ${explanation?.flow}: ${explanation?.given ?? ''}. Compare the parameter named by redirectContextField with redirectContext, and drop a callback that differs: it may belong to another user.`,
      })),
}
