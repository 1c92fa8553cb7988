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
  type Session,
  sessionOf,
  type TestAnswer,
  type TestApp,
  walkBankPage,
} from '../helpers/api-dialect.ts'

/** How a sequence is reached: by its own bank, or by its name as login at the demo bank of its approach. */
export type Way = 'bank' | 'login'

/** Plays the client and its user through one sequence. */
export type Walk = (walker: Walker) => Promise<void>

export type Walker = Awaited<ReturnType<typeof startWalk>>

/** Where the bank sends the user back to. */
export const RETURN_URL = 'https://app.example/return'

/** What the client of a sequence sends first. */
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

/** A new user of a running application, in front of a sequence. Each call goes by the hash that the last answer named. */
export const startWalk = async (app: TestApp, dialect: Dialect, name: string, way: Way) => {
  const session = sessionOf(app, dialect, await app.newUser(dialect))
  const scenario = embeddedLibrary.scenario(name)
  return walkerOf(session, scenario, requestFor(embeddedLibrary, scenario, way))
}

const walkerOf = (session: Session, scenario: Scenario, request: ImportFields) => {
  const { world, dialect } = session
  let hash: string | undefined

  /** One call: the first of the sequence, or one that answers what the last asked. */
  const call = (given: Record<string, unknown> = {}, changes: ImportFields = {}): Promise<TestAnswer> =>
    session.importBank(
      {
        ...request,
        ...changes,
        ...(hash === undefined ? {} : { multiStepAuthentication: { hash, ...given } }),
      },
      walker.headers,
    )

  const expectStatus = (answer: TestAnswer, status: number): TestAnswer => {
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
    /** The hash that is answered; a test may put in another one. */
    get hash() {
      return hash ?? ''
    },
    set hash(value: string) {
      hash = value
    },
    call,
    wait: (milliseconds: number) => world.clock.advance(milliseconds),

    /** A call that the bank answers with one more question, of this status. */
    asks: async (status: string, given: Record<string, unknown> = {}, changes: ImportFields = {}) => {
      const asked = challengeIn(await call(given, changes))
      expect(asked.status).toBe(status)
      hash = asked.hash
      return asked
    },

    /** A call that is refused with this code; answers the message. */
    refuses: async (code: string, given: Record<string, unknown> = {}, changes: ImportFields = {}): Promise<string> => {
      const refused = await call(given, changes)
      expect(codeIn(refused), refused.text).toBe(code)
      expect(refused.status).toBe(code === 'UNSUPPORTED_BANK' ? 501 : code === 'MISSING_FIELD' ? 400 : 422)
      return refused.body.errors[0].message
    },

    /** A call that imports; answers the accounts once they have arrived. */
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

    /** Begins again, without the hash of before. */
    startOver: () => {
      hash = undefined
    },

    /** Nothing was imported, and the hash is used up. */
    isOver: async () => {
      const late = await call({ challengeResponse: 'x', redirectCallback: 'x', decoupledCallback: true })
      expect(codeIn(late)).toBe('NO_EXISTING_CHALLENGE')
      expect((await session.get('/bankConnections')).body.connections).toEqual([])
    },

    /** What the user does at the bank's page; answers the query with which they come back. */
    visitBank: async (redirectUrl: string, decision: 'approve' | 'cancel' = 'approve'): Promise<string> => {
      const address = await walkBankPage(session, redirectUrl, decision)
      if (address === '') throw new Error(`the bank's page ${redirectUrl} let nobody in`)
      return new URL(address).search.slice(1)
    },

    /** Somebody else of the same client, in front of the same sequence. */
    stranger: async () =>
      walkerOf(sessionOf(session.app, dialect, await session.app.newUser(dialect)), scenario, request),
  }
  return walker
}
