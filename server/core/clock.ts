import { parseDuration } from './duration.ts'
import { createJobQueue, type ScheduledJob } from './job-queue.ts'

/** Runs one due job. While it runs, the clock shows the moment at which the job was due. */
export type RunJob<Job> = (job: Job) => void

/** How a clock moves by itself: `speed` times as fast as real time, 0 when it stands still. */
export interface ClockState<Job> {
  /** Milliseconds since 1970 (UTC). */
  now: number
  speed: number
  jobs: readonly ScheduledJob<Job>[]
}

/** The only source of time in a world. Times are milliseconds since 1970 (UTC). */
export interface Clock<Job> {
  now(): number
  /** Remembers a job that falls due after `delay` milliseconds. */
  schedule(delay: number, job: Job): void
  /** Runs every job that is due by now, in the order in which they fell due. */
  runDue(): void
  /** Moves the clock forward by milliseconds or an ISO 8601 duration and runs what falls due on the way. */
  advance(by: number | string): void
  /** Moves the clock forward to the next job and runs it; answers whether there was one. */
  advanceToNext(): boolean
  /** Moves the clock forward until everything that was under way is done; deadlines that only wait stay. Answers how many jobs ran. */
  settle(): number
  /** Stands still, now or at another moment, until it is advanced; a moment in the future runs what falls due before. */
  freeze(at?: number): void
  /** Goes on by itself, at real speed or a multiple of it; from now, or from another moment. */
  run(speed?: number, from?: number): void
  /** Shows the time of this machine. */
  runReal(): void
  readonly speed: number
  /** What is still to come, as plain data. */
  pending(): readonly ScheduledJob<Job>[]
  state(): ClockState<Job>
  /** Continues where a clock stood when `state` was called: its time goes on from there, whatever the real time is. */
  restore(state: ClockState<Job>): void
  /** Stops the timer that wakes a running clock up. */
  stop(): void
}

export interface ClockOptions<Job> {
  run: RunJob<Job>
  /** Whether a job is only a deadline, such as the end of a consent: nothing that `settle` would wait for. */
  isDeadline?: (job: Job) => boolean
  /** A clock that stands still at this moment until it is advanced; left out, the clock shows real time. */
  frozenAt?: number | undefined
  /** Called when the clock is set, advanced, or runs otherwise; not while it moves by itself. */
  onChange?: ((now: number, speed: number) => void) | undefined
}

/** Node's timers take at most this many milliseconds; a later job is waited for in several naps. */
const LONGEST_NAP = 2 ** 31 - 1

/** More jobs than this in one go are a job that schedules itself for ever. */
const MOST_JOBS = 1_000_000

export const createClock = <Job>({
  run,
  isDeadline = () => false,
  frozenAt,
  onChange,
}: ClockOptions<Job>): Clock<Job> => {
  const queue = createJobQueue<Job>()
  // The clock showed `shown` when real time was `since`; from there it goes on at its speed.
  let shown = frozenAt ?? Date.now()
  let since = Date.now()
  let speed = frozenAt === undefined ? 1 : 0
  let momentOfJob: number | undefined
  let alarm: NodeJS.Timeout | undefined

  const read = (): number => (speed === 0 ? shown : Math.floor(shown + (Date.now() - since) * speed))

  const set = (moment: number, newSpeed = speed): void => {
    shown = moment
    since = Date.now()
    speed = newSpeed
  }

  const runUntil = (moment: number): void => {
    let count = 0
    for (let next = queue.peek(); next !== undefined && next.at <= moment; next = queue.peek()) {
      if (++count > MOST_JOBS) throw new Error(`more than ${MOST_JOBS} jobs fall due at once`)
      queue.take()
      momentOfJob = next.at
      try {
        run(next.job)
      } finally {
        momentOfJob = undefined
      }
    }
  }

  // A running clock wakes up by itself, so that what is due happens although nobody asks.
  const setAlarm = (): void => {
    clearTimeout(alarm)
    const next = queue.peek()
    if (speed === 0 || next === undefined) return
    alarm = setTimeout(
      () => {
        runUntil(read())
        setAlarm()
      },
      Math.min(Math.max((next.at - read()) / speed, 0), LONGEST_NAP),
    )
    alarm.unref()
  }

  const moveTo = (moment: number, newSpeed = speed): void => {
    set(moment, newSpeed)
    runUntil(moment)
    setAlarm()
    onChange?.(moment, newSpeed)
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
    advance: (by) => {
      const milliseconds = typeof by === 'number' ? by : parseDuration(by)
      if (milliseconds === undefined || !(milliseconds >= 0)) {
        throw new RangeError(`a clock advances by milliseconds or an ISO 8601 duration such as PT5S, not by '${by}'`)
      }
      moveTo(read() + milliseconds)
    },
    advanceToNext: () => {
      const next = queue.peek()
      if (next === undefined) return false
      moveTo(Math.max(next.at, read()))
      return true
    },
    settle: () => {
      let count = 0
      for (;;) {
        const work = queue.all().findLast(({ job }) => !isDeadline(job))
        if (work === undefined) return count
        const before = queue.all().filter(({ at }) => at <= work.at).length
        moveTo(Math.max(work.at, read()))
        count += before
        if (count > MOST_JOBS) throw new Error('the jobs never come to an end')
      }
    },
    freeze: (at) => moveTo(at ?? read(), 0),
    run: (newSpeed = 1, from = read()) => moveTo(from, newSpeed),
    runReal: () => moveTo(Date.now(), 1),
    get speed() {
      return speed
    },
    pending: () => queue.all(),
    state: () => ({ now: read(), speed, jobs: queue.all() }),
    restore: (state) => {
      set(state.now, state.speed)
      queue.replace(state.jobs)
      setAlarm()
    },
    stop: () => clearTimeout(alarm),
  }
  return clock
}
