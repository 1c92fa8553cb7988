/** What a client would notice: something it relies on is broken, changed, or there is something new. */
export const severities = ['broken', 'changed', 'new'] as const

export type Severity = (typeof severities)[number]

/** One difference between what was and what is. */
export interface Drift {
  readonly severity: Severity
  /** Operation and status, and the path within the answer where there is one. */
  readonly where: string
  /** In words. */
  readonly what: string
}

/** The worst first, and within that in the order of the places. */
export const bySeverity = (drifts: readonly Drift[]): Drift[] =>
  [...drifts].sort(
    (one, other) =>
      severities.indexOf(one.severity) - severities.indexOf(other.severity) || one.where.localeCompare(other.where),
  )

/** Whether a client has to do something. Something new is worth knowing and no more. */
export const isDrift = (drifts: readonly Drift[]): boolean => drifts.some(({ severity }) => severity !== 'new')
