import type { World } from '../../world/world.ts'
import { accessDenied, badClientCredentials, forbidden, invalidAccessToken, missingAccessToken } from '../errors.ts'
import type { User } from '../users/user.ts'
import type { Client } from './client.ts'
import type { AccessToken } from './token.ts'

/** The caller of an operation: a client by itself, or one of its users through it. */
export interface Caller {
  client: Client
  user: User | undefined
}

/** Returns the client with these credentials. Throws the OAuth error invalid_client. */
export const authenticateClient = (world: World, clientId: string | undefined, secret: string | undefined): Client => {
  const client = clientId === undefined ? undefined : world.clients.get(clientId)
  if (client === undefined || client.secret !== secret) throw badClientCredentials()
  return client
}

export const isValidToken = (world: World, token: AccessToken): boolean => token.expiresAt > world.clock.now()

/** The kind of token that an operation requires. */
export type TokenKind = 'none' | 'user' | 'client' | 'user|client' | 'mandatorAdminClient'

/** Returns the caller of an `Authorization` header. Throws the OAuth errors of a missing or an invalid token. */
export const authenticate = (world: World, authorization: string | undefined): Caller => {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw missingAccessToken()
  const accessToken = world.accessTokens.get(token)
  const client = accessToken === undefined ? undefined : world.clients.get(accessToken.clientId)
  if (accessToken === undefined || client === undefined || !isValidToken(world, accessToken))
    throw invalidAccessToken(token)
  const user = accessToken.userKey === undefined ? undefined : world.users.get(accessToken.userKey)
  return { client, user }
}

/** Throws UNAUTHORIZED_ACCESS unless the caller's token is of the kind that the operation requires. */
export const assertTokenKind = ({ client, user }: Caller, kind: TokenKind): void => {
  if (!isOfKind(kind, user !== undefined, client.role === 'mandatorAdmin')) throw accessDenied()
}

const isOfKind = (kind: TokenKind, isUser: boolean, isAdmin: boolean): boolean => {
  switch (kind) {
    case 'none':
      return true
    case 'user':
      return isUser
    case 'client':
      return !isUser && !isAdmin
    case 'user|client':
      return isUser || !isAdmin
    case 'mandatorAdminClient':
      return !isUser && isAdmin
    default:
      return kind satisfies never
  }
}

/** Throws FORBIDDEN for a client that is bound to another version. finAPI's texts differ between reports. */
export const assertVersion = (boundTo: string | undefined, version: string): void => {
  if (boundTo === undefined || boundTo === version) return
  throw forbidden(`This client is bound to API ${boundTo} and may not call API ${version}.`)
}
