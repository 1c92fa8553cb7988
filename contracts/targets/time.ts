import { setTimeout as sleep } from 'node:timers/promises'

/** The clock of a target. */
export interface TargetTime {
  /** Returns the time there, in milliseconds since 1970 (UTC). */
  readonly now: () => number
  /** Lets time pass there. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  /** True unless waiting moves the clock, which would surprise a rule that runs beside the one that waits. */
  readonly runsByItself?: boolean
}

/** The time of a server that runs by itself: there is nothing to do but wait. */
export const realTime: TargetTime = {
  runsByItself: true,
  // Unlike `Date.now()`, it never jumps when the machine's clock is set.
  now: () => performance.timeOrigin + performance.now(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
}

/** The part of a mock's clock that is needed to move it. */
export interface MovableClock {
  now(): number
  advance(milliseconds: number): void
}

/** The time of a mock in this process whose clock is frozen: it moves when a rule waits, and only then. */
export const frozenTime = (clock: MovableClock): TargetTime => ({
  now: () => clock.now(),
  wait: async (milliseconds, signal) => {
    signal?.throwIfAborted()
    clock.advance(milliseconds)
  },
})
