import { createJobQueue, type ScheduledJob } from './job-queue.ts'

/** Runs one due job; while it runs, the clock shows the moment at which the job was due. */
export type RunJob<Job> = (job: Job) => void

/** The only source of time in a world. Times are milliseconds since 1970 (UTC). */
export interface Clock<Job> {
  now(): number
  /** Remembers a job that falls due after `delay` milliseconds. */
  schedule(delay: number, job: Job): void
  /** Runs every job that is due by now, in the order in which they fell due. */
  runDue(): void
  /** Moves the clock forward by milliseconds and runs what falls due on the way. */
  advance(milliseconds: number): void
  /** Moves the clock forward to the next job and runs it; answers whether there was one. */
  advanceToNext(): boolean
  /** What is still to come, as plain data. */
  pending(): readonly ScheduledJob<Job>[]
  /** Stops the timer that wakes a real clock up. */
  stop(): void
}

export interface ClockOptions<Job> {
  run: RunJob<Job>
  /** A clock that stands still at this moment until it is advanced; left out, the clock shows real time. */
  frozenAt?: number | undefined
}

/** Node's timers take at most this many milliseconds; a later job is waited for in several naps. */
const LONGEST_NAP = 2 ** 31 - 1

export const createClock = <Job>({ run, frozenAt }: ClockOptions<Job>): Clock<Job> => {
  const queue = createJobQueue<Job>()
  let ahead = 0
  let frozen = frozenAt
  let momentOfJob: number | undefined
  let alarm: NodeJS.Timeout | undefined

  const read = (): number => frozen ?? Date.now() + ahead

  const runUntil = (moment: number): void => {
    for (let next = queue.peek(); next !== undefined && next.at <= moment; next = queue.peek()) {
      queue.take()
      momentOfJob = next.at
      try {
        run(next.job)
      } finally {
        momentOfJob = undefined
      }
    }
  }

  // A real clock wakes up by itself, so that what is due happens although nobody asks.
  const setAlarm = (): void => {
    if (frozen !== undefined) return
    clearTimeout(alarm)
    const next = queue.peek()
    if (next === undefined) return
    alarm = setTimeout(
      () => {
        runUntil(read())
        setAlarm()
      },
      Math.min(Math.max(next.at - read(), 0), LONGEST_NAP),
    )
    alarm.unref()
  }

  const clock: Clock<Job> = {
    now: () => momentOfJob ?? read(),
    schedule: (delay, job) => {
      const isNext = queue.add(clock.now() + delay, job)
      if (isNext && momentOfJob === undefined) setAlarm()
    },
    runDue: () => {
      const next = queue.peek()
      if (next === undefined || momentOfJob !== undefined) return
      const moment = read()
      if (next.at > moment) return
      runUntil(moment)
      setAlarm()
    },
    advance: (milliseconds) => {
      if (frozen === undefined) ahead += milliseconds
      else frozen += milliseconds
      runUntil(read())
      setAlarm()
    },
    advanceToNext: () => {
      const next = queue.peek()
      if (next === undefined) return false
      clock.advance(Math.max(next.at - read(), 0))
      return true
    },
    pending: () => queue.all(),
    stop: () => clearTimeout(alarm),
  }
  return clock
}
