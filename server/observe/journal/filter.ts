import { readFields } from '../../core/input.ts'
import { pathPattern } from '../../core/path-pattern.ts'
import { formatHeadline, type RecordedExchange } from './entry.ts'

/** Which exchanges are meant: those that fit everything that is given. */
export interface JournalFilter {
  user?: string | undefined
  client?: string | undefined
  version?: string | undefined
  operation?: string | undefined
  method?: string | undefined
  /** A path without a world's prefix; `*` stands for one part of it, `**` for any rest. */
  path?: string | undefined
  status?: number | undefined
  /** Code of an error in the answer. */
  code?: string | undefined
  /** A hash that request or answer name. */
  hash?: string | undefined
  requestId?: string | undefined
  /** Not before and not after this moment of the world's clock (ISO 8601). */
  from?: string | undefined
  to?: string | undefined
  /** Only what came after the entry of this id. */
  after?: number | undefined
}

/** Reads a filter of unknown origin, or one field after another of a query. Throws an InputError. */
export const readFilter = (given: unknown, what = 'A filter', path = ''): JournalFilter => {
  const fields = readFields(given, what, path)
  const moment = (name: string): string | undefined => {
    const text = fields.text(name)
    if (text === undefined || !Number.isNaN(Date.parse(text))) return text
    throw fields.wrong(name, 'a moment such as 2026-01-31T12:00:00Z')
  }
  const filter: JournalFilter = {
    user: fields.text('user'),
    client: fields.text('client'),
    version: fields.oneOf('version', ['v1', 'v2']),
    operation: fields.text('operation'),
    method: fields.text('method')?.toUpperCase(),
    path: fields.text('path'),
    status: fields.whole('status', 100, 599),
    code: fields.text('code'),
    hash: fields.text('hash'),
    requestId: fields.text('requestId'),
    from: moment('from'),
    to: moment('to'),
    after: fields.whole('after', 0),
  }
  fields.done()
  return filter
}

/** One thing that a filter asks of an entry. */
interface Criterion {
  /** Such as `status 201`. */
  asked: string
  fits(entry: RecordedExchange): boolean
  /** What the entry has instead, such as `status is 510`. */
  found(entry: RecordedExchange): string
}

/** A filter made ready for many entries. */
export interface ReadyFilter {
  /** The filter in words, such as `operation importBankConnection and status 201`. */
  readonly words: string
  fits(entry: RecordedExchange): boolean
  /** Everything in which an entry does not fit. */
  misses(entry: RecordedExchange): string[]
  /** How many things are asked. */
  readonly size: number
}

export const readyFilter = (filter: JournalFilter): ReadyFilter => {
  const criteria = criteriaOf(filter)
  return {
    words: criteria.length === 0 ? 'anything' : criteria.map(({ asked }) => asked).join(' and '),
    fits: (entry) => criteria.every((criterion) => criterion.fits(entry)),
    misses: (entry) => criteria.filter((criterion) => !criterion.fits(entry)).map(({ found }) => found(entry)),
    size: criteria.length,
  }
}

const criteriaOf = (filter: JournalFilter): Criterion[] => {
  const criteria: Criterion[] = []
  const equal = (
    name: string,
    wanted: string | number | undefined,
    read: (entry: RecordedExchange) => unknown,
  ): void => {
    if (wanted === undefined) return
    criteria.push({
      asked: `${name} ${wanted}`,
      fits: (entry) => read(entry) === wanted,
      found: (entry) => `${name} is ${read(entry) ?? 'none'}, not ${wanted}`,
    })
  }
  const among = (
    name: string,
    wanted: string | undefined,
    read: (entry: RecordedExchange) => readonly string[],
  ): void => {
    if (wanted === undefined) return
    criteria.push({
      asked: `${name} ${wanted}`,
      fits: (entry) => read(entry).includes(wanted),
      found: (entry) => `${name} is ${read(entry).join(', ') || 'none'}, not ${wanted}`,
    })
  }
  const moment = (name: 'from' | 'to', wanted: string | undefined): void => {
    if (wanted === undefined) return
    const limit = Date.parse(wanted)
    criteria.push({
      asked: `${name} ${wanted}`,
      fits: ({ at }) => (name === 'from' ? at >= limit : at <= limit),
      found: ({ at }) => `it came at ${new Date(at).toISOString()}, ${name === 'from' ? 'before' : 'after'} ${wanted}`,
    })
  }
  equal('operation', filter.operation, (entry) => entry.operation)
  equal('method', filter.method, (entry) => entry.method)
  if (filter.path !== undefined) {
    const pattern = pathPattern(filter.path)
    criteria.push({
      asked: `path ${filter.path}`,
      fits: ({ path }) => pattern.test(path),
      found: ({ path }) => `path is ${path}, not ${filter.path}`,
    })
  }
  equal('status', filter.status, (entry) => entry.response.status)
  among('code', filter.code, (entry) => entry.errorCodes)
  among('hash', filter.hash, (entry) => entry.hashes)
  // Ids of users do not depend on upper and lower case.
  equal('user', filter.user?.toLowerCase(), (entry) => entry.userId?.toLowerCase())
  equal('client', filter.client, (entry) => entry.clientId)
  equal('version', filter.version, (entry) => entry.version)
  equal('requestId', filter.requestId, (entry) => entry.requestId)
  moment('from', filter.from)
  moment('to', filter.to)
  const { after } = filter
  if (after !== undefined) {
    criteria.push({
      asked: `after #${after}`,
      fits: ({ id }) => id > after,
      found: ({ id }) => `#${id} is not after #${after}`,
    })
  }
  return criteria
}

const MOST_MISSES = 5

/** The entries that come nearest to a filter without fitting it, in words; the nearest and latest first. */
export const nearestMisses = (entries: readonly RecordedExchange[], filter: ReadyFilter): string[] =>
  entries
    .map((entry) => ({ entry, misses: filter.misses(entry) }))
    .filter(({ misses }) => misses.length > 0 && misses.length < Math.max(filter.size, 2))
    .sort((a, b) => a.misses.length - b.misses.length || b.entry.id - a.entry.id)
    .slice(0, MOST_MISSES)
    .map(({ entry, misses }) => `${formatHeadline(entry)}: ${misses.join('; ')}`)
