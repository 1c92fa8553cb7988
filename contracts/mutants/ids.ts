import { ANYTHING, changeRequest, combine } from './interferences.ts'
import { type Change, isRecord, parsed, rewrite } from './json.ts'
import type { Interference } from './proxy.ts'

/** The distance to the ids of the mock: beyond all of them, in the same order. */
const DISTANCE = 40_000_000_000

/** Keys that end like those of ids, but whose values the client chooses, or that are enumerations. */
const OTHER_KEYS = new Set(['userId', 'typeId', 'accountTypeId', 'accountTypeIds'])

/** Lists of ids whose keys do not say so: those of an edit, and those of a day. */
const ID_LISTS = new Set(['identifiers', 'transactions'])

/** Returns whether a key or parameter contains ids of the server, such as `id` and `accountIds`. */
const isIdKey = (key: string): boolean => ID_LISTS.has(key) || (/^ids?$|[a-z]Ids?$/.test(key) && !OTHER_KEYS.has(key))

/** The id 0 means no category, and does not change. */
const there = (id: number): number => (id > 0 ? id + DISTANCE : id)

/** An id that this server never issued stays unknown to the mock. */
const back = (id: number): number => (id > DISTANCE ? id - DISTANCE : id > 0 ? id + 2 * DISTANCE : id)

const shift =
  (move: (id: number) => number): Change =>
  (key, value) => {
    if (!isIdKey(key)) return value
    if (typeof value === 'number') return move(value)
    return Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'number' ? move(one) : one)) : value
  }

const shiftText = (text: string, move: (id: number) => number): string =>
  text.replace(/\d+/g, (digits) => String(move(Number(digits))))

/** Changes the ids in a path such as `/api/v2/accounts/1,2`. */
const shiftPath = (path: string, move: (id: number) => number): string =>
  path.replace(/(\/api\/v\d\/\w+\/)([\d,]+)/, (_, before: string, ids: string) => before + shiftText(ids, move))

const endpoint: Change = (key, value) =>
  key === 'endpoint' && typeof value === 'string' ? shiftPath(value, there) : value

/** Changes the ids in a response. */
export const idsThere: Change = (key, value) => endpoint(key, shift(there)(key, value))

/** Changes the ids in a request back: in path, query and body. */
export const idsBack: Interference = combine(
  changeRequest(ANYTHING, (request) => {
    const { url } = request
    url.pathname = shiftPath(url.pathname, back)
    for (const [name, value] of [...url.searchParams])
      if (isIdKey(name)) url.searchParams.set(name, shiftText(value, back))
    const body = parsed(request.body)
    if (isRecord(body)) request.body = JSON.stringify(rewrite(body, shift(back)))
  }),
)
