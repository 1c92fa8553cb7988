/** Runs work that counts against a limit. */
export interface Slots {
  /** Runs work as soon as fewer than the limit run; not at all if the signal is aborted by then. */
  readonly use: <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>
}

/** Runs work in the order of asking, no more at once than the limit, which may change. */
export const createSlots = (limit: () => number): Slots => {
  const waiting: (() => void)[] = []
  let running = 0
  const advance = (): void => {
    while (running < limit()) {
      const begin = waiting.shift()
      if (!begin) return
      running += 1
      begin()
    }
  }
  return {
    use: async (work, signal) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        advance()
      })
      try {
        signal?.throwIfAborted()
        return await work()
      } finally {
        running -= 1
        advance()
      }
    },
  }
}
