import { expectSuccess, fail } from '../expect.ts'
import type { ApiVersion, SuccessBodyOf } from '../openapi/api-types.ts'
import type { Bearer, Target } from '../targets/target.ts'

type BankConnection = SuccessBodyOf<ApiVersion, 'getBankConnection'>

/** The statuses that a connection went through, without repetitions. */
export interface LifeCycle {
  readonly connection: BankConnection
  readonly updates: readonly string[]
  /** Noted only after the update is `READY`: finAPI says that the status means nothing before. */
  readonly categorizations: readonly string[]
}

const append = (seen: string[], status: string): void => {
  if (seen.at(-1) !== status) seen.push(status)
}

/** Polls a connection until it is ready, and returns the statuses that it went through. */
export const watchUntilReady = async (target: Target, user: Bearer, id: number): Promise<LifeCycle> => {
  const limit = target.startLimit(target.settings.limits.ready)
  const updates: string[] = []
  const categorizations: string[] = []
  for (;;) {
    const connection = expectSuccess(await target.call('getBankConnection', { as: user, path: { id } }))
    append(updates, connection.updateStatus)
    if (connection.updateStatus === 'READY') append(categorizations, connection.categorizationStatus)
    if (connection.updateStatus === 'READY' && connection.categorizationStatus === 'READY')
      return { connection, updates, categorizations }
    if (limit.isOver())
      return fail(
        `the connection is not READY after ${target.settings.limits.ready} ms: ` +
          `updateStatus ${connection.updateStatus}, categorizationStatus ${connection.categorizationStatus}`,
      )
    await target.wait(target.settings.poll.ready)
  }
}
