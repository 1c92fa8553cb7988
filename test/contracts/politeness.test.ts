import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { defineRule, type Rule } from '../../contracts/rule.ts'
import { rules } from '../../contracts/rules/index.ts'
import { runRules } from '../../contracts/run.ts'
import { mockClient, mockDefaults, startMock } from '../../contracts/targets/mock.ts'
import type { TargetSettings } from '../../contracts/targets/settings.ts'
import { createTarget } from '../../contracts/targets/target.ts'

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Handler = (response: ServerResponse, request: IncomingMessage) => void

/** Answers the first request with the first handler and so on, and every later one with the last. */
const startServer = async (...handlers: readonly Handler[]) => {
  const paths: string[] = []
  const server = createServer((request, response) => {
    const handler = handlers[Math.min(paths.length, handlers.length - 1)]
    paths.push(`${request.method} ${request.url}`)
    handler?.(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths }
}

const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Handler =>
  (response) =>
    response.writeHead(status, headers).end(body)

const JSON_TYPE = { 'content-type': 'application/json' }
const good = answer(200, JSON_TYPE, '{"banks":[]}')
const hangUp: Handler = (_, request) => request.socket.destroy()

/** A target whose time passes at once; the pauses it would have made are noted. */
const impatientTarget = (baseUrl: string, settings: Partial<TargetSettings> = {}) => {
  const pauses: number[] = []
  const target = createTarget({
    baseUrl,
    version: 'v2',
    client: mockClient,
    ledger: undefined,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds)
    },
    ...settings,
  })
  return { target, pauses }
}

describe('a target that is busy', () => {
  it('is asked again after the time it asks for', async () => {
    const server = await startServer(answer(429, { 'retry-after': '7' }), answer(503), good)
    const { target, pauses } = impatientTarget(server.url)
    const { status } = await target.call('getAndSearchAllBanks', { as: 'nobody' })
    expect({ status, pauses }).toEqual({ status: 200, pauses: [7_000, 2_000] })
    expect(target.notices).toEqual([
      'getAndSearchAllBanks was answered 429 and was sent again',
      'getAndSearchAllBanks was answered 503 and was sent again',
    ])
  })

  it('has the last word: a rule gets the answer that stays', async () => {
    const server = await startServer(answer(429))
    const { target, pauses } = impatientTarget(server.url, { patience: { repeats: 2, pause: 10, longest: 15 } })
    const { status } = await target.call('getAndSearchAllBanks', { as: 'nobody' })
    expect({ status, pauses, requests: server.paths.length }).toEqual({ status: 429, pauses: [10, 15], requests: 3 })
    expect(target.notices).toEqual(['getAndSearchAllBanks was answered 429 and was sent again (2 times)'])
  })

  it.each([501, 510])('is believed when it answers %s', async (status) => {
    const server = await startServer(answer(status))
    const { target } = impatientTarget(server.url)
    expect((await target.send({ method: 'GET', path: '/' })).status).toBe(status)
    expect({ requests: server.paths.length, notices: target.notices }).toEqual({ requests: 1, notices: [] })
  })

  it('is asked once more when the connection broke, but not to do something twice', async () => {
    const server = await startServer(hangUp, good, hangUp)
    const { target } = impatientTarget(server.url)
    expect((await target.call('getAndSearchAllBanks', { as: 'nobody' })).status).toBe(200)
    expect(target.notices).toEqual([
      expect.stringMatching(/^getAndSearchAllBanks got no answer \(.+\) and was sent again$/),
    ])
    await expect(target.send({ method: 'POST', path: '/users', body: '{}' })).rejects.toThrow(
      /did not answer POST \/users/,
    )
    expect(server.paths).toHaveLength(3)
  })

  it('is called twice when nobody picks up, then given up', async () => {
    const { target, pauses } = impatientTarget('http://127.0.0.1:9')
    await expect(target.send({ method: 'POST', path: '/' })).rejects.toThrow(/did not answer/)
    expect(pauses).toEqual([1_000])
  })
})

const rule = (id: string, check: Rule['check']): Rule =>
  defineRule(
    {
      id: `test.${id}`,
      title: 'A rule is run',
      versions: ['v2'],
      evidence: { source: 'this test', grade: 'D' },
      needs: [],
    },
    check,
  )

describe('a budget', () => {
  it('skips the rules for which nothing is left, and cleans up all the same', async () => {
    const mock = await startMock()
    closing.push(mock.close)
    const requests: string[] = []
    const target = createTarget({
      ...mockDefaults,
      baseUrl: mock.url,
      version: 'v2',
      budget: { requests: 6, cleanup: 50 },
    })
    target.onExchange(({ operationId }) => requests.push(String(operationId)))
    const greedy = rule('greedy', async (scoped) => {
      const user = await scoped.newUser()
      for (;;) await scoped.call('getAuthorizedUser', { as: user })
    })
    const run = await runRules(target, [greedy, rule('late', async (scoped) => void (await scoped.newUser()))])
    expect(run.results.map(({ outcome, text }) => [outcome, text])).toEqual([
      ['skipped', 'the budget of 6 requests for the rules is spent'],
      ['skipped', 'the budget of 6 requests for the rules is spent'],
    ])
    expect(requests.slice(6)).toEqual(['getToken', 'deleteAuthorizedUser'])
    expect(run.leftUsers).toEqual([])
    expect(target.notices).toEqual(['the budget of 6 requests for the rules is spent'])
  })
})

describe('a run against a shared server', () => {
  it('looks at most every five seconds whether somebody has approved on their device', async () => {
    const mock = await startMock()
    closing.push(mock.close)
    const { provides, client } = mockDefaults
    const events: string[] = []
    const target = createTarget({
      baseUrl: mock.url,
      version: 'v2',
      client,
      provides,
      ledger: undefined,
      sleep: async (milliseconds) => {
        events.push(`${milliseconds} ms`)
        await sleep(1)
      },
    })
    target.onExchange(({ request }) =>
      events.push(request.body?.includes('"decoupledCallback":true') ? 'poll' : 'other'),
    )
    const run = await runRules(
      target,
      rules.filter(({ id }) => id.startsWith('decoupled.')),
    )
    expect(run.results.map(({ outcome }) => outcome)).not.toContain('failed')
    const beforePolls = events.flatMap((event, index) => (event === 'poll' ? [events[index - 1]] : []))
    expect(beforePolls.length).toBeGreaterThan(5)
    expect(new Set(beforePolls)).toEqual(new Set(['5000 ms']))
  })

  it('begins no import where the target says that it wants none', async () => {
    const mock = await startMock()
    closing.push(mock.close)
    const target = createTarget({ ...mockDefaults, baseUrl: mock.url, version: 'v2', lacks: ['direct-import'] })
    const asked = new Set<unknown>()
    target.onExchange(({ operationId }) => asked.add(operationId))
    const run = await runRules(
      target,
      rules.filter(({ id }) => id.startsWith('import.') || id.startsWith('life-cycle.') || id.startsWith('users.')),
    )
    const others = run.results.filter(({ rule: { needs } }) => needs.length === 0)
    const importing = run.results.filter(({ rule: { needs } }) => needs.length > 0)
    expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['passed']))
    expect(new Set(importing.map(({ text }) => text))).toEqual(new Set(['switched off in the settings of this target']))
    expect(asked).not.toContain('importBankConnection')
  })
})
