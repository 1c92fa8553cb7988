import type { World } from '../../world/world.ts'

/**
 * Revokes a token; an unknown one counts as revoked. The hint `refresh_token`, or none, revokes the whole grant, the
 * hint `access_token` only that token.
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

/** Removes the access tokens that a client has for an owner. */
export const removeAccessTokens = (world: World, owner: string, clientId: string): void => {
  for (const token of world.accessTokens.of(owner)) {
    if (token.clientId === clientId) world.accessTokens.remove(token.token)
  }
}
