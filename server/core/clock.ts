import { parseDuration } from './duration.ts'
import { InputError } from './input.ts'
import { createJobQueue, type ScheduledJob } from './job-queue.ts'
import { formatMoment } from './moment.ts'
import { DURATION_FORMAT, isDuration, isMoment, MAX_MOMENT, MAX_SPEED, MOMENT_FORMAT } from './time-limits.ts'

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

/**
 * The only source of time in a world. Times are milliseconds since 1970 (UTC), from 1900-01-01 to 2999-12-31. Methods
 * that would lead outside throw an InputError and change nothing; a running clock stops at the last moment.
 */
export interface Clock<Job> {
  now(): number
  /** Schedules a job that falls due after `delay` milliseconds. */
  schedule(delay: number, job: Job): void
  /** Removes a job that was scheduled, the same object, if it is still pending. */
  cancel(job: Job): void
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
  /** Called with a job whose run threw an error. The error was printed, and the next job runs all the same. */
  onFailure?: ((job: Job) => void) | undefined
  /** Returns true for a job that is only a deadline, such as the end of a consent: `settle` does not wait for it. */
  isDeadline?: (job: Job) => boolean
  /** Freezes the clock at this time; without it, the clock shows real time. */
  frozenAt?: number | undefined
  /** Called when the clock is set or advanced, or its speed changes; not while it moves by itself. */
  onChange?: ((now: number, speed: number) => void) | undefined
}

/** The longest timeout that Node accepts, in milliseconds; a later job needs several timeouts. */
const MAX_TIMEOUT = 2 ** 31 - 1

/** A run of more jobs means that a job schedules itself for ever: those that are still due then fail. */
export const MAX_JOBS = 1_000_000

/** Creates the clock of a world. It runs due jobs by itself while it is not frozen. */
export const createClock = <Job>({
  run,
  onFailure,
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

  const read = (): number =>
    speed === 0 ? base : Math.min(Math.floor(base + (Date.now() - since) * speed), MAX_MOMENT)

  const set = (moment: number, newSpeed = speed): void => {
    base = moment
    since = Date.now()
    speed = newSpeed
  }

  const abandon = (job: Job): void => {
    try {
      onFailure?.(job)
    } catch (error) {
      console.error(error)
    }
  }

  // An error must not reach the timer, which would end the process, nor the request that happens to be the next.
  const attempt = (job: Job): void => {
    try {
      run(job)
    } catch (error) {
      console.error(`the job ${JSON.stringify(job)} failed:`, error)
      abandon(job)
    }
  }

  const runUntil = (moment: number): void => {
    let count = 0
    for (let next = queue.peek(); next !== undefined && next.at <= moment; next = queue.peek()) {
      queue.take()
      dueTime = next.at
      count++
      if (count === MAX_JOBS + 1) console.error(`more than ${MAX_JOBS} jobs fall due at once; the others fail`)
      if (count > MAX_JOBS) abandon(next.job)
      else attempt(next.job)
      dueTime = undefined
    }
  }

  // A running clock sets a timer, so that jobs run on time even without a request.
  const setTimer = (): void => {
    clearTimeout(timer)
    const next = queue.peek()
    if (speed === 0 || next === undefined || next.at > MAX_MOMENT) return
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
    if (!isMoment(moment)) throw new InputError(`the clock cannot show ${describe(moment)}, only ${MOMENT_FORMAT}`)
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
    cancel: queue.remove,
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
      if (milliseconds === undefined || !isDuration(milliseconds)) {
        throw new InputError(`a clock advances by milliseconds or ${DURATION_FORMAT}, not by '${by}'`, 'by')
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
    run: (newSpeed = 1, from = read()) => {
      if (!(newSpeed > 0 && newSpeed <= MAX_SPEED)) {
        throw new InputError(`speed must be more than 0 and at most ${MAX_SPEED}, but is ${newSpeed}`, 'speed')
      }
      moveTo(from, newSpeed)
    },
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

const describe = (moment: number): string => (Math.abs(moment) <= MAX_DATE ? formatMoment(moment) : String(moment))

/** The largest absolute value of a JavaScript date. */
const MAX_DATE = 8.64e15
