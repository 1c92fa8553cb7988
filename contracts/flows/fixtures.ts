import type { SuccessBody } from '../api.ts'
import { expectSuccess } from '../expect.ts'
import { skip } from '../rule.ts'
import type { Approach } from '../targets/demo-banks.ts'
import type { Target, User } from '../targets/target.ts'
import { emptyUser } from '../targets/users.ts'
import { type BankConnection, completeImport, startImport } from './import-flow.ts'
import { watchUntilReady } from './ready.ts'

export { emptyUser }

export type Account = SuccessBody<'getAccount'>

/** A user with an imported connection whose data is complete. */
export interface Imported {
  readonly user: User
  readonly approach: Approach
  readonly connection: BankConnection
  /** When the data was complete, by the clock of the target. */
  readonly readyAt: Date
}

const preference: readonly Approach[] = ['embedded', 'redirect', 'decoupled']

/** Enough to fill pages, and no more: every transaction is fetched and compared. */
const SOME_HISTORY = { maxDaysForDownload: 120 }

const importFor = async (target: Target, approach: Approach, user: User): Promise<Imported> => {
  const bank = await target.demoBank(approach)
  const { id } = await completeImport(await startImport(target, user, bank, { overrides: SOME_HISTORY }))
  const { connection } = await watchUntilReady(target, user, id)
  return { user, approach, connection, readyAt: new Date(target.now()) }
}

const firstApproach = async (target: Target): Promise<Approach> => {
  const { banks } = await target.abilities()
  return preference.find((candidate) => banks[candidate]) ?? skip('no demo bank to import')
}

/** Whose data nobody may see: a second user who has a connection too, for the rule that asks. */
export const stranger = async (target: Target): Promise<Imported> =>
  importFor(target, await firstApproach(target), await target.borrowUser())

/** A connection by this approach, with its data, for the rule that asks. */
export const importedBy = async (target: Target, approach: Approach): Promise<Imported> =>
  importFor(target, approach, await target.borrowUser())

/** A user with everything that the reading rules read. */
export interface Reader extends Imported {
  /** A second connection, so that filters have something to leave out; not every target has the bank for it. */
  readonly second: BankConnection | undefined
}

/** The data that the reading rules read: imported once, never changed afterwards. */
export const reader = (target: Target): Promise<Reader> =>
  target.shared('reader', async (shared) => {
    const approach = await firstApproach(shared)
    const user = await shared.newUser()
    if (approach !== 'embedded') return { ...(await importFor(shared, approach, user)), second: undefined }
    // Other credentials at the same bank make another connection, and this login needs no second factor.
    const { id } = await importWithoutSca(shared, user)
    const first = await importFor(shared, approach, user)
    const { connection: second } = await watchUntilReady(shared, user, id)
    return { ...first, second }
  })

/** Imports at the embedded demo bank with the login that is not asked for a second factor. */
export const importWithoutSca = async (target: Target, user: User): Promise<BankConnection> => {
  const flow = await startImport(target, user, await target.demoBank('embedded'), {
    login: target.settings.demo.withoutSca,
    overrides: SOME_HISTORY,
  })
  return expectSuccess(flow.response, 201)
}

export const listAccountsOf = async (target: Target, user: User, connectionId: number): Promise<readonly Account[]> =>
  expectSuccess(
    await target.call('getAndSearchAllAccounts', { as: user, query: { bankConnectionIds: [connectionId] } }),
  ).accounts
