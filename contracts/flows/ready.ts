import type { SuccessBody } from '../api.ts'
import { expectSuccess, fail } from '../expect.ts'
import type { Bearer, Target } from '../targets/target.ts'

type BankConnection = SuccessBody<'getBankConnection'>

/** What a connection said about itself, one entry for each time something had changed. */
export interface LifeCycle {
  readonly connection: BankConnection
  readonly updates: readonly string[]
  /** Read only once the update is `READY`, as finAPI says it means nothing before. */
  readonly categorizations: readonly string[]
}

const append = (seen: string[], status: string): void => {
  if (seen.at(-1) !== status) seen.push(status)
}

/** Looks at a connection until its data is there, and answers everything it said on the way. */
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
