import type { ApiVersion } from '../api.ts'
import type { Recording } from '../recording/format.ts'
import { findVisits, renderBankPage, type Visit } from './bank-page.ts'
import type { LiveRequest, LiveResponse } from './live.ts'
import { findMatch, recordResponse } from './matcher.ts'
import { renderResponse } from './response.ts'
import { createReplayState, type ReplayState } from './state.ts'

/** Responds to one request; `origin` is the base URL under which the client reaches the replay. */
export type ReplayHandler = (request: LiveRequest, origin: string) => LiveResponse

const BANK_PAGE = /^\/_replay\/v\d\/bank\/\d+$/

/** Everything outside of `/api/v2` is v1, whose token endpoint is at `/oauth/token`. */
const readVersion = (path: string): ApiVersion => (path.startsWith('/api/v2/') ? 'v2' : 'v1')

/** Responds with an error of the replay itself, in finAPI's shape. */
export const respondError = (status: number, message: string): LiveResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ errors: [{ message, code: 'UNEXPECTED_ERROR', type: 'TECHNICAL' }] }),
})

const respondNotRecorded = ({ method, path, query }: LiveRequest): LiveResponse => {
  const parameters = query.length > 0 ? ` and the parameters ${query.map(([name]) => name).join(', ')}` : ''
  return respondError(501, `The recording has no response to ${method} ${path} with this body${parameters}.`)
}

const respondAsBank = (visit: Visit | undefined, method: string): LiveResponse => {
  if (!visit) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no such visit.' }
  if (method === 'POST') return { status: 303, headers: { location: visit.returnTo }, body: '' }
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: renderBankPage() }
}

/** Replays the recordings of one or both versions; each version has users and ids of its own. */
export const createReplay = (recordings: ReadonlyMap<ApiVersion, Recording>): ReplayHandler => {
  const states = new Map<ApiVersion, ReplayState>()
  const visits = new Map<string, Visit>()

  const findState = (version: ApiVersion, origin: string): ReplayState | undefined => {
    const recording = recordings.get(version)
    if (!recording) return undefined
    // Days and times are relative to the first request, which may come long after the start of the process.
    const state = states.get(version) ?? createReplayState(recording, `${origin}/_replay/${version}`, new Date())
    states.set(version, state)
    return state
  }

  return (request, origin) => {
    if (BANK_PAGE.test(request.path)) return respondAsBank(visits.get(request.path), request.method)
    const state = findState(readVersion(request.path), origin)
    const match = state && findMatch(state, request)
    if (!match) return respondNotRecorded(request)
    const response = renderResponse(match)
    recordResponse(state, match, request, response)
    for (const [page, visit] of findVisits(state.recording.steps, match, request))
      visits.set(new URL(page).pathname, visit)
    return response
  }
}
