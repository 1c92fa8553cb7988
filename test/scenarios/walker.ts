import { expect } from 'vitest'
import { demoBankOf } from '../../scenarios/approach.ts'
import { embeddedLibrary, type Library } from '../../scenarios/library.ts'
import { LOGIN_LABEL } from '../../scenarios/own-bank.ts'
import type { Scenario } from '../../scenarios/types.ts'
import { findInterface, hasProperty } from '../../server/access/banks/bank.ts'
import {
  challengeIn,
  codeIn,
  type Dialect,
  type ImportFields,
  openSession,
  type Session,
  type TestApp,
  type TestResponse,
  walkBankPage,
} from '../helpers/api-dialect.ts'

/** The ways to choose a scenario: by its own bank, or by its name as login at the demo bank of its approach. */
export type Way = 'bank' | 'login'

/** Plays the client and the PSU through one scenario. */
export type Walk = (walker: Walker) => Promise<void>

export type Walker = Awaited<ReturnType<typeof startWalk>>

/** The return URL of the client. */
export const RETURN_URL = 'https://app.example/return'

/** Returns the first import request for a scenario. */
export const requestFor = (library: Library, scenario: Scenario, way: Way): ImportFields => {
  const answered = scenario.answers?.[0]
  const blz = way === 'login' ? demoBankOf(scenario) : (scenario.bank?.blz ?? answered?.bank)
  const bank = library.banks.find((candidate) => candidate.blz === blz)
  const kind = (way === 'bank' ? answered?.interfaces?.[0] : undefined) ?? bank?.interfaces[0]?.interface
  const bankInterface = bank && kind && findInterface(bank, kind)
  if (bank === undefined || bankInterface === undefined) throw new Error(`${scenario.name} has no bank`)
  const own = way === 'login' ? { [LOGIN_LABEL]: scenario.name } : (answered?.login ?? {})
  const login = bankInterface.loginCredentials.map(({ label, secret }) => [
    label,
    own[label] ?? (secret ? '12345' : 'lena'),
  ])
  return {
    bankId: bank.id,
    interface: bankInterface.interface,
    ...(login.length === 0 ? {} : { login: Object.fromEntries(login) }),
    ...(hasProperty(bankInterface, 'REDIRECT_APPROACH') ? { redirectUrl: RETURN_URL } : {}),
  }
}

/** Starts a scenario as a new user of a running application. Each call sends the hash of the last response. */
export const startWalk = async (app: TestApp, dialect: Dialect, name: string, way: Way) => {
  const session = openSession(app, dialect, await app.newUser(dialect))
  const scenario = embeddedLibrary.scenario(name)
  return walkerOf(session, scenario, requestFor(embeddedLibrary, scenario, way))
}

const walkerOf = (session: Session, scenario: Scenario, request: ImportFields) => {
  const { world, dialect } = session
  let hash: string | undefined

  /** Sends one call: the first one, or the answer to the last challenge. */
  const call = (given: Record<string, unknown> = {}, changes: ImportFields = {}): Promise<TestResponse> =>
    session.importBank(
      {
        ...request,
        ...changes,
        ...(hash === undefined ? {} : { multiStepAuthentication: { hash, ...given } }),
      },
      walker.headers,
    )

  const expectStatus = (answer: TestResponse, status: number): TestResponse => {
    if (answer.status !== status) throw new Error(`expected a ${status}, not ${answer.status}: ${answer.text}`)
    return answer
  }

  const walker = {
    session,
    scenario,
    request,
    world,
    dialect,
    /** Sent with every call. */
    headers: {} as Record<string, string>,
    /** The hash that the next call answers; a test may set another one. */
    get hash() {
      return hash ?? ''
    },
    set hash(value: string) {
      hash = value
    },
    call,
    wait: (milliseconds: number) => world.clock.advance(milliseconds),

    /** Sends a call that leads to a challenge of this status. */
    asks: async (status: string, given: Record<string, unknown> = {}, changes: ImportFields = {}) => {
      const asked = challengeIn(await call(given, changes))
      expect(asked.status).toBe(status)
      hash = asked.hash
      return asked
    },

    /** Sends a call that is refused with this code; returns the message. */
    refuses: async (code: string, given: Record<string, unknown> = {}, changes: ImportFields = {}): Promise<string> => {
      const refused = await call(given, changes)
      expect(codeIn(refused), refused.text).toBe(code)
      expect(refused.status).toBe(code === 'UNSUPPORTED_BANK' ? 501 : code === 'MISSING_FIELD' ? 400 : 422)
      return refused.body.errors[0].message
    },

    /** Sends a call that imports; returns the accounts once they have arrived. */
    imports: async (given: Record<string, unknown> = {}, changes: ImportFields = {}) => {
      const imported = expectStatus(await call(given, changes), 201).body
      expect(imported.accountIds.length).toBeGreaterThan(0)
      world.clock.advance(2000)
      const connection = (await session.get(`/bankConnections/${imported.id}`)).body
      expect(connection).toMatchObject({ id: imported.id, updateStatus: 'READY', bank: { id: request.bankId } })
      const { accounts } = (await session.get(`/accounts?bankConnectionIds=${imported.id}`)).body
      expect(accounts.map(({ id }: { id: number }) => id)).toEqual(imported.accountIds)
      return accounts
    },

    /** Starts again without the hash. */
    startOver: () => {
      hash = undefined
    },

    /** Checks that nothing was imported and that the hash is used up. */
    isOver: async () => {
      const late = await call({ challengeResponse: 'x', redirectCallback: 'x', decoupledCallback: true })
      expect(codeIn(late)).toBe('NO_EXISTING_CHALLENGE')
      expect((await session.get('/bankConnections')).body.connections).toEqual([])
    },

    /** Visits the bank's page as the PSU; returns the query of the return URL. */
    visitBank: async (redirectUrl: string, decision: 'approve' | 'cancel' = 'approve'): Promise<string> => {
      const address = await walkBankPage(session, redirectUrl, decision)
      if (address === '') throw new Error(`the bank's page ${redirectUrl} let nobody in`)
      return new URL(address).search.slice(1)
    },

    /** Starts the same scenario as another user of the same client. */
    stranger: async () =>
      walkerOf(openSession(session.app, dialect, await session.app.newUser(dialect)), scenario, request),
  }
  return walker
}
