import { changeRequestBody, changeResponse, changeValues, IMPORT } from './interferences.ts'
import { isRecord, parsed } from './json.ts'
import type { Interference, ProxiedRequest } from './proxy.ts'

/** Changes the part of an import request that replies to a challenge. */
export const changeReply = (change: (reply: Record<string, unknown>, request: ProxiedRequest) => void): Interference =>
  changeRequestBody(IMPORT, (body, request) => {
    if (!isRecord(body.multiStepAuthentication)) return
    const reply = { ...body.multiStepAuthentication }
    change(reply, request)
    body.multiStepAuthentication = reply
  })

/** Collects the `Authorization` of the user that received each hash. */
export const rememberHashes = (seen: Map<string, string>): Interference =>
  changeResponse(IMPORT, (response, { headers }) => {
    const hash = /"hash":"([^"]+)"/.exec(response.body)?.[1]
    if (hash) seen.set(hash, headers.authorization ?? '')
  })

/** A hash that was never issued. */
export const UNKNOWN_HASH = 'f'.repeat(32)

/** Changes the challenges in responses, or those with one status. */
export const changeChallenge = (
  change: (challenge: Record<string, unknown>) => Record<string, unknown>,
  status?: string,
): Interference =>
  changeValues(IMPORT, (key, value) =>
    key === 'multiStepAuthentication' && isRecord(value) && (status === undefined || value.status === status)
      ? change(value)
      : value,
  )

/** Reads the part of an import request that replies to a challenge; empty if there is none. */
export const readReply = ({ body }: ProxiedRequest): Record<string, unknown> => {
  const read = parsed(body)
  return isRecord(read) && isRecord(read.multiStepAuthentication) ? read.multiStepAuthentication : {}
}
