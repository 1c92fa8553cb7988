/** The severities of differences that a client would notice, the worst first. */
export const severities = ['broken', 'changed', 'new'] as const

export type Severity = (typeof severities)[number]

/** One difference that a client would notice. */
export interface Drift {
  readonly severity: Severity
  /** Operation and status, and the path within the response if there is one. */
  readonly where: string
  /** A description in words. */
  readonly what: string
}

/** Sorts the worst first, then by place. */
export const sortBySeverity = (drifts: readonly Drift[]): Drift[] =>
  [...drifts].sort(
    (one, other) =>
      severities.indexOf(one.severity) - severities.indexOf(other.severity) || one.where.localeCompare(other.where),
  )

/** Returns whether a client has to react: something new is only worth knowing. */
export const isDrift = (drifts: readonly Drift[]): boolean => drifts.some(({ severity }) => severity !== 'new')
