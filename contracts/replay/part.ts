import { type Json, parseJson } from '../recording/json.ts'
import type { Cast, Player } from './cast.ts'
import { type LiveRequest, matchAnswer, matchRequest } from './match.ts'
import { glance, type Line, type Role } from './roles.ts'

/** What was asked and answered for a user. */
export interface Step {
  readonly live: LiveRequest
  /** What the request can tell at a glance. */
  readonly at: string
  readonly line: Line
  readonly answer: { readonly status: number; readonly json: Json | undefined }
}

/** A user of the client, and the role that they play for now. */
export interface Part {
  readonly player: Player
  readonly id: string
  readonly password: string | undefined
  readonly role: Role
  readonly cast: Cast
  /** How far the story of the role has come: the index of the next line. */
  readonly position: number
  /** Since the last login; undefined when it is too long to be compared with other stories. */
  readonly past: readonly Step[] | undefined
  /** How often the last request has been answered the same way again. */
  readonly repeats: number
}

/** A place in the recording at which a part can go on. */
export interface Entry {
  readonly line: Line
  readonly role: Role
  readonly cast: Cast
  readonly bound: ReadonlyMap<string, string>
  readonly position: number
  /** How much has to be overlooked to go on there. */
  readonly cost: number
}

const LONGEST_PAST = 60
const SHORT_PAST = 20

/** Who is where others leave off may take over from them: nothing in their past has left anything behind. */
const leavesNothing = ({ line }: Step): boolean => line.kind !== 'change'

/** Whether the user is as good as new. */
export const isClean = ({ past }: Part): boolean => past?.every(leavesNothing) ?? false

/** What is left out or comes on top without anybody noticing. */
const weightOf = ({ kind }: Line): number => (kind === 'look' || kind === 'housekeeping' ? 0 : 1)

const weigh = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + weightOf(line), 0)

/** Where the story of a role goes on with this request, from a position on. */
const goOn = (
  { role, cast, position, cost }: Omit<Entry, 'line' | 'bound'>,
  bound: ReadonlyMap<string, string>,
  live: LiveRequest,
  at: string,
  end: number,
): Entry | undefined => {
  let more = cost
  for (const [index, line] of role.lines.slice(position, end).entries()) {
    const match = line.at === at ? matchRequest(cast, line.exchange, live, 'exact', bound) : undefined
    if (match) return { line, role, cast, bound: match, position: position + index + 1, cost: more }
    more += weightOf(line)
  }
  return undefined
}

/** Where the part goes on in its own story. */
export const continueStory = ({ role, cast, position }: Part, live: LiveRequest): Entry | undefined =>
  goOn({ role, cast, position, cost: 0 }, new Map(), live, glance(live), role.lines.length)

/** Goes through what has happened to a user as if it had happened in this story, and on with the request. */
export const joinStory = (
  cast: Cast,
  role: Role,
  start: number,
  names: ReadonlyMap<string, string>,
  past: readonly Step[],
  live: LiveRequest,
): Entry | undefined => {
  const next = role.lines.findIndex(({ kind }, index) => index > start && kind === 'login')
  const end = next < 0 ? role.lines.length : next
  const at = glance(live)
  // Stories in which nothing of the kind happens are not gone through.
  if (!role.lines.slice(start, end).some((line) => line.at === at)) return undefined
  let bound = names
  let position = start
  let cost = 0
  for (const step of past) {
    const asked = goOn({ role, cast, position, cost: 0 }, bound, step.live, step.at, end)
    const told = asked && matchAnswer(cast, asked.line.exchange, step.answer, asked.bound)
    if (asked && told) {
      bound = told
      cost += weigh(role.lines.slice(position, asked.position - 1))
      position = asked.position
    } else cost += weightOf(step.line) * 2
  }
  return goOn({ role, cast, position, cost }, bound, live, at, end)
}

/** The part after a line was played; a login begins a new past. */
export const remember = (part: Part, line: Line, live: LiveRequest, status: number, body: string): Part => {
  const isStart = line.kind === 'login' || line.kind === 'creation'
  const before = isStart ? [] : part.past
  if (!before) return part
  const past = [...before, { live, at: glance(live), line, answer: { status, json: parseJson(body) } }]
  if (past.length <= LONGEST_PAST) return { ...part, past }
  return { ...part, past: past.every(leavesNothing) ? [...past.slice(0, 1), ...past.slice(-SHORT_PAST)] : undefined }
}
