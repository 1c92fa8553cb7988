import { describe, expect, it } from 'vitest'
import { createClock } from './clock.ts'

const start = Date.parse('2026-03-10T10:00:00Z')

/** A clock that stands still, and what happened on it: each job with the seconds since the start. */
const frozenClock = () => {
  const happened: [string, number][] = []
  const clock = createClock<string>({
    frozenAt: start,
    run: (job) => {
      happened.push([job, (clock.now() - start) / 1000])
      if (job === 'again') clock.schedule(1000, 'after again')
    },
  })
  return { clock, happened }
}

describe('a clock', () => {
  it('stands still until it is advanced', () => {
    const { clock, happened } = frozenClock()
    clock.schedule(1000, 'a')
    clock.runDue()
    expect([clock.now(), happened]).toEqual([start, []])
  })

  it('runs jobs in the order in which they fall due, each at its moment', () => {
    const { clock, happened } = frozenClock()
    clock.schedule(3000, 'c')
    clock.schedule(1000, 'a')
    clock.schedule(1000, 'b')
    clock.advance(10_000)
    expect(happened).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
    ])
    expect(clock.now()).toBe(start + 10_000)
  })

  it('counts from the moment of a job what that job schedules', () => {
    const { clock, happened } = frozenClock()
    clock.schedule(1000, 'again')
    clock.advance(5000)
    expect(happened).toEqual([
      ['again', 1],
      ['after again', 2],
    ])
  })

  it('moves to the next job, as long as there is one', () => {
    const { clock, happened } = frozenClock()
    clock.schedule(7000, 'a')
    expect([clock.advanceToNext(), clock.advanceToNext()]).toEqual([true, false])
    expect(happened).toEqual([['a', 7]])
  })

  it('lists what is still to come as plain data', () => {
    const { clock } = frozenClock()
    clock.schedule(2000, 'b')
    clock.schedule(1000, 'a')
    expect(clock.pending().map(({ at, job }) => [at - start, job])).toEqual([
      [1000, 'a'],
      [2000, 'b'],
    ])
  })

  it('wakes up by itself when it is real', async () => {
    const job = await new Promise<string>((resolve) => {
      createClock<string>({ run: resolve }).schedule(1, 'due')
      // The clock's own timer keeps no process alive, so something else has to while the test waits.
      setTimeout(() => {}, 1000)
    })
    expect(job).toBe('due')
  })
})
