import type { RecordedExchange, Recording } from '../recording/format.ts'
import { isJsonObject, parseJson } from '../recording/json.ts'
import { pairsOf } from '../recording/normalise.ts'
import { keyOf, readTemplate } from '../recording/placeholder.ts'
import type { LiveAnswer } from './answer.ts'
import { Cast, type Closeness, createStage, type Player, type Stage } from './cast.ts'
import { type LiveRequest, matchRequest } from './match.ts'
import { continueStory, type Entry, isClean, joinStory, type Part, remember } from './part.ts'
import { glance, type Line, type Role, readStory, textsIn } from './roles.ts'

/** A part of the play that was recognised. */
export interface Cue {
  readonly exchange: RecordedExchange
  readonly line: Line
  /** In which the answer is to be filled in. */
  readonly cast: Cast
  readonly player: Player | undefined
}

/** After so many times the same answer, whoever asks is waiting for another one. */
const PATIENCE = 3

const isGood = ({ exchange: { response } }: Line): boolean => response.status < 300 || response.status === 510
const isGet = ({ exchange: { request } }: Line): boolean => request.method === 'GET'

/** Sorts by the first number that differs. */
const byAll = (one: readonly number[], other: readonly number[]): number => {
  const index = one.findIndex((value, at) => value !== other[at])
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0)
}

/** The exchanges of one version as a play: each request is a cue, and the answer the next line. */
export class Script {
  readonly exchanges: readonly RecordedExchange[]
  readonly #stage: Stage
  readonly #everybody: Cast
  readonly #parts = new Map<Player, Part>()
  /** By what a request can tell at a glance, each in the order of the recording. */
  readonly #alike: ReadonlyMap<string, readonly Line[]>
  readonly #played = new Map<Line, number>()
  /** Where in the recording the client is now. */
  #chapter = 0

  constructor(recording: Recording, origin: string, start: Date) {
    const story = readStory(recording)
    this.#stage = createStage(story, origin, start)
    this.#everybody = new Cast(this.#stage)
    this.exchanges = story.lines.map(({ exchange }) => exchange)
    const alike = new Map<string, Line[]>()
    for (const line of story.lines) {
      const group = alike.get(line.at) ?? []
      group.push(line)
      alike.set(line.at, group)
    }
    this.#alike = alike
  }

  /** Who is asking, or who is asked about: by the token, or by a user or a token that is named. */
  #partOf(live: LiveRequest): Part | undefined {
    const json = parseJson(live.body)
    const named = [
      /^Bearer (.+)$/.exec(live.headers.authorization ?? '')?.[1] ?? '',
      ...live.query.flat(),
      ...(isJsonObject(json) ? textsIn(json) : pairsOf(live.body).flat()),
    ]
    for (const value of named) {
      const known = this.#stage.known.get(value)
      const part = known?.player && /^(user|token):/.test(known.key) ? this.#parts.get(known.player) : undefined
      if (part) return part
    }
    return undefined
  }

  #castAs(role: Role, player: Player): Cast {
    return new Cast(this.#stage, { everybody: this.#everybody, player, role })
  }

  /** Whoever takes over a role keeps their name. */
  #namesIn(role: Role, { id, password }: Part): Map<string, string> {
    const names = new Map([[role.user, id]])
    if (role.password !== undefined && password !== undefined) names.set(role.password, password)
    return names
  }

  /** What comes next is better than what comes much later, and that is better than what is over. */
  #distance({ chapter }: Line): number {
    const ahead = chapter - this.#chapter
    return ahead >= 0 ? ahead : this.#stage.story.lines.length - ahead
  }

  #isPlayed(line: Line): number {
    return this.#played.has(line) ? 1 : 0
  }

  #mark(line: Line): void {
    if (!this.#played.has(line) && (line.kind === 'look' || line.kind === 'change')) this.#chapter = line.chapter
    // Again means later: the map keeps the order.
    this.#played.delete(line)
    this.#played.set(line, this.#played.size)
  }

  /** What was not played yet, the nearest first, and then what was, the latest first. */
  #inOrder(lines: readonly Line[]): { readonly fresh: Line[]; readonly latest: Line[] } {
    const playedAt = new Map([...this.#played.keys()].map((line, index) => [line, index]))
    return {
      fresh: lines
        .filter((line) => !playedAt.has(line))
        .sort((one, other) => this.#distance(one) - this.#distance(other)),
      latest: lines
        .filter((line) => playedAt.has(line))
        .sort((one, other) => (playedAt.get(other) ?? 0) - (playedAt.get(one) ?? 0)),
    }
  }

  #playForNobody(among: readonly Line[], live: LiveRequest, closeness: Closeness): Cue | undefined {
    for (const line of among) {
      const player = line.kind === 'creation' ? {} : undefined
      const cast = line.role && player ? this.#castAs(line.role, player) : this.#everybody
      const bound = matchRequest(cast, line.exchange, live, closeness)
      if (!bound) continue
      cast.adopt(bound)
      this.#mark(line)
      return { exchange: line.exchange, line, cast, player }
    }
    return undefined
  }

  /** What the client asks for itself, and what it asks to get a user. */
  #findForNobody(alike: readonly Line[], live: LiveRequest): Cue | undefined {
    const { fresh, latest } = this.#inOrder(alike.filter(({ role, kind }) => !role || kind === 'creation'))
    const good = [...fresh, ...latest].filter(isGood)
    const rest = [...fresh, ...latest].filter((line) => !isGood(line))
    return (
      this.#playForNobody(fresh, live, 'exact') ??
      this.#playForNobody(latest, live, 'exact') ??
      this.#playForNobody(good, live, 'loose') ??
      this.#playForNobody(rest, live, 'loose')
    )
  }

  #enter(part: Part, { line, role, cast, bound, position }: Entry): Cue {
    cast.adopt(bound)
    this.#mark(line)
    this.#parts.set(part.player, { ...part, role, cast, position, repeats: 0 })
    return { exchange: line.exchange, line, cast, player: part.player }
  }

  /** A login: the user takes over whoever logged in next when it was recorded. */
  #logIn(part: Part, alike: readonly Line[], live: LiveRequest): Cue | undefined {
    const entries = alike.flatMap((line): Entry[] => {
      const { role, kind } = line
      if (kind !== 'login' || !role) return []
      const cast = role === part.role ? part.cast : this.#castAs(role, part.player)
      const names = role === part.role ? undefined : this.#namesIn(role, part)
      const bound = matchRequest(cast, line.exchange, live, 'exact', names)
      return bound ? [{ line, role, cast, bound, position: role.lines.indexOf(line) + 1, cost: 0 }] : []
    })
    if (entries.length === 0) return undefined
    // A login may also be refused in the user's own story: because they are deleted, say.
    const own = continueStory(part, live)
    if (own?.cost === 0) entries.push(own)
    const rank = ({ line, role }: Entry): number[] => {
      const isForeign = role === part.role ? 0 : 1
      return this.#isPlayed(line) ? [1, isForeign, this.#distance(line)] : [0, this.#distance(line), isForeign]
    }
    const [entry] = entries.sort((one, other) => byAll(rank(one), rank(other)))
    return entry && this.#enter(part, entry)
  }

  /** Every place where somebody went on like this after what has happened to the user. */
  #entries(part: Part, live: LiveRequest): Entry[] {
    const { past } = part
    const own = continueStory(part, live)
    if (!past) return own ? [own] : []
    const start = past[0]?.line.kind
    const joined = this.#stage.story.roles.flatMap((role) =>
      role.lines.flatMap((line, index) => {
        if (line.kind !== start || !start) return []
        const entry = joinStory(this.#castAs(role, part.player), role, index, this.#namesIn(role, part), past, live)
        return entry ? [entry] : []
      }),
    )
    const rank = ({ cost, line, role }: Entry): number[] => [
      cost,
      this.#isPlayed(line),
      this.#distance(line),
      role === part.role ? 0 : 1,
    ]
    return [...(own ? [own] : []), ...joined].sort((one, other) => byAll(rank(one), rank(other)))
  }

  /** The same answer as the last time, as long as nothing has changed since. */
  #repeat(part: Part, live: LiveRequest, how: 'unchanged' | 'whenever'): Cue | undefined {
    const at = glance(live)
    for (const line of part.role.lines.slice(0, part.position).reverse()) {
      if (how === 'unchanged' && line.kind === 'change' && !isGet(line)) return undefined
      const bound = line.at === at ? matchRequest(part.cast, line.exchange, live, 'exact') : undefined
      if (!bound) continue
      part.cast.adopt(bound)
      this.#mark(line)
      this.#parts.set(part.player, { ...part, repeats: part.repeats + 1 })
      return { exchange: line.exchange, line, cast: part.cast, player: part.player }
    }
    return undefined
  }

  /** Whatever was answered to anybody who asked something like it. */
  #improvise(part: Part, among: readonly Line[], live: LiveRequest): Cue | undefined {
    const token = /^Bearer (.+)$/.exec(live.headers.authorization ?? '')?.[1]
    for (const line of among) {
      const { role, exchange } = line
      if (!role || line.kind === 'creation') continue
      const cast = role === part.role ? part.cast : this.#castAs(role, part.player)
      const names = role === part.role ? new Map<string, string>() : this.#namesIn(role, part)
      const bearer = readTemplate(exchange.request.headers.authorization ?? '').placeholders[0]
      if (bearer && token !== undefined && this.#stage.story.ownerOf.get(keyOf(bearer)) === role)
        names.set(keyOf(bearer), token)
      const bound = matchRequest(cast, exchange, live, 'loose', names)
      if (!bound) continue
      cast.adopt(bound)
      this.#mark(line)
      return { exchange, line, cast, player: part.player }
    }
    return undefined
  }

  #findFor(part: Part, alike: readonly Line[], live: LiveRequest): Cue | undefined {
    const login = this.#logIn(part, alike, live)
    if (login) return login
    if (!isClean(part)) {
      const next = continueStory(part, live)
      if (next && next.cost === 0) return this.#enter(part, next)
      const again = live.method === 'GET' && part.repeats < PATIENCE && this.#repeat(part, live, 'unchanged')
      if (again) return again
    }
    const [entry] = this.#entries(part, live)
    if (entry) return this.#enter(part, entry)
    const { fresh, latest } = this.#inOrder(alike)
    const own = [...fresh, ...latest].filter(({ role }) => role === part.role)
    const others = [...fresh, ...latest].filter(({ role }) => role !== part.role)
    return (
      this.#repeat(part, live, 'whenever') ??
      this.#improvise(part, own.filter(isGood), live) ??
      this.#improvise(part, others.filter(isGood), live) ??
      this.#improvise(
        part,
        [...own, ...others].filter((line) => !isGood(line)),
        live,
      )
    )
  }

  /**
   * Finds the line that answers a request. A user goes on with the story of their role; where that does not fit any
   * more, they take the role of somebody to whom the same had happened before. Only when there is nobody the request
   * may differ in what the client made up; and where refusals and successes look alike, success is meant.
   */
  find(live: LiveRequest): Cue | undefined {
    const alike = this.#alike.get(glance(live)) ?? []
    const part = this.#partOf(live)
    return (part && this.#findFor(part, alike, live)) ?? this.#findForNobody(alike, live)
  }

  /** Notes what was answered, for what comes next. */
  answered({ line, cast, player }: Cue, live: LiveRequest, { status, body }: LiveAnswer): void {
    const { role } = line
    if (!player || !role) return
    const part = this.#parts.get(player) ?? {
      player,
      id: cast.lookUp(role.user) ?? '',
      password: role.password === undefined ? undefined : cast.lookUp(role.password),
      role,
      cast,
      position: role.lines.indexOf(line) + 1,
      past: [],
      repeats: 0,
    }
    // Asking the same again is no progress.
    this.#parts.set(player, part.repeats > 0 ? part : remember(part, line, live, status, body))
  }
}
