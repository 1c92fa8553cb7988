import { createHash, timingSafeEqual } from 'node:crypto'
import type { Settings } from '../options.ts'
import { ControlError } from './exchange.ts'

/** Whether a token opens the control API; where only this machine reaches the server, none is needed. */
export const mayControl = (given: string | undefined, { controlToken }: Pick<Settings, 'controlToken'>): boolean =>
  controlToken === undefined || (given !== undefined && isSame(given, controlToken))

/** Throws where the server can be reached from elsewhere and the request does not carry the control API's token. */
export const assertMayControl = (headers: Headers, { controlToken }: Pick<Settings, 'controlToken'>): void => {
  const given = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? headers.get('x-mock-token')
  if (mayControl(given ?? undefined, { controlToken })) return
  throw new ControlError(
    401,
    'the control API wants its token, as Authorization: Bearer … or X-Mock-Token: the server printed it when it started',
  )
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Takes as long for any wrong token. */
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected))
