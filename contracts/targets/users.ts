import { randomBytes } from 'node:crypto'
import { expectSuccess } from '../expect.ts'
import type { OperationResponse } from '../response.ts'
import { RuleSkipped } from '../rule.ts'
import type { KnownUser } from './ledger.ts'
import type { Session } from './session.ts'
import type { Target, User } from './target.ts'

/** Asks the token endpoint. Everything that is not about the token itself lets `tokenFor` or `newUser` do this. */
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
 * Creates a user through the API; the session remembers to delete it, however the rule ends. Their id and password are
 * ours and noted before: should this process die before the answer comes, they are known all the same.
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

/** A user who never gets a connection, for everything that is refused or empty. */
export const emptyUser = (target: Target): Promise<User> => target.shared('idle user', (shared) => shared.newUser())

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
 * Sends the creation of a user, whoever asks for it, rules that test it included: what comes of it has to be deleted
 * at the end, so it is noted before where that is possible, and closing waits until it is through.
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
    // A refusal is certain; a server that failed may have created the user first.
    else if (planned && isNew && response.status < 500) ledger.forget(planned.id)
    return response
  })
  creations.add(creation)
  try {
    return await creation
  } catch (error) {
    // It was never sent. After any other error nobody knows.
    if (planned && isNew && error instanceof RuleSkipped) ledger.forget(planned.id)
    throw error
  } finally {
    creations.delete(creation)
  }
}

const deleteUser = async (target: Target, user: KnownUser): Promise<boolean> => {
  const response = await requestToken(target, { grant_type: 'password', username: user.id, password: user.password })
  // A rule may have deleted the user already; then there is nobody to log in as.
  if (response.status !== 200) return response.status === 400 || response.status === 401
  const token = expectSuccess(response)
  // Busy users cannot be deleted; an import is over within the time that a connection has to be ready.
  const limit = target.startLimit(target.settings.limits.ready)
  for (;;) {
    const { status } = await target.call('deleteAuthorizedUser', { as: { accessToken: token.access_token } })
    if (status === 200) return true
    if (status !== 423 || limit.isOver()) return false
    await target.wait(target.settings.poll.ready)
  }
}

/** Deletes users and answers those that are still there. */
export const deleteUsers = async (
  target: Target,
  users: readonly KnownUser[],
  onGone: (user: KnownUser) => void = () => {},
): Promise<KnownUser[]> => {
  const left: KnownUser[] = []
  for (const user of users) {
    const isGone = await deleteUser(target, user).catch(() => false)
    if (isGone) onGone(user)
    else left.push(user)
  }
  return left
}
