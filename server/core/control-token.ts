import { createHash, timingSafeEqual } from 'node:crypto'

/** Returns true if a token opens the control API. A server that only this machine reaches expects none and is open. */
export const opensControl = (given: string | undefined, expected: string | undefined): boolean =>
  expected === undefined || (given !== undefined && isSame(given, expected))

/**
 * Returns the value of the device page's cookie. It is not the token itself, which would open the control API to whatever
 * else receives the cookie: cookies are sent to every port of a host.
 */
export const toDeviceKey = (token: string): string => digest(`device ${token}`).toString('base64url')

/** Compares in constant time, so that the time does not give a token away. */
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
