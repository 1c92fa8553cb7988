import { expectSuccess } from '../expect.ts'
import type { OperationResponse } from '../response.ts'
import type { Holder, PooledUser, Session } from './session.ts'
import type { Target, User } from './target.ts'
import { createUser, logIn } from './users.ts'

/** Remembers that a user may have a connection now; a refused or pending import leaves none. */
export const rememberImport = (
  session: Session,
  token: string | undefined,
  response: OperationResponse | undefined,
): void => {
  if (token === undefined) return
  const isClean = response && (response.status === 510 || (response.status >= 400 && response.status < 500))
  if (!isClean) session.importers.add(token)
}

/** Deletes every connection of a user, waiting for downloads that keep it busy. */
const deleteConnections = async (target: Target, as: User): Promise<boolean> => {
  const { limits, poll } = target.settings
  const limit = target.startLimit(limits.ready)
  const { connections } = expectSuccess(await target.call('getAllBankConnections', { as }))
  for (const { id } of connections)
    for (;;) {
      const { status } = await target.call('deleteBankConnection', { as, path: { id } })
      if (status === 200) break
      if (status !== 423 || limit.isOver()) return false
      await target.wait(poll.ready)
    }
  return true
}

/** Logs a used user in again, in case its tokens were revoked, and deletes its connections. */
const refresh = async (target: Target, session: Session, { user }: PooledUser): Promise<User | undefined> => {
  const again = await logIn(target, user)
  if (!session.importers.has(user.accessToken)) return again
  if (!(await deleteConnections(target, again))) return undefined
  session.importers.delete(user.accessToken)
  session.importers.delete(again.accessToken)
  return again
}

/** Picks a user without connections, else nobody while there may be more users, else the least recently used. */
const pick = ({ pool, importers, settings }: Session): PooledUser | undefined => {
  const free = pool.filter(({ holder }) => holder.isOver)
  const clean = free.find(({ user }) => !importers.has(user.accessToken))
  return clean ?? (pool.length < settings.users ? undefined : free[0])
}

/**
 * Returns a user without connections, exclusive to one rule until it ends. A rule that borrows twice gets two users.
 * Users that a rule left unusable, for example deleted or locked, are replaced.
 */
export const borrowUser = async (target: Target, session: Session, holder: Holder): Promise<User> => {
  const { pool } = session
  const picked = pick(session)
  if (picked) {
    pool.splice(pool.indexOf(picked), 1)
    // A rule may do anything to a user: if this one is unusable, another is created.
    const user = await refresh(target, session, picked).catch(() => undefined)
    if (user) {
      pool.push({ user, holder })
      return user
    }
  }
  const user = await createUser(target, session, {})
  pool.push({ user, holder })
  return user
}
