/** The maximum memory of all journals of a server, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024

/** A journal's share of the memory. */
export interface JournalShare {
  /** In bytes. */
  readonly size: number
  /** Drops the oldest exchanges until the rest takes at most `maxBytes`; keeps the last one in any case. */
  shrink(maxBytes: number): void
}

/** The memory that the journals of all worlds share. */
export interface JournalMemory {
  /** In bytes. */
  readonly size: number
  /** Counts a change of a journal's size, and shrinks the largest journals if all together have become too large. */
  resize(share: JournalShare, change: number): void
  /** Counts a journal no longer. */
  remove(share: JournalShare): void
}

/**
 * Bounds the memory of all journals: each of them is bounded too, but there may be a thousand worlds. The largest journal
 * loses a quarter at a time, so that it is looked for once in many exchanges only.
 */
export const createJournalMemory = (maxBytes = MAX_BYTES): JournalMemory => {
  const shares = new Set<JournalShare>()
  let size = 0

  const shrinkLargest = (): void => {
    let largest: JournalShare | undefined
    for (const share of shares) if (largest === undefined || share.size > largest.size) largest = share
    largest?.shrink(largest.size * 0.75)
  }

  return {
    get size() {
      return size
    },
    resize: (share, change) => {
      shares.add(share)
      size += change
      // `shrink` counts its change by another call, which must not start over.
      if (change <= 0) return
      for (let before = Number.POSITIVE_INFINITY; size > maxBytes && size < before; ) {
        before = size
        shrinkLargest()
      }
    },
    remove: (share) => {
      if (shares.delete(share)) size -= share.size
    },
  }
}
