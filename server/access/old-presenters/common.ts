import { germanOffset } from '../../core/days.ts'
import type { GrantedToken } from '../authorization/token.ts'

/**
 * What a presenter hands over: optional properties may be undefined, because JSON leaves undefined ones out. Answers of
 * v2 never contain null.
 */
export type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [Key in keyof T as object extends Pick<T, Key> ? never : Key]: Loose<T[Key]> } & {
        [Key in keyof T as object extends Pick<T, Key> ? Key : never]?: Loose<T[Key]> | undefined
      }
    : T

/** An amount in euros of whole cents; the division is exact to the cent. */
export const amount = (cents: number): number => cents / 100

/** A moment in German local time as `YYYY-MM-DD HH:MM:SS.SSS`, without saying so. */
export const localTime = (moment: number): string =>
  new Date(moment + germanOffset(moment)).toISOString().slice(0, 23).replace('T', ' ')

/** A moment in German local time with its offset (RFC 3339), such as `2026-07-01T12:00:00.000+02:00`. */
export const offsetTime = (moment: number): string => {
  const offset = germanOffset(moment)
  return `${new Date(moment + offset).toISOString().slice(0, 23)}+0${offset / 3_600_000}:00`
}

/** The same in both versions, but for the refresh token: only users have one, and it is left out otherwise. */
export const presentToken = ({ accessToken, refreshToken, expiresIn }: GrantedToken) => ({
  access_token: accessToken.token,
  token_type: 'bearer',
  ...(refreshToken === undefined ? {} : { refresh_token: refreshToken.token }),
  expires_in: expiresIn,
  scope: 'all',
})

/** What stands for a value that is stored but must not be shown. */
export const PROTECTED = 'XXXXX'
