import { parseDuration } from './duration.ts'
import { createJobQueue, type ScheduledJob } from './job-queue.ts'

/** Runs one due job. During the run, the clock shows the time at which the job was due. */
export type RunJob<Job> = (job: Job) => void

/** The state of a clock, as plain data. */
export interface ClockState<Job> {
  /** Milliseconds since 1970 (UTC). */
  now: number
  /** The clock moves this many times as fast as real time; 0 if it is frozen. */
  speed: number
  jobs: readonly ScheduledJob<Job>[]
}

/** The only source of time in a world. Times are milliseconds since 1970 (UTC). */
export interface Clock<Job> {
  now(): number
  /** Schedules a job that falls due after `delay` milliseconds. */
  schedule(delay: number, job: Job): void
  /** Runs every job that is due by now, in the order in which they fell due. */
  runDue(): void
  /** Moves the clock forward by milliseconds or an ISO 8601 duration and runs the jobs that fall due on the way. */
  advance(by: number | string): void
  /** Moves the clock forward to the next job and runs it. Returns false if there is none. */
  advanceToNext(): boolean
  /** Moves the clock forward until only deadlines are pending. Returns the number of jobs that ran. */
  settle(): number
  /** Freezes the clock, now or at another time. A later time runs the jobs that fall due before it. */
  freeze(at?: number): void
  /** Runs the clock at real speed or a multiple of it, from now or from another time. */
  run(speed?: number, from?: number): void
  /** Sets the clock to the time of this machine, at real speed. */
  runReal(): void
  readonly speed: number
  /** Returns the scheduled jobs, as plain data. */
  pending(): readonly ScheduledJob<Job>[]
  state(): ClockState<Job>
  /** Continues from a state: time goes on from the saved time, whatever the real time is. */
  restore(state: ClockState<Job>): void
  /** Stops the timer that runs due jobs. */
  stop(): void
}

export interface ClockOptions<Job> {
  run: RunJob<Job>
  /** Returns true for a job that is only a deadline, such as the end of a consent: `settle` does not wait for it. */
  isDeadline?: (job: Job) => boolean
  /** Freezes the clock at this time; without it, the clock shows real time. */
  frozenAt?: number | undefined
  /** Called when the clock is set or advanced, or its speed changes; not while it moves by itself. */
  onChange?: ((now: number, speed: number) => void) | undefined
}

/** The longest timeout that Node accepts, in milliseconds; a later job needs several timeouts. */
const MAX_TIMEOUT = 2 ** 31 - 1

/** A run of more jobs means that a job schedules itself for ever. */
const MAX_JOBS = 1_000_000

/** Creates the clock of a world. It runs due jobs by itself while it is not frozen. */
export const createClock = <Job>({
  run,
  isDeadline = () => false,
  frozenAt,
  onChange,
}: ClockOptions<Job>): Clock<Job> => {
  const queue = createJobQueue<Job>()
  // The clock showed `base` at the real time `since`, and has moved at its speed from then on.
  let base = frozenAt ?? Date.now()
  let since = Date.now()
  let speed = frozenAt === undefined ? 1 : 0
  let dueTime: number | undefined
  let timer: NodeJS.Timeout | undefined

  const read = (): number => (speed === 0 ? base : Math.floor(base + (Date.now() - since) * speed))

  const set = (moment: number, newSpeed = speed): void => {
    base = moment
    since = Date.now()
    speed = newSpeed
  }

  const runUntil = (moment: number): void => {
    let count = 0
    for (let next = queue.peek(); next !== undefined && next.at <= moment; next = queue.peek()) {
      if (++count > MAX_JOBS) throw new Error(`more than ${MAX_JOBS} jobs fall due at once`)
      queue.take()
      dueTime = next.at
      try {
        run(next.job)
      } finally {
        dueTime = undefined
      }
    }
  }

  // A running clock sets a timer, so that jobs run on time even without a request.
  const setTimer = (): void => {
    clearTimeout(timer)
    const next = queue.peek()
    if (speed === 0 || next === undefined) return
    timer = setTimeout(
      () => {
        runUntil(read())
        setTimer()
      },
      Math.min(Math.max((next.at - read()) / speed, 0), MAX_TIMEOUT),
    )
    timer.unref()
  }

  const moveTo = (moment: number, newSpeed = speed): void => {
    set(moment, newSpeed)
    runUntil(moment)
    setTimer()
    onChange?.(moment, newSpeed)
  }

  const clock: Clock<Job> = {
    now: () => dueTime ?? read(),
    schedule: (delay, job) => {
      const isNext = queue.add(clock.now() + delay, job)
      if (isNext && dueTime === undefined) setTimer()
    },
    runDue: () => {
      const next = queue.peek()
      if (next === undefined || dueTime !== undefined) return
      const moment = read()
      if (next.at > moment) return
      runUntil(moment)
      setTimer()
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
        if (count > MAX_JOBS) throw new Error(`more than ${MAX_JOBS} jobs ran, and others are still pending`)
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
      setTimer()
    },
    stop: () => clearTimeout(timer),
  }
  return clock
}
