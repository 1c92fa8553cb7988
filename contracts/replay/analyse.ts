import type { RecordedExchange, Recording } from '../recording/format.ts'
import { isJsonList, isJsonObject, type Json } from '../recording/json.ts'
import { type Placeholder, placeholderKey, readPlaceholder, readTemplate } from '../recording/placeholder.ts'

/** A finAPI user of the recording, with everything that was requested on their behalf. */
export interface RecordedUser {
  /** The placeholder keys of their id and of their password. */
  readonly id: string
  readonly password: string | undefined
  readonly steps: readonly RecordedStep[]
}

/** One exchange and its place in the recording. */
export interface RecordedStep {
  readonly exchange: RecordedExchange
  readonly route: string
  /** The position of the rule it was recorded with: rules run in the same order every time. */
  readonly rule: number
  readonly user: RecordedUser | undefined
  readonly kind: 'creation' | 'login' | 'clean-up' | 'change' | 'read'
}

/** A recording, with what its placeholders and exchanges say about users. */
export interface AnalysedRecording {
  readonly steps: readonly RecordedStep[]
  readonly users: readonly RecordedUser[]
  /** Keys of placeholders that the recorded server generated; all others come from the client. */
  readonly serverKeys: ReadonlySet<string>
  /** Keys that concern one user only: every session that follows this user gets values of its own. */
  readonly owners: ReadonlyMap<string, RecordedUser>
  /** One more than the highest number of an id: the distance between the ids of two sessions. */
  readonly idRange: number
}

type Side = RecordedExchange['request'] | RecordedExchange['response']

/** Returns method and path with the ids in it replaced, the same for all requests that might match each other. */
export const toRoute = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path
    .split('/')
    .map((segment) => (/^[\d{]/.test(segment) ? '*' : segment))
    .join('/')}`

/** Returns the strings in a JSON value, in order. Not recursive: a request may be nested to any depth. */
export const collectStrings = (value: Json): string[] => {
  const strings: string[] = []
  const pending = [value]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') strings.push(next)
    const children = isJsonList(next) ? next : isJsonObject(next) ? Object.values(next) : []
    for (const child of children.toReversed()) pending.push(child)
  }
  return strings
}

const collectBodyStrings = ({ body }: Side): string[] => {
  if (body === null) return []
  if ('json' in body) return collectStrings(body.json)
  return 'form' in body ? body.form.flat() : [body.text]
}

const collectSideStrings = (side: Side): string[] => {
  const inAddress = 'path' in side ? [side.path, ...side.query.flat()] : []
  const inHeaders = Object.values(side.headers).flatMap((value) => value ?? [])
  return [...inAddress, ...inHeaders, ...collectBodyStrings(side)]
}

/** Kinds that the PSU knows: a bank that mentions one in a message did not generate it. */
const PSU_KINDS = new Set(['secret', 'login', 'tan'])

/** Returns the placeholders in texts, in order. */
export const readPlaceholders = (texts: readonly string[]): Placeholder[] =>
  texts.flatMap((text) => (text.includes('{{') ? readTemplate(text).placeholders : []))

/** Leaves out what a text merely mentions. */
const readGenerated = (texts: readonly string[]): Placeholder[] =>
  texts.flatMap((text) => {
    const placeholders = readPlaceholders([text])
    return readPlaceholder(text) ? placeholders : placeholders.filter(({ kind }) => !PSU_KINDS.has(kind))
  })

const readField = ({ body }: Side, name: string): Placeholder | undefined => {
  if (body === null || 'text' in body) return undefined
  const json = 'json' in body && isJsonObject(body.json) ? body.json[name] : undefined
  const value = 'form' in body ? body.form.find(([field]) => field === name)?.[1] : json
  return typeof value === 'string' ? readPlaceholder(value) : undefined
}

/** Returns whether a request was not refused; 510 means that the PSU has to continue. */
export const isSuccess = ({ response }: RecordedExchange): boolean => response.status < 300 || response.status === 510

const isLogin = ({ request, response }: RecordedExchange): boolean =>
  response.status === 200 &&
  request.body !== null &&
  'form' in request.body &&
  request.body.form.some(([name, value]) => name === 'grant_type' && value === 'password')

const toKind = (exchange: RecordedExchange, previous: RecordedStep | undefined): RecordedStep['kind'] => {
  const { method, path } = exchange.request
  if (isLogin(exchange)) return 'login'
  // A rule that gets a used user deletes their bank connections first, right after the login.
  const isFirst = previous?.kind === 'login' || previous?.kind === 'clean-up'
  if (isFirst && /\/bankConnections$/.test(path) && method === 'GET') return 'clean-up'
  if (isFirst && /\/bankConnections\/[^/]+$/.test(path) && method === 'DELETE') return 'clean-up'
  return isSuccess(exchange) && method !== 'GET' ? 'change' : 'read'
}

/** Divides the exchanges of a recording among its users. */
const assignSteps = ({ rules }: Recording) => {
  const steps: RecordedStep[] = []
  const stepsOfUsers = new Map<RecordedUser, RecordedStep[]>()
  /** Users by the keys of their ids, passwords and tokens. */
  const byKey = new Map<string, RecordedUser>()

  /** Finds the user by the token of the request, or by a user or token that it names. */
  const findUser = ({ request }: RecordedExchange): RecordedUser | undefined => {
    const bearer = readTemplate(request.headers.authorization ?? '').placeholders[0]
    const byToken = bearer && byKey.get(placeholderKey(bearer))
    if (byToken) return byToken
    return readPlaceholders([...request.query.flat(), ...collectBodyStrings(request)])
      .filter(({ kind }) => kind === 'user' || kind === 'token')
      .map((placeholder) => byKey.get(placeholderKey(placeholder)))
      .find((user) => user !== undefined)
  }

  const addCreatedUser = ({ request, response }: RecordedExchange): RecordedUser | undefined => {
    const id = response.status === 201 ? readField(response, 'id') : undefined
    if (id?.kind !== 'user') return undefined
    const password = readField(request, 'password') ?? readField(response, 'password')
    const own: RecordedStep[] = []
    const user: RecordedUser = { id: placeholderKey(id), password: password && placeholderKey(password), steps: own }
    stepsOfUsers.set(user, own)
    byKey.set(user.id, user)
    if (user.password !== undefined) byKey.set(user.password, user)
    return user
  }

  const add = (exchange: RecordedExchange, rule: number): void => {
    const known = findUser(exchange)
    const created = known ? undefined : addCreatedUser(exchange)
    const user = known ?? created
    const kind = created ? 'creation' : toKind(exchange, user?.steps.at(-1))
    const step: RecordedStep = { exchange, route: toRoute(exchange.request), rule, user, kind }
    steps.push(step)
    if (!user) return
    stepsOfUsers.get(user)?.push(step)
    if (exchange.response.status !== 200) return
    for (const name of ['access_token', 'refresh_token']) {
      const token = readField(exchange.response, name)
      if (token && !byKey.has(placeholderKey(token))) byKey.set(placeholderKey(token), user)
    }
  }

  for (const [rule, { recorded }] of rules.entries()) for (const exchange of recorded) add(exchange, rule)
  return { steps, users: [...stepsOfUsers.keys()], byKey }
}

/** Banks and categories are the same for everybody. */
const isPublic = ({ request }: RecordedExchange): boolean => /\/(banks|categories)(\/|$)/.test(request.path)

type UsersByKey = Map<string, Set<RecordedUser | undefined>>

const addUser = (users: UsersByKey, key: string, user: RecordedUser | undefined): void => {
  users.set(key, (users.get(key) ?? new Set()).add(user))
}

/** Works out whose each exchange and each placeholder of a recording is. */
export const analyseRecording = (recording: Recording): AnalysedRecording => {
  const { steps, users, byKey } = assignSteps(recording)
  const fromServer: UsersByKey = new Map()
  const fromClient: UsersByKey = new Map()
  let highestId = 0
  for (const { exchange, user } of steps) {
    const owner = isPublic(exchange) ? undefined : user
    // The side that sent a placeholder first is the one that generated it.
    for (const key of readPlaceholders(collectSideStrings(exchange.request)).map(placeholderKey))
      if (!fromServer.has(key)) addUser(fromClient, key, owner)
    for (const placeholder of readGenerated(collectSideStrings(exchange.response))) {
      const key = placeholderKey(placeholder)
      if (placeholder.kind === 'id') highestId = Math.max(highestId, placeholder.number)
      if (!fromClient.has(key)) addUser(fromServer, key, owner)
    }
  }
  const owners = new Map<string, RecordedUser>()
  for (const [key, candidates] of [...fromServer, ...fromClient]) {
    const [owner, ...others] = candidates
    if (owner && others.length === 0) owners.set(key, owner)
  }
  for (const [key, user] of byKey) owners.set(key, user)
  return { steps, users, serverKeys: new Set(fromServer.keys()), owners, idRange: highestId + 1 }
}
