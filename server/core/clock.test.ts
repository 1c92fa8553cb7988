import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClock, MAX_JOBS } from './clock.ts'
import { InputError } from './input.ts'
import { MAX_DURATION, MAX_MOMENT, MIN_MOMENT } from './time-limits.ts'

const start = Date.parse('2026-03-10T10:00:00Z')

/** Creates a frozen clock and the list of its finished jobs, each with the seconds since the start. */
const createFrozenClock = () => {
  const finished: [string, number][] = []
  const clock = createClock<string>({
    frozenAt: start,
    run: (job) => {
      finished.push([job, (clock.now() - start) / 1000])
      if (job === 'again') clock.schedule(1000, 'after again')
    },
  })
  return { clock, finished }
}

type TestClock = ReturnType<typeof createFrozenClock>['clock']

/** Creates a frozen clock on which the job `bad` throws an error, and the lists of its finished and its failed jobs. */
const createFailingClock = () => {
  const finished: string[] = []
  const failures: string[] = []
  const clock = createClock<string>({
    frozenAt: start,
    run: (job) => {
      if (job === 'bad') throw new Error('a bad job')
      finished.push(job)
    },
    onFailure: (job) => failures.push(job),
  })
  return { clock, finished, failures }
}

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a clock', () => {
  it('runs no job until it is advanced', () => {
    const { clock, finished } = createFrozenClock()
    clock.schedule(1000, 'a')
    clock.runDue()
    expect([clock.now(), finished]).toEqual([start, []])
  })

  it('runs jobs in the order in which they fall due, each at its due time', () => {
    const { clock, finished } = createFrozenClock()
    clock.schedule(3000, 'c')
    clock.schedule(1000, 'a')
    clock.schedule(1000, 'b')
    clock.advance(10_000)
    expect(finished).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
    ])
    expect(clock.now()).toBe(start + 10_000)
  })

  it('counts the delay of a job scheduled by another from the due time of the other', () => {
    const { clock, finished } = createFrozenClock()
    clock.schedule(1000, 'again')
    clock.advance(5000)
    expect(finished).toEqual([
      ['again', 1],
      ['after again', 2],
    ])
  })

  it('moves to the next job, and returns false when there is none', () => {
    const { clock, finished } = createFrozenClock()
    clock.schedule(7000, 'a')
    expect([clock.advanceToNext(), clock.advanceToNext()]).toEqual([true, false])
    expect(finished).toEqual([['a', 7]])
  })

  it('lists pending jobs as plain data', () => {
    const { clock } = createFrozenClock()
    clock.schedule(2000, 'b')
    clock.schedule(1000, 'a')
    expect(clock.pending().map(({ at, job }) => [at - start, job])).toEqual([
      [1000, 'a'],
      [2000, 'b'],
    ])
  })

  it.each([
    { leads: 'beyond the end by a duration', act: (clock: TestClock) => clock.advance('P36525D') },
    { leads: 'on for too long', act: (clock: TestClock) => clock.advance(MAX_DURATION + 1) },
    { leads: 'to a later job', act: (clock: TestClock) => clock.advanceToNext() },
    { leads: 'to the last of the later jobs', act: (clock: TestClock) => clock.settle() },
    { leads: 'to another time, frozen', act: (clock: TestClock) => clock.freeze(1e300) },
    { leads: 'to another time, running', act: (clock: TestClock) => clock.run(1, MIN_MOMENT - 1) },
    { leads: 'on too fast', act: (clock: TestClock) => clock.run(1e300) },
    { leads: 'nowhere', act: (clock: TestClock) => clock.advance(Number.NaN) },
  ])('refuses to be led $leads, and changes nothing', ({ act }) => {
    const { clock, finished } = createFrozenClock()
    clock.freeze(MAX_MOMENT - 1000)
    clock.schedule(2000, 'too late')
    expect(() => act(clock)).toThrow(InputError)
    expect([clock.now(), clock.speed, clock.pending().length, finished]).toEqual([MAX_MOMENT - 1000, 0, 1, []])
  })

  it('can be set to its first and its last moment', () => {
    const { clock } = createFrozenClock()
    for (const moment of [MIN_MOMENT, MAX_MOMENT]) {
      clock.freeze(moment)
      expect(clock.now()).toBe(moment)
    }
  })

  it('stops at its last moment when it runs', () => {
    const { clock } = createFrozenClock()
    vi.useFakeTimers()
    clock.run(1_000_000, MAX_MOMENT - 1_000_000)
    clock.schedule(2_000_000, 'too late')
    vi.advanceTimersByTime(60_000)
    expect([clock.now(), clock.pending().length]).toEqual([MAX_MOMENT, 1])
    expect(vi.getTimerCount()).toBe(0)
    clock.stop()
  })

  it('prints the error of a job once, reports the job, and runs the next one', () => {
    const { clock, finished, failures } = createFailingClock()
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    clock.schedule(1000, 'bad')
    clock.schedule(2000, 'good')
    clock.advance(5000)
    expect([failures, finished]).toEqual([['bad'], ['good']])
    expect(print).toHaveBeenCalledOnce()
    expect(String(print.mock.calls[0]?.[1])).toContain('bad job')
    expect(clock.now()).toBe(start + 5000)
  })

  it('survives the error of a job whose timer runs it', () => {
    vi.useFakeTimers({ now: start })
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { clock, finished, failures } = createFailingClock()
    clock.run(1000)
    clock.schedule(1000, 'bad')
    clock.schedule(2000, 'good')
    vi.advanceTimersByTime(10)
    expect([failures, finished]).toEqual([['bad'], ['good']])
    expect(print).toHaveBeenCalledOnce()
    clock.stop()
  })

  it('runs all jobs but the cancelled ones in their order', () => {
    const finished: number[] = []
    const clock = createClock<{ at: number }>({ frozenAt: start, run: ({ at }) => finished.push(at) })
    // In an order in which the place of a cancelled job is taken by one that belongs further up as well as further down.
    const jobs = Array.from({ length: 200 }, (_, index) => ({ at: (index * 73) % 199 }))
    for (const job of jobs) clock.schedule(job.at, job)
    const [cancelled, kept] = [jobs.filter((_, index) => index % 3 === 0), jobs.filter((_, index) => index % 3 !== 0)]
    for (const job of [...cancelled, ...cancelled]) clock.cancel(job)
    clock.advance(200)
    expect(finished).toEqual(kept.map(({ at }) => at).sort((a, b) => a - b))
  })

  it('fails the jobs that are due after too many, so that it ends', () => {
    const failures: string[] = []
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const clock = createClock<string>({
      frozenAt: start,
      run: (job) => clock.schedule(0, job),
      onFailure: (job) => failures.push(job),
    })
    clock.schedule(0, 'again')
    clock.runDue()
    expect([failures, clock.pending()]).toEqual([['again'], []])
    expect(print.mock.calls).toEqual([[`more than ${MAX_JOBS} jobs fall due at once; the others fail`]])
  })

  it('runs due jobs by itself in real time', async () => {
    const job = await new Promise<string>((resolve) => {
      createClock<string>({ run: resolve }).schedule(1, 'due')
      // The clock's own timer keeps no process alive, so something else has to while the test waits.
      setTimeout(() => {}, 1000)
    })
    expect(job).toBe('due')
  })
})
