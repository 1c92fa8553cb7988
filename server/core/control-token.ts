import { createHash, timingSafeEqual } from 'node:crypto'

/** Returns true if a token opens the control API. A server that only this machine reaches expects none and is open. */
export const opensControl = (given: string | undefined, expected: string | undefined): boolean =>
  expected === undefined || (given !== undefined && isSame(given, expected))

/** Compares in constant time, so that the time does not give a token away. */
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
