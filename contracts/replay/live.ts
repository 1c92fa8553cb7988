/** A request as it arrives at the replay. */
export interface LiveRequest {
  readonly method: string
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A response with live values, ready to be sent. */
export interface LiveResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The `Server` of a replay, which needs the requests in the order of the recording: one after the other. */
export const REPLAY_SERVER = 'finapi-mock replay'
