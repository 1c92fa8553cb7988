import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { createLibrary, embeddedContents, type Library } from '../../scenarios/library.ts'
import { everyStep } from '../../scenarios/steps.ts'
import type { Scenario } from '../../scenarios/types.ts'
import { PsuError } from '../../server/index.ts'
import type { PendingAction } from '../../server/world/psu.ts'
import { codeIn, type Dialect, dialects, type ImportFields, openSession, startApp } from '../helpers/api-dialect.ts'
import { type Move, moves, scenarios } from './random-walk.ts'
import { RETURN_URL, requestFor } from './walker.ts'

const PENDING = [
  'TWO_STEP_PROCEDURE_REQUIRED',
  'CHALLENGE_RESPONSE_REQUIRED',
  'REDIRECT_REQUIRED',
  'DECOUPLED_AUTH_REQUIRED',
  'DECOUPLED_AUTH_IN_PROGRESS',
]

/** Refusals that end nothing: the client may answer again. */
const HARMLESS = ['MISSING_FIELD', 'INVALID_TWO_STEP_PROCEDURE', 'ILLEGAL_FIELD_VALUE', 'NO_EXISTING_CHALLENGE']

/** A flow as its client sees it. */
interface KnownFlow {
  owner: number
  hashes: string[]
  isOver: boolean
}

/** The library of a mock with some scenarios more. */
const libraryWith = (more: readonly Scenario[]): Library =>
  createLibrary({ ...embeddedContents, scenarios: [...embeddedContents.scenarios, ...more] })

/** Plays a walk, and checks the properties of every walk. */
const play = async (dialect: Dialect, scenario: Scenario, isOurs: boolean, walk: readonly Move[]): Promise<void> => {
  const app = startApp(isOurs ? {} : { scenarios: [scenario] })
  const { world } = app
  const library = libraryWith(isOurs ? [] : [scenario])
  const users = [await app.newUser(dialect), await app.newUser(dialect)]
  const sessions = users.map((user) => openSession(app, dialect, user))
  const ibans = scenario.requires?.accountReferences ? library.ibansOf(scenario).map((iban) => ({ iban })) : []
  const request: ImportFields = {
    ...requestFor(library, scenario, 'bank'),
    redirectUrl: RETURN_URL,
    ...(ibans.length === 0 ? {} : { accountReferences: ibans }),
  }
  const headers = { 'PSU-IP-Address': '192.0.2.7', 'PSU-Device-OS': 'iOS', 'PSU-User-Agent': 'App/1.0' }
  const mayFail = everyStep(scenario.steps).some(
    (step) =>
      'reject' in step &&
      typeof step.reject === 'object' &&
      'code' in step.reject &&
      step.reject.code === 'UNEXPECTED_ERROR',
  )
  const known: KnownFlow[] = []
  const callbacks = new Map<string, string>()
  const imported = [0, 0]

  const pendingOf = (hash: string): PendingAction | undefined => world.psu.list({ hash })[0]

  const rightAnswer = (pending: PendingAction | undefined, hash: string): Record<string, unknown> => {
    switch (pending?.status) {
      case 'TWO_STEP_PROCEDURE_REQUIRED':
        return { twoStepProcedureId: pending.procedures?.[0]?.procedureId }
      case 'CHALLENGE_RESPONSE_REQUIRED':
        return { challengeResponse: pending.answer }
      case 'REDIRECT_REQUIRED':
        return { redirectCallback: callbacks.get(hash) ?? 'state=none&code=none' }
      default:
        return { decoupledCallback: true }
    }
  }

  const answerOf = (kind: Extract<Move, { move: 'answer' }>['answer'], hash: string): Record<string, unknown> => {
    switch (kind) {
      case 'right':
        return rightAnswer(pendingOf(hash), hash)
      case 'wrong':
        return { challengeResponse: 'wrong' }
      case 'other-procedure':
        return { twoStepProcedureId: 'TSP-1' }
      case 'everything':
        return { twoStepProcedureId: 'TSP-0', redirectCallback: 'state=x', decoupledCallback: true }
      case 'nothing':
        return {}
      default:
        return kind satisfies never
    }
  }

  const call = async (caller: number, fields: ImportFields, flow: KnownFlow | undefined): Promise<void> => {
    const session = sessions[caller]
    if (session === undefined) return
    const answer = await session.importBank(fields, headers)
    const code = codeIn(answer)
    if (answer.status === 500) expect(mayFail, `500: ${answer.text}`).toBe(true)
    if (flow !== undefined && (flow.isOver || flow.owner !== caller)) {
      expect(code, 'a hash that is used up or of another user').toBe('NO_EXISTING_CHALLENGE')
      return
    }
    if (answer.status === 510) {
      const { hash, status } = answer.body.errors[0].multiStepAuthentication
      expect(PENDING).toContain(status)
      if (flow === undefined) known.push({ owner: caller, hashes: [hash], isOver: false })
      else if (!flow.hashes.includes(hash)) flow.hashes.push(hash)
      return
    }
    if (answer.status === 201) imported[caller] = (imported[caller] ?? 0) + 1
    // Anything but a harmless refusal ends the flow.
    if (flow !== undefined && !HARMLESS.includes(code ?? '')) flow.isOver = true
  }

  const picked = (index: number): { flow: KnownFlow; hash: string } | undefined => {
    const all = known.flatMap((flow) => flow.hashes.map((hash) => ({ flow, hash })))
    return all.length === 0 ? undefined : all[index % all.length]
  }

  /** Renews the tokens, which are valid for an hour. */
  const logInAgain = async (): Promise<void> => {
    for (const user of users) {
      const login = { grant_type: 'password', username: user.id, password: user.password }
      user.token = (await app.requestToken(dialect, login)).body.access_token
    }
  }

  const act = ({ action, flow: index }: Extract<Move, { move: 'psu' }>): void => {
    const target = picked(index)
    if (target === undefined) return
    try {
      const { returnUrl } = world.psu[action]({ hash: target.hash })
      if (returnUrl !== undefined) callbacks.set(target.hash, new URL(returnUrl).search.slice(1))
    } catch (error) {
      if (!(error instanceof PsuError)) throw error
    }
  }

  const make = async (move: Move): Promise<void> => {
    switch (move.move) {
      case 'start':
        return call(move.who, request, undefined)
      case 'answer': {
        const target = picked(move.flow)
        if (target === undefined) return
        const { hash, flow } = target
        const multiStepAuthentication = { hash, ...answerOf(move.answer, hash) }
        return call(move.who, { ...request, multiStepAuthentication }, flow)
      }
      case 'wrong-bank': {
        const target = picked(move.flow)
        if (target === undefined) return
        const other = { bankId: 280_001, interface: 'XS2A', login: { 'Onlinebanking-ID': 'x', PIN: 'y' } }
        const answer = await sessions[move.who]?.importBank({
          ...other,
          multiStepAuthentication: { hash: target.hash },
        })
        expect(answer && codeIn(answer)).toBe('NO_EXISTING_CHALLENGE')
        return
      }
      case 'psu':
        act(move)
        return
      case 'clock':
        world.clock.advance(move.by)
        return logInAgain()
      case 'settle':
        world.clock.settle()
        return
      case 'snapshot':
        world.restore(JSON.parse(JSON.stringify(world.snapshot())))
        return
      default:
        move satisfies never
    }
  }

  for (const move of walk) {
    await make(move)
    for (const { status } of world.psu.list()) expect(PENDING).toContain(status)
  }
  await logInAgain()
  for (const [index, session] of sessions.entries()) {
    const { connections } = (await session.get('/bankConnections')).body
    // Each login is imported once, so a second import of the same one does not count.
    expect(connections).toHaveLength(imported[index] ?? 0)
  }
}

const seed = process.env.FINAPI_MOCK_TEST_SEED

describe.each(dialects)('random walks of clients, users and clocks in $version', (dialect) => {
  it('never get further than a state machine may, with any scenario', async () => {
    const property = fc.asyncProperty(scenarios, moves, async ({ scenario, isOurs }, walk) => {
      try {
        await play(dialect, scenario, isOurs, walk)
      } catch (error) {
        const moved = walk.map((move) => `  - ${JSON.stringify(move)}`).join('\n')
        const file = `# ${scenario.name}.yaml\n${stringify(scenario)}`
        throw new Error(
          `${error instanceof Error ? error.message : error}\n\nthe scenario file:\n${file}\nthe walk:\n${moved}`,
          { cause: error },
        )
      }
    })
    await fc.assert(property, { numRuns: 120, ...(seed === undefined ? {} : { seed: Number(seed) }) })
  }, 60_000)
})
