import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether a token opens the control API. A server that only this machine reaches has none and is open. */
export const opensControl = (given: string | undefined, expected: string | undefined): boolean =>
  expected === undefined || (given !== undefined && isSame(given, expected))

/** Takes the same time for every wrong token. */
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
