type Effect = () => void

/** The effects of one piece of work, such as a rule, at its place in the order. */
export interface Track {
  /** Carries out an effect once everything before it in the order has been carried out. */
  readonly add: (effect: Effect) => void
  /** Gives the effects of other work their place here, as far as they have no earlier one. */
  readonly include: (track: Track) => void
  /** Ends the work; an effect that is added later comes after everything else. */
  readonly end: () => void
}

/** The order of effects, however the work that has them overlaps. */
export interface Order extends Pick<Track, 'add' | 'include'> {
  /** Makes a track, whose place is where the order or another track includes it. */
  readonly createTrack: () => Track
}

interface Entries {
  readonly queue: (Effect | Entries)[]
  isEnded: boolean
}

/** Carries out effects up to the first work that goes on, and returns whether nothing is left to wait for. */
const drain = (entries: Entries): boolean => {
  const { queue } = entries
  for (let next = queue[0]; next !== undefined; next = queue[0]) {
    // Work that has ended waits for no other: the rest has its place in the next work that includes it.
    if (typeof next !== 'function' && !drain(next) && !entries.isEnded) return false
    queue.shift()
    if (typeof next === 'function') next()
  }
  return entries.isEnded
}

export const createOrder = (): Order => {
  const root: Entries = { queue: [], isEnded: false }
  const known = new WeakMap<Track, Entries>()
  let isDraining = false
  const drainAll = (): void => {
    // An effect may add another one, which the running loop reaches.
    if (isDraining) return
    isDraining = true
    try {
      drain(root)
    } finally {
      isDraining = false
    }
  }
  const createTrackOf = (own: Entries): Track => {
    const append = (entry: Effect | Entries | undefined): void => {
      if (entry === undefined) return
      const { queue } = own.isEnded ? root : own
      queue.push(entry)
      drainAll()
    }
    return {
      add: append,
      include: (track) => append(known.get(track)),
      end: () => {
        own.isEnded = true
        drainAll()
      },
    }
  }
  const { add, include } = createTrackOf(root)
  return {
    add,
    include,
    createTrack: () => {
      const own: Entries = { queue: [], isEnded: false }
      const track = createTrackOf(own)
      known.set(track, own)
      return track
    },
  }
}
