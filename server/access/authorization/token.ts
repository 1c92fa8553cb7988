import { defineCollection } from '../../core/collection.ts'
import { moment, object, optional, text } from '../../core/shape.ts'

/** A client's or a user's permission to call services, until `expiresAt` (milliseconds since 1970). */
export interface AccessToken {
  token: string
  /** The user's key, or the client's owner key for a token without a user. */
  owner: string
  clientId: string
  userKey: string | undefined
  expiresAt: number
}

/** The token that a user's access token is renewed with. */
export interface RefreshToken {
  token: string
  owner: string
  clientId: string
}

export const accessTokenStore = defineCollection({
  key: ({ token }: AccessToken) => token,
  owner: ({ owner }) => owner,
  shape: object<AccessToken>({
    token: text,
    owner: text,
    clientId: text,
    userKey: optional(text),
    expiresAt: moment,
  }),
})

export const refreshTokenStore = defineCollection({
  key: ({ token }: RefreshToken) => token,
  owner: ({ owner }) => owner,
  shape: object<RefreshToken>({ token: text, owner: text, clientId: text }),
})
