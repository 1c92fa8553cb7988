import { describe, expect, it } from 'vitest'
import { createClock } from './clock.ts'

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

  it('runs due jobs by itself in real time', async () => {
    const job = await new Promise<string>((resolve) => {
      createClock<string>({ run: resolve }).schedule(1, 'due')
      // The clock's own timer keeps no process alive, so something else has to while the test waits.
      setTimeout(() => {}, 1000)
    })
    expect(job).toBe('due')
  })
})
