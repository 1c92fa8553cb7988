import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectEqual, expectStatus, expectSuccess } from '../../contracts/expect.ts'
import { defineRule, type Rule, type RuleDescription, skip } from '../../contracts/rule.ts'
import { hasPassed, runRules, UnreachableError } from '../../contracts/run.ts'
import { createTarget } from '../../contracts/targets/create-target.ts'
import { mockDefaults, type StartedMock, startMock } from '../../contracts/targets/mock.ts'
import type { TargetSettings } from '../../contracts/targets/settings.ts'
import type { Target } from '../../contracts/targets/target.ts'
import { realTime } from '../../contracts/targets/time.ts'
import { requestToken } from '../../contracts/targets/users.ts'

let mock: StartedMock

beforeAll(async () => {
  mock = await startMock()
})

afterAll(() => mock.close())

const targetWith = (settings: Partial<TargetSettings> = {}) => createTarget({ ...mock.settingsFor('v2'), ...settings })

const rule = (id: string, check: Rule['check'], description: Partial<RuleDescription> = {}): Rule =>
  defineRule(
    {
      id: `test.${id}`,
      title: 'A rule is run',
      versions: ['v1', 'v2'],
      evidence: { source: 'this test', grade: 'D' },
      needs: [],
      ...description,
    },
    check,
  )

const outcomes = async (rules: readonly Rule[], settings?: Partial<TargetSettings>) => {
  const run = await runRules(targetWith(settings), rules)
  return run.results.map(({ rule: { id }, outcome, text }) => [id.slice('test.'.length), outcome, text])
}

describe('runRules', () => {
  it('reports which rules passed, failed and were skipped', async () => {
    const rules = [
      rule('passes', async () => {}),
      rule('fails', async () => expectEqual(2, 1, 'sum')),
      rule('cannot-be-shown', async () => skip('no such bank')),
      rule('breaks', async () => {
        throw new TypeError('oops')
      }),
    ]
    expect(await outcomes(rules)).toEqual([
      ['passes', 'passed', undefined],
      ['fails', 'failed', 'sum: expected 1, got 2'],
      ['cannot-be-shown', 'skipped', 'no such bank'],
      ['breaks', 'failed', 'TypeError: oops'],
    ])
  })

  it('leaves out rules about another version', async () => {
    const rules = [rule('old', async () => {}, { versions: ['v1'] }), rule('new', async () => {})]
    expect((await outcomes(rules)).map(([id]) => id)).toEqual(['new'])
  })

  it('skips a rule that needs a missing capability, with the reason', async () => {
    const rules = [rule('needs-guide', async () => {}, { needs: ['guide-login'] })]
    expect(await outcomes(rules, { provides: [] })).toEqual([
      ['needs-guide', 'skipped', expect.stringMatching(/guide/)],
    ])
  })

  it('ends a rule that takes too long, and goes on', async () => {
    const limits = { ...mockDefaults.limits, rule: 60 }
    const rules = [
      rule('waits', async (target) => target.wait(60_000)),
      rule('hangs', () => new Promise(() => {})),
      rule('follows', async () => {}),
    ]
    expect(await outcomes(rules, { limits, time: realTime })).toEqual([
      ['waits', 'failed', 'took longer than 60 ms'],
      ['hangs', 'failed', 'took longer than 60 ms'],
      ['follows', 'passed', undefined],
    ])
  })

  it('deletes every user that a rule made, even when the rule failed', async () => {
    const made: { id: string; password: string }[] = []
    const rules = [
      rule('makes-users', async (target) => {
        made.push(await target.newUser())
        made.push(expectSuccess(await target.call('createUser', { body: {} })))
        expectEqual('late', 'early', 'failure')
      }),
    ]
    const run = await runRules(targetWith(), rules)
    expect(run.leftUsers).toEqual([])
    expect(made).toHaveLength(2)
    for (const { id: username, password } of made) {
      const login = { grant_type: 'password', username, password }
      expectStatus(await requestToken(targetWith(), login), 400)
    }
  })

  it('makes a shared value once, and fails each rule that uses it if that fails', async () => {
    let count = 0
    const use = rule('first', async (target) => {
      await target.shared('broken', async () => {
        count += 1
        throw new Error('not today')
      })
    })
    expect(await outcomes([use, { ...use, id: 'test.second' }])).toEqual([
      ['first', 'failed', 'Error: not today'],
      ['second', 'failed', 'Error: not today'],
    ])
    expect(count).toBe(1)
  })

  it('stops on its signal, and cleans up', async () => {
    const stop = new AbortController()
    const rules = [
      rule('stops', async (target) => {
        await target.newUser()
        stop.abort()
      }),
      rule('late', async () => {}),
    ]
    const run = await runRules(targetWith(), rules, { signal: stop.signal })
    expect(run.results.map(({ outcome }) => outcome)).not.toContain('failed')
    expect(run.results.at(-1)).toMatchObject({ outcome: 'skipped', text: 'the run was stopped before' })
    expect(run.leftUsers).toEqual([])
    expect(hasPassed(run)).toBe(run.results[0]?.outcome === 'passed')
  })

  it('keeps the last exchanges of a rule that failed, without its secrets, and none of any other', async () => {
    const sendRequests = async (target: Target) => {
      const user = await target.newUser()
      for (let page = 1; page <= 12; page++) await target.call('getAndSearchAllBanks', { as: user, query: { page } })
      return user
    }
    const secrets: string[] = []
    const rules = [
      rule('passes', async (target) => {
        await sendRequests(target)
      }),
      rule('fails', async (target) => {
        const user = await sendRequests(target)
        secrets.push(user.accessToken, user.password)
        expectEqual(user.accessToken, user.password, 'token')
      }),
      rule('is-skipped', async (target) => {
        const { password } = await sendRequests(target)
        skip(`there is no user with the password ${password}`)
      }),
    ]
    const { results } = await runRules(targetWith(), rules)
    expect(results.map(({ exchanges }) => exchanges.length)).toEqual([0, 10, 0])
    const paths = results[1]?.exchanges.map(({ request }) => request.path)
    expect(paths).toEqual(Array.from({ length: 10 }, (_, index) => `/api/v2/banks?page=${index + 3}`))
    expect(results[1]?.text).toBe('token: expected "‹PASSWORD›", got "‹TOKEN_2›"')
    expect(results[2]?.text).toBe('there is no user with the password ‹PASSWORD›')
    for (const secret of secrets) expect(JSON.stringify(results)).not.toContain(secret)
  })

  it('notes what is allowed but worth knowing', async () => {
    const run = await runRules(targetWith(), [rule('sees', async (target) => target.observe('a new value'))])
    expect(run.results[0]?.observations).toEqual(['a new value'])
  })

  it.each([
    { given: 'the target is not reachable', settings: { baseUrl: 'http://127.0.0.1:9' }, says: /did not answer/ },
    {
      given: 'the credentials are wrong',
      settings: { client: { id: 'x', secret: 'y' } },
      says: /does not accept the credentials/,
    },
  ])('rejects when $given', async ({ settings, says }) => {
    const rules = [rule('passes', async () => {})]
    const running = runRules(targetWith(settings), rules)
    await expect(running).rejects.toThrow(UnreachableError)
    await expect(running).rejects.toThrow(says)
  })
})
