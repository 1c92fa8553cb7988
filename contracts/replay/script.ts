import type { RecordedExchange, Recording } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json } from '../recording/json.ts'
import { keyOf, readTemplate, wholePlaceholder } from '../recording/placeholder.ts'
import { Cast, type Closeness } from './cast.ts'
import { type LiveRequest, matchRequest } from './match.ts'

/** Every text of a JSON value. */
export const textsIn = (value: Json): string[] => {
  if (typeof value === 'string') return [value]
  if (isJsonList(value)) return value.flatMap(textsIn)
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : []
}

/** Every text of one side of an exchange. */
const textsOf = (side: RecordedExchange['request'] | RecordedExchange['response']): string[] => {
  const { body } = side
  const inBody =
    body === null ? [] : 'json' in body ? textsIn(body.json) : 'form' in body ? body.form.flat() : [body.text]
  const inAddress = 'path' in side ? [side.path, ...side.query.flat()] : []
  return [...inAddress, ...Object.values(side.headers).flatMap((value) => value ?? []), ...inBody]
}

/** What a person knows; a bank that mentions it in a message has not made it up for this recording. */
const KNOWN_BY_HEART = new Set(['secret', 'login', 'tan'])

const keysIn = (texts: readonly string[], where: 'anywhere' | 'as a value'): string[] =>
  texts.flatMap((text) => {
    if (!text.includes('{{')) return []
    const isMention = where === 'as a value' && wholePlaceholder(text) === undefined
    return readTemplate(text)
      .placeholders.filter(({ kind }) => !(isMention && KNOWN_BY_HEART.has(kind)))
      .map(keyOf)
  })

/** A placeholder belongs to whoever said it first. */
const madeByServer = (exchanges: readonly RecordedExchange[]): Set<string> => {
  const told = new Set<string>()
  const sent = new Set<string>()
  for (const { request, response } of exchanges) {
    for (const key of keysIn(textsOf(request), 'anywhere')) if (!told.has(key)) sent.add(key)
    for (const key of keysIn(textsOf(response), 'as a value')) if (!sent.has(key)) told.add(key)
  }
  return told
}

/** A part of the play that was recognised. */
export interface Cue {
  readonly exchange: RecordedExchange
  /** Whether it was played before; then the same answer is given once more. */
  readonly again: boolean
}

/** Method and place, without what differs from one request to the next. */
const glance = (method: string, path: string): string =>
  `${method} ${path
    .split('/')
    .map((segment) => (/^[\d{]/.test(segment) ? '*' : segment))
    .join('/')}`

const isGood = ({ response }: RecordedExchange): boolean => response.status < 300 || response.status === 510

/** The exchanges of one version as a play: each request is a cue, and the answer the next line. */
export class Script {
  readonly exchanges: readonly RecordedExchange[]
  readonly cast: Cast
  /** By what a request can tell at a glance, each in the order of the recording. */
  readonly #alike: ReadonlyMap<string, readonly RecordedExchange[]>
  readonly #played = new Map<RecordedExchange, number>()
  readonly #madeByServer: ReadonlySet<string>
  #count = 0

  constructor({ chapters }: Recording, origin: string, start: Date) {
    this.exchanges = chapters.flatMap(({ recorded }) => recorded)
    const alike = new Map<string, RecordedExchange[]>()
    for (const exchange of this.exchanges) {
      const key = glance(exchange.request.method, exchange.request.path)
      const group = alike.get(key) ?? []
      group.push(exchange)
      alike.set(key, group)
    }
    this.#alike = alike
    this.#madeByServer = madeByServer(this.exchanges)
    this.cast = new Cast({ madeByServer: this.#madeByServer, start, origin })
  }

  isMadeByServer(key: string): boolean {
    return this.#madeByServer.has(key)
  }

  #play(exchange: RecordedExchange, bound: ReadonlyMap<string, string>): Cue {
    this.cast.adopt(bound)
    const again = this.#played.has(exchange)
    this.#count += 1
    this.#played.set(exchange, this.#count)
    return { exchange, again }
  }

  #find(among: readonly RecordedExchange[], live: LiveRequest, closeness: Closeness): Cue | undefined {
    for (const exchange of among) {
      const bound = matchRequest(this.cast, exchange, live, closeness)
      if (bound) return this.#play(exchange, bound)
    }
    return undefined
  }

  /** Another user in the same part: the live token takes over that of a user for whom this was recorded. */
  #recast(among: readonly RecordedExchange[], live: LiveRequest): Cue | undefined {
    const token = /^Bearer (.+)$/.exec(live.headers.authorization ?? '')?.[1]
    if (token === undefined) return undefined
    for (const exchange of among) {
      const recorded = readTemplate(exchange.request.headers.authorization ?? '').placeholders[0]
      if (!recorded || !this.#madeByServer.has(keyOf(recorded))) continue
      const authorization = `Bearer ${this.cast.valueOf(recorded)}`
      const asRecorded = { ...live, headers: { ...live.headers, authorization } }
      const bound = matchRequest(this.cast, exchange, asRecorded, 'loose')
      if (bound) return this.#play(exchange, new Map([...bound, [keyOf(recorded), token]]))
    }
    return undefined
  }

  /**
   * Finds the line that answers a request. What was not played yet comes first, in the order of the recording; a
   * request that was answered before is answered the same way again; and only then the request may differ in what the
   * client made up (where refusals and successes look alike, success is meant) or come from another user.
   */
  find(live: LiveRequest): Cue | undefined {
    const alike = this.#alike.get(glance(live.method, live.path)) ?? []
    const whenPlayed = (exchange: RecordedExchange): number => this.#played.get(exchange) ?? 0
    const fresh = alike.filter((exchange) => !this.#played.has(exchange))
    const latest = alike
      .filter((exchange) => this.#played.has(exchange))
      .sort((one, other) => whenPlayed(other) - whenPlayed(one))
    const good = [...fresh.filter(isGood), ...latest.filter(isGood)]
    const rest = [...fresh, ...latest].filter((exchange) => !isGood(exchange))
    return (
      this.#find(fresh, live, 'exact') ??
      this.#find(latest, live, 'exact') ??
      this.#find(good, live, 'loose') ??
      this.#recast(good, live) ??
      this.#find(rest, live, 'loose') ??
      this.#recast(rest, live)
    )
  }
}
