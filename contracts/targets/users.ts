import { randomBytes } from 'node:crypto'
import { expectSuccess } from '../expect.ts'
import type { OperationResponse } from '../response.ts'
import { RuleSkipped } from '../rule.ts'
import type { KnownUser } from './ledger.ts'
import type { Session } from './session.ts'
import type { Target, User } from './target.ts'

/** Calls the token endpoint. */
export const requestToken = (
  target: Target,
  fields: Readonly<Record<string, string>>,
  client = target.settings.client,
): Promise<OperationResponse<'getToken'>> =>
  target.call('getToken', {
    as: 'nobody',
    form: { client_id: client.id, client_secret: client.secret, ...fields },
  })

/** Logs a user in. */
export const logIn = async (target: Target, user: KnownUser): Promise<User> => {
  const token = expectSuccess(
    await requestToken(target, { grant_type: 'password', username: user.id, password: user.password }),
  )
  return { id: user.id, password: user.password, accessToken: token.access_token, refreshToken: token.refresh_token }
}

const newPassword = (): string => randomBytes(12).toString('base64url')

/**
 * Creates a user, which is deleted when the run ends. Its id and password are chosen and noted before, so that a later
 * run can delete it if this process dies before the response arrives.
 */
export const createUser = async (
  target: Target,
  { nextUserId }: Session,
  params: Readonly<Record<string, unknown>>,
): Promise<User> => {
  const body = { id: nextUserId(), password: newPassword(), ...params }
  const created = expectSuccess(await target.call('createUser', { body }), 201)
  return logIn(target, created)
}

/** Returns the one user of the run who never has a connection, for rules about refusals and empty lists. */
export const emptyUser = (target: Target): Promise<User> => target.shared('empty user', (shared) => shared.newUser())

const knownUserIn = (body: unknown): KnownUser | undefined =>
  typeof body === 'object' &&
  body !== null &&
  'id' in body &&
  typeof body.id === 'string' &&
  'password' in body &&
  typeof body.password === 'string'
    ? { id: body.id, password: body.password }
    : undefined

/**
 * Creates a user and notes that it has to be deleted; also used for rules that test the creation. The user is noted
 * before the request where its id is known, and closing the target waits for pending creations.
 */
export const noteCreation = async <Created extends OperationResponse>(
  { ledger, creations }: Session,
  body: unknown,
  create: () => Promise<Created>,
): Promise<Created> => {
  const planned = knownUserIn(body)
  const isNew = planned && !ledger.has(planned.id)
  if (planned && isNew) ledger.remember(planned)
  const creation = create().then((response) => {
    const made = response.status === 201 ? knownUserIn(response.body) : undefined
    if (made) ledger.remember(made)
    // After a refusal there is no user; a server that failed may have created it first.
    else if (planned && isNew && response.status < 500) ledger.forget(planned.id)
    return response
  })
  creations.add(creation)
  try {
    return await creation
  } catch (error) {
    // The request was never sent. After any other error the user may exist.
    if (planned && isNew && error instanceof RuleSkipped) ledger.forget(planned.id)
    throw error
  } finally {
    creations.delete(creation)
  }
}

const deleteUser = async (target: Target, user: KnownUser): Promise<boolean> => {
  const response = await requestToken(target, { grant_type: 'password', username: user.id, password: user.password })
  // A rule may have deleted the user already; then it cannot log in.
  if (response.status !== 200) return response.status === 400 || response.status === 401
  const token = expectSuccess(response)
  // Users cannot be deleted during an import, which ends within the time that a connection has to become ready.
  const limit = target.startLimit(target.settings.limits.ready)
  for (;;) {
    const { status } = await target.call('deleteAuthorizedUser', { as: { accessToken: token.access_token } })
    if (status === 200) return true
    if (status !== 423 || limit.isOver()) return false
    await target.wait(target.settings.poll.ready)
  }
}

/** Deletes users, and returns those that could not be deleted. */
export const deleteUsers = async (
  target: Target,
  users: readonly KnownUser[],
  onGone: (user: KnownUser) => void = () => {},
): Promise<KnownUser[]> => {
  const deleted = await Promise.all(
    users.map(async (user) => {
      const isGone = await target.takeTurn({}, ({ scoped }) => deleteUser(scoped({}), user)).catch(() => false)
      if (isGone) onGone(user)
      return isGone
    }),
  )
  return users.filter((_, index) => !deleted[index])
}
