import type { OperationResponse } from '../response.ts'
import type { ImportBody } from '../targets/import-request.ts'
import type { Bearer, Target, User } from '../targets/target.ts'
import { importWithoutSca } from './fixtures.ts'
import type { BankConnection } from './import-flow.ts'
import { watchUntilReady } from './ready.ts'

/** Returns the body of an update, with the field names of the version. */
export const updateRequest = (target: Target, connectionId: number, overrides: ImportBody = {}): ImportBody => ({
  bankConnectionId: connectionId,
  [target.version === 'v1' ? 'interface' : 'bankingInterface']: 'XS2A',
  ...overrides,
})

export const tryUpdate = (
  target: Target,
  as: Bearer,
  connectionId: number,
  overrides: ImportBody = {},
): Promise<OperationResponse<'updateBankConnection'>> =>
  target.call('updateBankConnection', { as, body: updateRequest(target, connectionId, overrides) })

/** Imports a connection without SCA for a borrowed user, and waits until it can be updated. */
export const readyToUpdate = async (target: Target): Promise<{ user: User; connection: BankConnection }> => {
  const user = await target.borrowUser()
  const { id } = await importWithoutSca(target, user)
  const { connection } = await watchUntilReady(target, user, id)
  // An update in the same millisecond would be no later than the import.
  await target.wait(1)
  return { user, connection }
}
