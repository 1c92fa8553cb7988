import { expectError, expectSuccess } from '../expect.ts'
import type { OperationResponse } from '../response.ts'
import { skip } from '../rule.ts'
import type { Target, User } from '../targets/target.ts'
import { importWithoutSca } from './fixtures.ts'

/** A user's connection during its first download. */
export interface BusyConnection {
  readonly user: User
  readonly id: number
}

const busyConnection = async (target: Target): Promise<BusyConnection> => {
  const user = await target.borrowUser()
  const { id } = await importWithoutSca(target, user)
  const { updateStatus } = expectSuccess(await target.call('getBankConnection', { as: user, path: { id } }))
  if (updateStatus !== 'IN_PROGRESS') return skip('the download was over before the next request')
  return { user, id }
}

/** Fails unless a change during a download is refused. Tries again in case the download ended before the change. */
export const expectLocked = async (
  target: Target,
  change: (busy: BusyConnection) => Promise<OperationResponse>,
): Promise<void> => {
  let response = await change(await busyConnection(target))
  for (let again = 0; again < 2 && response.status === 200; again += 1)
    response = await change(await busyConnection(target))
  expectError(response, { status: 423, code: 'LOCKED' })
}
