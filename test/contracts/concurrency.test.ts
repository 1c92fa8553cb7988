import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { expectEqual, expectSuccess } from '../../contracts/expect.ts'
import { editableData } from '../../contracts/flows/fixtures.ts'
import { type StartedProxy, startProxy } from '../../contracts/mutants/proxy.ts'
import { recordRun } from '../../contracts/recording/recorder.ts'
import { REPLAY_SERVER } from '../../contracts/replay/live.ts'
import { defineRule, type Rule } from '../../contracts/rule.ts'
import { rules as everyRule } from '../../contracts/rules/index.ts'
import { runRules } from '../../contracts/run.ts'
import { createTarget } from '../../contracts/targets/create-target.ts'
import { mockDefaults, startMock } from '../../contracts/targets/mock.ts'
import type { TargetSettings } from '../../contracts/targets/settings.ts'
import type { Target } from '../../contracts/targets/target.ts'
import { realTime } from '../../contracts/targets/time.ts'
import { createMockApp } from '../../server/index.ts'

const LATENCY = 3

let proxy: StartedProxy
let running = 0
let peak = 0
let extraHeaders: Record<string, string> = {}

/** A mock on the real clock whose responses take a little longer, and that counts the requests at once. */
beforeAll(async () => {
  proxy = await startProxy(createMockApp({ downloadTime: 20 }), async (request, forward) => {
    running += 1
    peak = Math.max(peak, running)
    try {
      await realTime.wait(LATENCY)
      const response = await forward(request)
      return { ...response, headers: { ...response.headers, ...extraHeaders } }
    } finally {
      running -= 1
    }
  })
})

afterAll(() => proxy.close())

const targetWith = (settings: Partial<TargetSettings> = {}): Target => {
  peak = 0
  return createTarget({ ...mockDefaults, baseUrl: proxy.url, version: 'v2', concurrency: 4, ...settings })
}

const rule = (id: string, check: Rule['check'], occupies?: string): Rule =>
  defineRule(
    {
      id: `test.${id}`,
      title: 'A rule is run',
      versions: ['v2'],
      evidence: { source: 'this test', grade: 'D' },
      needs: [],
      ...(occupies === undefined ? {} : { occupies }),
    },
    check,
  )

/** Calls the server as often as one rule can: all at once. */
const callAtOnce = async (target: Target): Promise<void> => {
  const call = () => target.call('getAndSearchAllBanks', { as: 'nobody' })
  await Promise.all([call(), call(), call()])
}

const greedy = (count: number): Rule[] =>
  Array.from({ length: count }, (_, index) => rule(`greedy-${index}`, callAtOnce))

/** Makes a promise that another rule resolves. */
const createLatch = () => {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open: () => open(), opened }
}

describe('rules that run at once', () => {
  it('pass as they do one after the other, in the same order', async () => {
    const groups = /^(users|banks|accounts|transactions|isolation|errors|shapes)\./
    const chosen = everyRule.filter(({ id }) => groups.test(id) && !id.endsWith('-locked'))
    const target = targetWith()
    const reported: string[] = []
    const run = await runRules(target, chosen, { onResult: (result) => void reported.push(result.rule.id) })
    const ids = chosen.filter(({ versions }) => versions.includes('v2')).map(({ id }) => id)
    expect(run.results.map(({ rule: { id } }) => id)).toEqual(ids)
    expect(reported).toEqual(ids)
    const mock = await startMock()
    const inSequence = await runRules(mock.targetFor('v2'), chosen)
    await mock.close()
    const facts = ({ results }: typeof run) => results.map(({ rule: { id }, outcome, text }) => ({ id, outcome, text }))
    expect(facts(run)).toEqual(facts(inSequence))
    expect(facts(run).map(({ outcome }) => outcome)).not.toContain('failed')
    expect(run.leftUsers).toEqual([])
    expect(peak).toBe(4)
  })

  it('send no more requests at once than the target allows, whatever they try', async () => {
    const run = await runRules(targetWith({ concurrency: 3 }), greedy(6))
    expect(run.results.map(({ outcome }) => outcome)).toEqual(Array(6).fill('passed'))
    expect(peak).toBe(3)
  })

  it('report results and exchanges in the order of the rules, whichever ends first', async () => {
    const target = targetWith()
    const last = createLatch()
    const events: string[] = []
    target.onExchange(({ request }) => {
      const page = /page=(\d)/.exec(request.path)?.[1]
      if (page) events.push(`page ${page}`)
    })
    const read = (scoped: Target, page: number) =>
      scoped.call('getAndSearchAllBanks', { as: 'nobody', query: { page } })
    const rules = [
      rule('first', async (scoped) => {
        await last.opened
        await read(scoped, 1)
      }),
      rule('second', async (scoped) => {
        await read(scoped, 2)
        expectEqual(1, 2, 'number')
      }),
      rule('third', async (scoped) => {
        await read(scoped, 3)
        last.open()
      }),
    ]
    const run = await runRules(target, rules, { onResult: ({ rule: { id } }) => void events.push(id) })
    expect(events).toEqual(['page 1', 'test.first', 'page 2', 'test.second', 'page 3', 'test.third'])
    expect(run.results.map(({ exchanges }) => exchanges.map(({ request }) => request.path))).toEqual([
      [],
      ['/api/v2/banks?page=2'],
      [],
    ])
  })

  it('show the exchanges of shared work that failed, each of them', async () => {
    const use = async (target: Target) => {
      await target.shared('broken', async (shared) => {
        expectSuccess(await shared.call('getBank', { as: 'nobody', path: { id: 1 } }))
      })
    }
    const { results } = await runRules(targetWith(), [rule('one', use), rule('other', use)])
    expect(results.map(({ outcome, exchanges }) => [outcome, exchanges.map(({ request }) => request.path)])).toEqual([
      ['failed', ['/api/v2/banks/1']],
      ['failed', ['/api/v2/banks/1']],
    ])
  })

  it('have what they occupy for themselves', async () => {
    const inside = new Set<string>()
    const seen: string[] = []
    const note = (id: string, occupies?: string): Rule =>
      rule(
        id,
        async (target) => {
          inside.add(id)
          await callAtOnce(target)
          seen.push([...inside].sort().join('+'))
          inside.delete(id)
        },
        occupies,
      )
    await runRules(targetWith(), [note('a', 'data'), note('b', 'data'), note('alone', 'everything'), note('c')])
    expect(seen).toEqual(['a', 'b', 'alone', 'c'])
  })

  it('may only edit shared data that they occupy', async () => {
    const { results } = await runRules(targetWith(), [
      rule('edits', async (target) => void (await editableData(target))),
    ])
    expect(results[0]?.text).toBe(
      `TypeError: a rule that edits shared data needs "occupies: 'editable data'" in its description`,
    )
  })

  it('have users of their own, which later rules use again', async () => {
    const users: string[] = []
    const borrows = (id: string) => rule(id, async (target) => void users.push((await target.borrowUser()).id))
    await runRules(targetWith({ concurrency: 2 }), ['a', 'b', 'c', 'd', 'e', 'f'].map(borrows))
    expect(users).toHaveLength(6)
    expect(new Set(users).size).toBe(2)
  })

  it('are stopped together when a result cannot be reported', async () => {
    let reported = 0
    const onResult = (): void => {
      reported += 1
      throw new Error('disk full')
    }
    const started = vi.fn(callAtOnce)
    const rules = Array.from({ length: 20 }, (_, index) => rule(`rule-${index}`, started))
    await expect(runRules(targetWith(), rules, { onResult })).rejects.toThrow('disk full')
    expect(reported).toBe(1)
    expect(started.mock.calls.length).toBeLessThan(20)
    expect(running).toBe(0)
  })
})

describe('rules run one after the other', () => {
  const peakOf = async (target: Target): Promise<number> => {
    await runRules(target, greedy(4))
    return peak
  }

  it('where waiting moves the clock', async () => {
    expect(await peakOf(targetWith({ time: { now: realTime.now, wait: realTime.wait } }))).toBe(1)
  })

  it('where a person visits the bank', async () => {
    const psu = Object.assign(async () => '', { returnUrl: 'http://127.0.0.1:8511/callback' })
    expect(await peakOf(targetWith({ psu }))).toBe(1)
  })

  it('at a replay, and while they are recorded', async () => {
    const recorded = targetWith()
    recordRun(recorded, 'nowhere')
    expect(await peakOf(recorded)).toBe(1)
    extraHeaders = { server: REPLAY_SERVER }
    try {
      expect(await peakOf(targetWith())).toBe(1)
    } finally {
      extraHeaders = {}
    }
  })
})
