import { describe, expect, it } from 'vitest'
import { frozenTime, realTime } from './time.ts'

describe('realTime', () => {
  it('shows the time of this machine', () => {
    expect(Math.abs(realTime.now() - Date.now())).toBeLessThan(60_000)
  })

  it('ends a wait with its signal', async () => {
    await expect(realTime.wait(60_000, AbortSignal.abort(new Error('enough')))).rejects.toThrow()
  })
})

describe('frozenTime', () => {
  const startTime = () => {
    let moment = 1_000
    return frozenTime({
      now: () => moment,
      advance: (milliseconds) => {
        moment += milliseconds
      },
    })
  }

  it('passes when somebody waits, at once', async () => {
    const time = startTime()
    await time.wait(5_000)
    expect(time.now()).toBe(6_000)
  })

  it('stands still for a rule that has to end', async () => {
    const time = startTime()
    await expect(time.wait(5_000, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(time.now()).toBe(1_000)
  })
})
