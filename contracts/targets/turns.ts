/** Occupied by work that tolerates no other work beside it, and that needs everything before it to have ended. */
export const EVERYTHING = 'everything'

/** The permission to run, given in the order of asking as far as possible. */
export interface Permission {
  /** Resolves when the work may begin. */
  readonly granted: Promise<void>
  /** Has to be called when the work has ended, also if it failed. */
  readonly end: () => void
}

export interface Turns {
  /** Asks to run, beside no other work that occupies the same. */
  readonly ask: (occupies: string | undefined) => Permission
}

interface Work {
  readonly occupies: string | undefined
  readonly begin: () => void
}

/** Lets work begin in the order of asking, no more at once than the limit, which may change. */
export const createTurns = (limit: () => number): Turns => {
  const waiting = new Set<Work>()
  const running = new Set<Work>()
  const isOccupied = (wanted: string | undefined): boolean =>
    [...running].some(({ occupies }) => occupies === EVERYTHING || (occupies !== undefined && occupies === wanted))
  const findNext = (): Work | undefined => {
    const all = [...waiting]
    const alone = all.findIndex(({ occupies }) => occupies === EVERYTHING)
    if (alone === 0) return running.size === 0 ? all[0] : undefined
    const ready = all.slice(0, alone < 0 ? all.length : alone).filter(({ occupies }) => !isOccupied(occupies))
    // Work that excludes other work goes first where there is a choice: left to the end, it would run alone.
    const first = limit() > 1 ? ready.find(({ occupies }) => occupies !== undefined) : undefined
    return first ?? ready[0]
  }
  const advance = (): void => {
    while (running.size < limit()) {
      const next = findNext()
      if (!next) return
      waiting.delete(next)
      running.add(next)
      next.begin()
    }
  }
  return {
    ask: (occupies) => {
      let begin = (): void => {}
      const granted = new Promise<void>((resolve) => {
        begin = resolve
      })
      const work: Work = { occupies, begin: () => begin() }
      waiting.add(work)
      advance()
      return {
        granted,
        end: () => {
          waiting.delete(work)
          running.delete(work)
          advance()
        },
      }
    },
  }
}
