import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../answer.ts'
import { expectSuccess } from '../expect.ts'
import type { Bearer } from './call.ts'
import type { CreatedUser, Session } from './session.ts'
import type { Target } from './target.ts'

/** A user of the client with a token of their own. */
export interface User extends Bearer {
  readonly id: string
  readonly password: string
  readonly refreshToken: string | undefined
}

/** Asks the token endpoint. Everything that is not about the token itself lets `tokenFor` or `newUser` do this. */
export const requestToken = (
  target: Target,
  fields: Readonly<Record<string, string>>,
  client = target.settings.client,
): Promise<Answer<'getToken'>> =>
  target.call('getToken', {
    as: 'nobody',
    form: { client_id: client.id, client_secret: client.secret, ...fields },
  })

/** Logs a user in. */
export const logIn = async (target: Target, user: CreatedUser): Promise<User> => {
  const token = expectSuccess(
    await requestToken(target, { grant_type: 'password', username: user.id, password: user.password }),
  )
  return { id: user.id, password: user.password, accessToken: token.access_token, refreshToken: token.refresh_token }
}

/** Creates a user through the API; the session remembers to delete it, however the rule ends. */
export const createUser = async (target: Target, params: Readonly<Record<string, unknown>>): Promise<User> => {
  const created = expectSuccess(await target.call('createUser', { body: params }), 201)
  return logIn(target, created)
}

/** Whoever creates a user, rules that test it included: what was answered has to be deleted at the end. */
export const rememberCreatedUser = (session: Session, answer: Answer): void => {
  const body = answer.body
  if (answer.operationId !== 'createUser' || answer.status !== 201 || typeof body !== 'object' || body === null) return
  if ('id' in body && typeof body.id === 'string' && 'password' in body && typeof body.password === 'string')
    session.createdUsers.set(body.id, { id: body.id, password: body.password })
}

const deleteUser = async (target: Target, user: CreatedUser): Promise<boolean> => {
  const answer = await requestToken(target, { grant_type: 'password', username: user.id, password: user.password })
  // A rule may have deleted the user already; then there is nobody to log in as.
  if (answer.status !== 200) return answer.status === 400 || answer.status === 401
  const token = expectSuccess(answer)
  // Busy users cannot be deleted; an import is over within the time that a connection has to be ready.
  const deadline = performance.now() + target.settings.limits.ready
  for (;;) {
    const { status } = await target.call('deleteAuthorizedUser', { as: { accessToken: token.access_token } })
    if (status === 200) return true
    if (status !== 423 || performance.now() > deadline) return false
    await sleep(target.settings.poll.ready)
  }
}

/** Deletes every user of this run and answers the ids of those that are still there. */
export const deleteCreatedUsers = async (target: Target, session: Session): Promise<string[]> => {
  const left: string[] = []
  for (const user of session.createdUsers.values()) {
    const isGone = await deleteUser(target, user).catch(() => false)
    if (isGone) session.createdUsers.delete(user.id)
    else left.push(user.id)
  }
  return left
}
