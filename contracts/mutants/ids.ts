import { ANYTHING, changeRequest, combine } from './interferences.ts'
import { type Change, isRecord, parsed, rewrite } from './json.ts'
import type { Interference } from './proxy.ts'

/** Far enough from every id that the mock gives, and the order stays what it was. */
const DISTANCE = 40_000_000_000

/** Keys that end like those of ids, but are chosen by the client or stand for a fixed list of values. */
const OTHER_KEYS = new Set(['userId', 'typeId', 'accountTypeId', 'accountTypeIds'])

/** Returns whether a key or parameter stands for ids that the server gives: `id`, `accountIds` and so on. */
const isIdKey = (key: string): boolean => /^ids?$|[a-z]Ids?$/.test(key) && !OTHER_KEYS.has(key)

/** The category 0 stands for none and stays what it is, wherever it comes from. */
const there = (id: number): number => (id > 0 ? id + DISTANCE : id)

/** An id that this server never gave stays unknown behind it too. */
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

/** `/api/v2/accounts/1,2`: whatever follows the version and a resource. */
const shiftPath = (path: string, move: (id: number) => number): string =>
  path.replace(/(\/api\/v\d\/\w+\/)([\d,]+)/, (_, before: string, ids: string) => before + shiftText(ids, move))

const endpoint: Change = (key, value) =>
  key === 'endpoint' && typeof value === 'string' ? shiftPath(value, there) : value

/** What the ids in an answer become. */
export const idsThere: Change = (key, value) => endpoint(key, shift(there)(key, value))

/** The way back: path, query and body of a request. */
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
