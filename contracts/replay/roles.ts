import type { RecordedExchange, Recording } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json } from '../recording/json.ts'
import { keyOf, type Placeholder, readTemplate, wholePlaceholder } from '../recording/placeholder.ts'

/** A user of the recording: everything that was asked on their behalf is their story. */
export interface Role {
  /** The placeholders of their id and of their password. */
  readonly user: string
  readonly password: string | undefined
  readonly lines: Line[]
}

/** One exchange of the recording, and where it belongs. */
export interface Line {
  readonly exchange: RecordedExchange
  /** What a request can tell at a glance. */
  readonly at: string
  /** The rule it was recorded with, by number: rules come in the same order next time. */
  readonly chapter: number
  readonly role: Role | undefined
  readonly kind: 'creation' | 'login' | 'housekeeping' | 'change' | 'look'
}

/** Method and place, without what differs from one request to the next. */
export const glance = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path
    .split('/')
    .map((segment) => (/^[\d{]/.test(segment) ? '*' : segment))
    .join('/')}`

/** Who owns what in a recording. */
export interface Story {
  readonly lines: readonly Line[]
  readonly roles: readonly Role[]
  /** Placeholders that the recorded server made up; all others come from the client. */
  readonly madeByServer: ReadonlySet<string>
  /** Placeholders that concern one user only: another player of the role gets values of their own. */
  readonly ownerOf: ReadonlyMap<string, Role>
  /** More than the number of any id: the ids of two players of a role are this far apart. */
  readonly idRange: number
}

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

const placeholdersIn = (texts: readonly string[], where: 'anywhere' | 'as a value'): Placeholder[] =>
  texts.flatMap((text) => {
    if (!text.includes('{{')) return []
    const isMention = where === 'as a value' && wholePlaceholder(text) === undefined
    return readTemplate(text).placeholders.filter(({ kind }) => !(isMention && KNOWN_BY_HEART.has(kind)))
  })

const bodyField = (side: RecordedExchange['request'] | RecordedExchange['response'], name: string) => {
  const { body } = side
  const value =
    body && 'json' in body && isJsonObject(body.json)
      ? body.json[name]
      : body && 'form' in body
        ? body.form.find(([field]) => field === name)?.[1]
        : undefined
  return typeof value === 'string' ? wholePlaceholder(value) : undefined
}

const isSuccess = ({ response }: RecordedExchange): boolean => response.status < 300 || response.status === 510

/** Tells the stories of a recording apart. */
class Reading {
  readonly lines: Line[] = []
  readonly roles: Role[] = []
  readonly #byKey = new Map<string, Role>()

  get identities(): ReadonlyMap<string, Role> {
    return this.#byKey
  }

  /** Whose the exchange is: by the token it came with, or by a user or a token that it names. */
  #principalOf({ request }: RecordedExchange): Role | undefined {
    const bearer = readTemplate(request.headers.authorization ?? '').placeholders[0]
    const byToken = bearer && this.#byKey.get(keyOf(bearer))
    if (byToken) return byToken
    const { body, query } = request
    const named = [
      ...query.flat(),
      ...(body && 'form' in body ? body.form.flat() : []),
      ...(body && 'json' in body ? textsIn(body.json) : []),
    ]
    return placeholdersIn(named, 'anywhere')
      .filter(({ kind }) => kind === 'user' || kind === 'token')
      .map((placeholder) => this.#byKey.get(keyOf(placeholder)))
      .find((role) => role !== undefined)
  }

  #kindOf(exchange: RecordedExchange, role: Role | undefined): Line['kind'] {
    const { method, path } = exchange.request
    if (isLogin(exchange)) return 'login'
    // Whoever gets a user that others had before clears away first, right after the login.
    const before = role?.lines.at(-1)?.kind
    const isFirst = before === 'login' || before === 'housekeeping'
    if (isFirst && /\/bankConnections$/.test(path) && method === 'GET') return 'housekeeping'
    if (isFirst && /\/bankConnections\/[^/]+$/.test(path) && method === 'DELETE') return 'housekeeping'
    return isSuccess(exchange) && method !== 'GET' ? 'change' : 'look'
  }

  #creationOf(exchange: RecordedExchange): Role | undefined {
    const { request, response } = exchange
    const id = response.status === 201 ? bodyField(response, 'id') : undefined
    if (id?.kind !== 'user') return undefined
    const secret = bodyField(request, 'password') ?? bodyField(response, 'password')
    const role: Role = { user: keyOf(id), password: secret && keyOf(secret), lines: [] }
    this.roles.push(role)
    this.#byKey.set(role.user, role)
    if (role.password !== undefined) this.#byKey.set(role.password, role)
    return role
  }

  add(exchange: RecordedExchange, chapter: number): void {
    const known = this.#principalOf(exchange)
    const created = known ? undefined : this.#creationOf(exchange)
    const role = known ?? created
    const kind = created ? 'creation' : this.#kindOf(exchange, role)
    const line: Line = { exchange, at: glance(exchange.request), chapter, role, kind }
    this.lines.push(line)
    role?.lines.push(line)
    if (!role || exchange.response.status !== 200) return
    for (const name of ['access_token', 'refresh_token']) {
      const token = bodyField(exchange.response, name)
      if (token && !this.#byKey.has(keyOf(token))) this.#byKey.set(keyOf(token), role)
    }
  }
}

const isLogin = ({ request, response }: RecordedExchange): boolean =>
  response.status === 200 &&
  request.body !== null &&
  'form' in request.body &&
  request.body.form.some(([name, value]) => name === 'grant_type' && value === 'password')

/** Whoever asks for banks or categories is told the same. */
const isPublic = ({ request }: RecordedExchange): boolean => /\/(banks|categories)(\/|$)/.test(request.path)

export const readStory = ({ chapters }: Recording): Story => {
  const reading = new Reading()
  for (const [chapter, { recorded }] of chapters.entries())
    for (const exchange of recorded) reading.add(exchange, chapter)
  const told = new Map<string, Set<Role | undefined>>()
  const sent = new Map<string, Set<Role | undefined>>()
  const add = (to: Map<string, Set<Role | undefined>>, key: string, role: Role | undefined): void => {
    to.set(key, (to.get(key) ?? new Set()).add(role))
  }
  let highestId = 0
  for (const line of reading.lines) {
    const { exchange } = line
    const role = isPublic(exchange) ? undefined : line.role
    // A placeholder belongs to whoever said it first.
    for (const placeholder of placeholdersIn(textsOf(exchange.request), 'anywhere'))
      if (!told.has(keyOf(placeholder))) add(sent, keyOf(placeholder), role)
    for (const placeholder of placeholdersIn(textsOf(exchange.response), 'as a value')) {
      if (placeholder.kind === 'id') highestId = Math.max(highestId, placeholder.number)
      if (!sent.has(keyOf(placeholder))) add(told, keyOf(placeholder), role)
    }
  }
  const ownerOf = new Map<string, Role>()
  for (const [key, owners] of [...told, ...sent]) {
    const [owner, ...others] = owners
    if (owner && others.length === 0) ownerOf.set(key, owner)
  }
  for (const [key, role] of reading.identities) ownerOf.set(key, role)
  return {
    lines: reading.lines,
    roles: reading.roles,
    madeByServer: new Set(told.keys()),
    ownerOf,
    idRange: highestId + 1,
  }
}
