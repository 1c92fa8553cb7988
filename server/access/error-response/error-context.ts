import type { ChallengeContext } from '../../sca/challenge.ts'

/** The facts about a request that an error response contains. */
export interface ErrorContext extends ChallengeContext {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly requestId: string
  /** Method and path, without host, world and query. */
  readonly endpoint: string
  /** Client and user by number. */
  readonly authContext: string
}
