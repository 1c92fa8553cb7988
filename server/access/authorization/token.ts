import type { World } from '../../world/world.ts'
import {
  accessDenied,
  badClientCredentials,
  badRequest,
  invalidAccessToken,
  invalidToken,
  missingAccessToken,
} from '../errors.ts'
import { type User, userKey } from '../users/user.ts'
import { type Client, clientOwner } from './client.ts'

/** A client's or a user's permission to call services, until `expiresAt` (milliseconds since 1970). */
export interface AccessToken {
  token: string
  /** The user's key, or the client's owner key for a token without a user. */
  owner: string
  clientId: string
  userKey: string | undefined
  expiresAt: number
}

export interface RefreshToken {
  token: string
  owner: string
  clientId: string
}

export interface GrantedToken {
  accessToken: AccessToken
  refreshToken: RefreshToken | undefined
  /** Whole seconds that the access token is still valid for. */
  expiresIn: number
}

export interface TokenRequest {
  grantType: 'client_credentials' | 'password' | 'refresh_token'
  clientId: string
  clientSecret: string
  username?: string | undefined
  password?: string | undefined
  refreshToken?: string | undefined
}

/** Who calls: a client by itself, or one of its users through it. */
export interface Caller {
  client: Client
  user: User | undefined
}

/** finAPI's default; the same for client and user tokens. */
const TOKEN_LIFETIME = 3_600_000

export const authenticateClient = (world: World, clientId: string | undefined, secret: string | undefined): Client => {
  const client = clientId === undefined ? undefined : world.clients.get(clientId)
  if (client === undefined || client.secret !== secret) throw badClientCredentials()
  return client
}

/** Answers a token; the same one as long as it is valid. Throws the refusals of the token endpoint. */
export const requestToken = (world: World, request: TokenRequest): GrantedToken => {
  const client = authenticateClient(world, request.clientId, request.clientSecret)
  forgetExpired(world)
  switch (request.grantType) {
    case 'client_credentials':
      return grant(world, client, undefined)
    case 'password':
      return grant(world, client, authenticateUser(world, request))
    case 'refresh_token':
      return refresh(world, client, request.refreshToken)
    default:
      return request.grantType satisfies never
  }
}

const authenticateUser = (world: World, { username, password }: TokenRequest): User => {
  const user = username === undefined ? undefined : world.users.get(userKey(username))
  if (user === undefined || user.password !== password) throw badRequest('Bad credentials')
  return user
}

const grant = (world: World, client: Client, user: User | undefined): GrantedToken => {
  const owner = user?.key ?? clientOwner(client.id)
  const refreshToken =
    user === undefined
      ? undefined
      : (world.refreshTokens.of(owner).find((token) => token.clientId === client.id) ??
        world.refreshTokens.add({ token: world.ids.token(), owner, clientId: client.id }))
  const accessToken =
    world.accessTokens.of(owner).find((token) => token.clientId === client.id && isValid(world, token)) ??
    issue(world, client, user, owner)
  return granted(world, accessToken, refreshToken)
}

const refresh = (world: World, client: Client, token: string | undefined): GrantedToken => {
  const refreshToken = token === undefined ? undefined : world.refreshTokens.get(token)
  const user = refreshToken === undefined ? undefined : world.users.get(refreshToken.owner)
  if (refreshToken === undefined || user === undefined || refreshToken.clientId !== client.id) {
    throw invalidToken(`Invalid refresh token: ${token ?? ''}`)
  }
  // Refreshing replaces the access token and keeps the refresh token: the habit of the OAuth library whose bodies
  // finAPI answers with. No source tells, so this is an assumption.
  removeAccessTokens(world, user.key, client.id)
  return granted(world, issue(world, client, user, user.key), refreshToken)
}

const issue = (world: World, client: Client, user: User | undefined, owner: string): AccessToken =>
  world.accessTokens.add({
    token: world.ids.token(),
    owner,
    clientId: client.id,
    userKey: user?.key,
    expiresAt: world.clock.now() + TOKEN_LIFETIME,
  })

const granted = (world: World, accessToken: AccessToken, refreshToken: RefreshToken | undefined): GrantedToken => ({
  accessToken,
  refreshToken,
  expiresIn: Math.floor((accessToken.expiresAt - world.clock.now()) / 1000),
})

const isValid = (world: World, token: AccessToken): boolean => token.expiresAt > world.clock.now()

/** All tokens live equally long, so the expired ones are the first. */
const forgetExpired = (world: World): void => {
  for (const token of world.accessTokens.values()) {
    if (isValid(world, token)) return
    world.accessTokens.remove(token.token)
  }
}

const removeAccessTokens = (world: World, owner: string, clientId: string): void => {
  for (const token of world.accessTokens.of(owner)) {
    if (token.clientId === clientId) world.accessTokens.remove(token.token)
  }
}

/**
 * Withdraws a token. An unknown one is as good as withdrawn. A hint at a refresh token, or none at all, withdraws the
 * whole grant; a hint at an access token only that.
 */
export const revokeToken = (world: World, token: string, hint: 'access_token' | 'refresh_token' | undefined): void => {
  const accessToken = hint === 'refresh_token' ? undefined : world.accessTokens.get(token)
  if (hint === 'access_token') {
    if (accessToken !== undefined) world.accessTokens.remove(token)
    return
  }
  const granted = accessToken ?? world.refreshTokens.get(token)
  if (granted === undefined) return
  removeAccessTokens(world, granted.owner, granted.clientId)
  for (const refreshToken of world.refreshTokens.of(granted.owner)) {
    if (refreshToken.clientId === granted.clientId) world.refreshTokens.remove(refreshToken.token)
  }
}

/** Which kind of token an operation wants. */
export type TokenKind = 'none' | 'user' | 'client' | 'user|client' | 'mandatorAdminClient'

/** Who stands behind an `Authorization` header. Throws the OAuth errors of a missing or an invalid token. */
export const authenticate = (world: World, authorization: string | undefined): Caller => {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw missingAccessToken()
  const accessToken = world.accessTokens.get(token)
  const client = accessToken === undefined ? undefined : world.clients.get(accessToken.clientId)
  if (accessToken === undefined || client === undefined || !isValid(world, accessToken)) throw invalidAccessToken(token)
  const user = accessToken.userKey === undefined ? undefined : world.users.get(accessToken.userKey)
  return { client, user }
}

/** Throws UNAUTHORIZED_ACCESS where the caller's token is not of the kind that the operation wants. */
export const assertTokenKind = ({ client, user }: Caller, kind: TokenKind): void => {
  const isAdmin = client.role === 'mandatorAdmin'
  const allowed = {
    none: true,
    user: user !== undefined,
    client: user === undefined && !isAdmin,
    'user|client': user !== undefined || !isAdmin,
    mandatorAdminClient: user === undefined && isAdmin,
  }
  if (!allowed[kind]) throw accessDenied()
}
