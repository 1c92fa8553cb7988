import type { InnerProblem } from './problem.ts'
import type { PersonaSpec } from './types.ts'

/** Reports parts of a persona to generate that nothing can come of: bookings need a checking account. */
export const checkPersonaSpec = (spec: PersonaSpec): InnerProblem[] => {
  if (spec.accounts === undefined || spec.accounts.Checking !== undefined) return []
  const parts = (['incomes', 'spending', 'oddities'] as const).filter((part) => (spec[part] ?? []).length > 0)
  return parts.map((part) => ({
    path: [part],
    message: `needs a Checking account; add 'Checking: 1' to accounts, or remove ${part}`,
  }))
}
