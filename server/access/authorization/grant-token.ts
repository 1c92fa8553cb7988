import type { World } from '../../world/world.ts'
import { badRequest, invalidToken } from '../errors.ts'
import { type User, userKey } from '../users/user.ts'
import { authenticateClient, isValidToken } from './authenticate.ts'
import { type Client, clientOwner } from './client.ts'
import { removeAccessTokens } from './revoke-token.ts'
import type { AccessToken, RefreshToken } from './token.ts'

/** The tokens that a token request gets. */
export interface GrantedToken {
  accessToken: AccessToken
  refreshToken: RefreshToken | undefined
  /** The remaining lifetime of the access token in whole seconds. */
  expiresIn: number
}

/** A request for a token, in any of its grant types. */
export interface TokenRequest {
  grantType: 'client_credentials' | 'password' | 'refresh_token'
  clientId: string
  clientSecret: string
  username?: string | undefined
  password?: string | undefined
  refreshToken?: string | undefined
}

/** finAPI's default lifetime of client and user tokens, in milliseconds. */
const TOKEN_LIFETIME = 3_600_000

/** Grants a token; returns the same one while it is valid. Throws INVALID_TOKEN, BAD_REQUEST and OAuth errors. */
export const requestToken = (world: World, request: TokenRequest): GrantedToken => {
  const client = authenticateClient(world, request.clientId, request.clientSecret)
  removeExpiredTokens(world)
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
    world.accessTokens.of(owner).find((token) => token.clientId === client.id && isValidToken(world, token)) ??
    issue(world, client, user, owner)
  return granted(world, accessToken, refreshToken)
}

const refresh = (world: World, client: Client, token: string | undefined): GrantedToken => {
  const refreshToken = token === undefined ? undefined : world.refreshTokens.get(token)
  const user = refreshToken === undefined ? undefined : world.users.get(refreshToken.owner)
  if (refreshToken === undefined || user === undefined || refreshToken.clientId !== client.id) {
    throw invalidToken(`Invalid refresh token: ${token ?? ''}`)
  }
  // Refreshing replaces the access token and keeps the refresh token. No source describes it; the assumption is that
  // finAPI does as the OAuth library whose response bodies it sends.
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

/** Removes expired tokens. All have the same lifetime, so the expired ones come first. */
const removeExpiredTokens = (world: World): void => {
  for (const token of world.accessTokens.values()) {
    if (isValidToken(world, token)) return
    world.accessTokens.remove(token.token)
  }
}
