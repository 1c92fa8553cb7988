import type { ApiVersion } from '../api.ts'
import type { Recording } from '../recording/format.ts'
import { answerFor, type LiveAnswer } from './answer.ts'
import { bankPage, type Visit, visitsOf } from './bank.ts'
import type { LiveRequest } from './match.ts'
import { Script } from './script.ts'

const BANK = /^\/_replay\/v\d\/bank\/\d+$/

/** v1 has its token endpoint outside of its own path. */
const versionOf = (path: string): ApiVersion => (path.startsWith('/api/v2/') ? 'v2' : 'v1')

const notRecorded = ({ method, path, query }: LiveRequest): LiveAnswer => {
  const parameters = query.length > 0 ? ` and the parameters ${query.map(([name]) => name).join(', ')}` : ''
  const message = `Nothing that was recorded answers ${method} ${path} with this body${parameters}.`
  return {
    status: 501,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ errors: [{ message, code: 'UNEXPECTED_ERROR', type: 'TECHNICAL' }] }),
  }
}

const visitBank = (visit: Visit | undefined, method: string): LiveAnswer => {
  if (!visit) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no such visit.' }
  if (method === 'POST') return { status: 303, headers: { location: visit.returnTo }, body: '' }
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: String(bankPage()) }
}

/** Answers requests out of recordings, one for each version; each has users and ids of its own. */
export const createPlayer = (
  recordings: ReadonlyMap<ApiVersion, Recording>,
): ((live: LiveRequest, origin: string) => LiveAnswer) => {
  const scripts = new Map<ApiVersion, Script>()
  const visits = new Map<string, Visit>()
  const scriptFor = (version: ApiVersion, origin: string): Script | undefined => {
    const recording = recordings.get(version)
    if (!recording) return undefined
    // Days and times count from the first request: a replay that waited over night is not of yesterday.
    const script = scripts.get(version) ?? new Script(recording, `${origin}/_replay/${version}`, new Date())
    scripts.set(version, script)
    return script
  }
  return (live, origin) => {
    if (BANK.test(live.path)) return visitBank(visits.get(live.path), live.method)
    const version = versionOf(live.path)
    const script = scriptFor(version, origin)
    const cue = script?.find(live)
    if (!script || !cue) return notRecorded(live)
    const answer = answerFor(cue)
    script.answered(cue, live, answer)
    for (const [page, visit] of visitsOf(script, cue, live)) visits.set(new URL(page).pathname, visit)
    return answer
  }
}
