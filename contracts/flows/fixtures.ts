import { expectSuccess } from '../expect.ts'
import type { ApiVersion, SuccessBodyOf } from '../openapi/api-types.ts'
import { skip } from '../rule.ts'
import type { Approach } from '../targets/demo-banks.ts'
import type { Target, User } from '../targets/target.ts'
import { EVERYTHING } from '../targets/turns.ts'
import { emptyUser } from '../targets/users.ts'
import { type BankConnection, completeImport, startImport } from './import-flow.ts'
import { watchUntilReady } from './ready.ts'

export { emptyUser }

export type Account = SuccessBodyOf<ApiVersion, 'getAccount'>

/** A user with a connection that is ready. */
export interface Imported {
  readonly user: User
  readonly approach: Approach
  readonly connection: BankConnection
  /** The time at which the connection was ready, by the clock of the target. */
  readonly readyAt: Date
}

const preference: readonly Approach[] = ['embedded', 'redirect', 'decoupled']

/** Enough to fill pages, and no more, because rules fetch and compare every transaction. */
const SOME_HISTORY = { maxDaysForDownload: 120 }

const importFor = async (target: Target, approach: Approach, user: User): Promise<Imported> => {
  const bank = await target.demoBank(approach)
  const { id } = await completeImport(await startImport(target, user, bank, { overrides: SOME_HISTORY }))
  const { connection } = await watchUntilReady(target, user, id)
  return { user, approach, connection, readyAt: new Date(target.now()) }
}

const findApproach = async (target: Target): Promise<Approach> => {
  const { banks } = await target.abilities()
  return preference.find((candidate) => banks[candidate]) ?? skip('no demo bank to import')
}

/** Imports a connection for a borrowed user, so that there are two users with data. */
export const importForSecondUser = async (target: Target): Promise<Imported> =>
  importFor(target, await findApproach(target), await target.borrowUser())

/** Imports a connection for a borrowed user by an approach, and waits until it is ready. */
export const importedBy = async (target: Target, approach: Approach): Promise<Imported> =>
  importFor(target, approach, await target.borrowUser())

/** The data of the run's user with connections. */
export interface ImportedData extends Imported {
  /** A second connection, which filters have to leave out; undefined if the target lacks the bank for it. */
  readonly second: BankConnection | undefined
}

/** Returns the run's user with ready connections, for rules that only read: imported once, and never changed. */
export const importedData = (target: Target): Promise<ImportedData> =>
  target.shared('imported data', async (shared) => {
    const approach = await findApproach(shared)
    const user = await shared.newUser()
    if (approach !== 'embedded') return { ...(await importFor(shared, approach, user)), second: undefined }
    // Other credentials at the same bank make another connection; this login needs no SCA.
    const { id } = await importWithoutSca(shared, user)
    const first = await importFor(shared, approach, user)
    const { connection: second } = await watchUntilReady(shared, user, id)
    return { ...first, second }
  })

/** Occupied by the rules that use `editableData`. */
export const EDITABLE_DATA = 'editable data'

/**
 * Returns the run's user whose accounts and transactions rules may edit, imported once. No rule may rely on what another
 * left there. The rule has to occupy the data, because another rule's edit would come between its own.
 */
export const editableData = async (target: Target): Promise<Imported> => {
  if (target.occupies !== EDITABLE_DATA && target.occupies !== EVERYTHING)
    throw new TypeError(`a rule that edits shared data needs "occupies: '${EDITABLE_DATA}'" in its description`)
  return target.shared('editable data', async (shared) =>
    importFor(shared, await findApproach(shared), await shared.newUser()),
  )
}

/** Imports at the embedded demo bank with the login that needs no SCA. */
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
