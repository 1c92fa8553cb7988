import { readFields } from '../../core/input.ts'
import { parseMoment } from '../../core/moment.ts'
import { MAX_PATTERN, pathPattern } from '../../core/path-pattern.ts'
import { MOMENT_FORMAT } from '../../core/time-limits.ts'
import { formatHeadline, listHashes, type RecordedExchange } from './entry.ts'

/** A filter of exchanges. An exchange matches if it has every given value. */
export interface JournalFilter {
  user?: string | undefined
  client?: string | undefined
  version?: string | undefined
  operation?: string | undefined
  method?: string | undefined
  /** A path without the prefix of a world; `*` matches one segment, `**` any rest. */
  path?: string | undefined
  status?: number | undefined
  /** An error code of the response. */
  code?: string | undefined
  /** A hash of a multi-step authentication in request or response. */
  hash?: string | undefined
  requestId?: string | undefined
  /** The earliest time of the request, by the world's clock (ISO 8601). */
  from?: string | undefined
  /** The latest time of the request, by the world's clock (ISO 8601). */
  to?: string | undefined
  /** Only exchanges after the entry with this id. */
  after?: number | undefined
}

/** Validates a filter. Throws an InputError that names the fields below `path`. */
export const readFilter = (given: unknown, what = 'A filter', path = ''): JournalFilter => {
  const fields = readFields(given, what, path)
  const moment = (name: string): string | undefined => {
    const text = fields.text(name)
    if (text === undefined || parseMoment(text) !== undefined) return text
    throw fields.wrong(name, MOMENT_FORMAT)
  }
  const filter: JournalFilter = {
    user: fields.text('user'),
    client: fields.text('client'),
    version: fields.oneOf('version', ['v1', 'v2']),
    operation: fields.text('operation'),
    method: fields.text('method')?.toUpperCase(),
    path: fields.text('path', MAX_PATTERN),
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

/** One condition of a filter. */
interface Criterion {
  /** The condition in words, such as `status 201`. */
  description: string
  matches(entry: RecordedExchange): boolean
  /** Returns the difference of an entry that does not match, such as `status is 510, not 201`. */
  describeMiss(entry: RecordedExchange): string
}

/** A filter that is compiled for many entries. */
export interface CompiledFilter {
  /** The filter in words, such as `operation importBankConnection and status 201`. */
  readonly description: string
  matches(entry: RecordedExchange): boolean
  /** Returns the differences of an entry. */
  misses(entry: RecordedExchange): string[]
  /** The number of conditions. */
  readonly size: number
}

export const compileFilter = (filter: JournalFilter): CompiledFilter => {
  const criteria = listCriteria(filter)
  return {
    description: criteria.length === 0 ? 'anything' : criteria.map(({ description }) => description).join(' and '),
    matches: (entry) => criteria.every((criterion) => criterion.matches(entry)),
    misses: (entry) =>
      criteria.filter((criterion) => !criterion.matches(entry)).map(({ describeMiss }) => describeMiss(entry)),
    size: criteria.length,
  }
}

const listCriteria = (filter: JournalFilter): Criterion[] => {
  const criteria: Criterion[] = []
  const equal = (
    name: string,
    expected: string | number | undefined,
    read: (entry: RecordedExchange) => unknown,
  ): void => {
    if (expected === undefined) return
    criteria.push({
      description: `${name} ${expected}`,
      matches: (entry) => read(entry) === expected,
      describeMiss: (entry) => `${name} is ${read(entry) ?? 'none'}, not ${expected}`,
    })
  }
  const among = (
    name: string,
    expected: string | undefined,
    read: (entry: RecordedExchange) => readonly string[],
  ): void => {
    if (expected === undefined) return
    criteria.push({
      description: `${name} ${expected}`,
      matches: (entry) => read(entry).includes(expected),
      describeMiss: (entry) => `${name} is ${read(entry).join(', ') || 'none'}, not ${expected}`,
    })
  }
  const moment = (name: 'from' | 'to', expected: string | undefined): void => {
    if (expected === undefined) return
    const limit = Date.parse(expected)
    criteria.push({
      description: `${name} ${expected}`,
      matches: ({ at }) => (name === 'from' ? at >= limit : at <= limit),
      describeMiss: ({ at }) =>
        `its time is ${new Date(at).toISOString()}, ${name === 'from' ? 'before' : 'after'} ${expected}`,
    })
  }
  equal('operation', filter.operation, (entry) => entry.operation)
  equal('method', filter.method, (entry) => entry.method)
  if (filter.path !== undefined) {
    const pattern = pathPattern(filter.path)
    criteria.push({
      description: `path ${filter.path}`,
      matches: ({ path }) => pattern.test(path),
      describeMiss: ({ path }) => `path is ${path}, not ${filter.path}`,
    })
  }
  equal('status', filter.status, (entry) => entry.status)
  among('code', filter.code, (entry) => entry.errorCodes)
  among('hash', filter.hash, listHashes)
  // User ids are not case-sensitive.
  equal('user', filter.user?.toLowerCase(), (entry) => entry.userId?.toLowerCase())
  equal('client', filter.client, (entry) => entry.clientId)
  equal('version', filter.version, (entry) => entry.version)
  equal('requestId', filter.requestId, (entry) => entry.requestId)
  moment('from', filter.from)
  moment('to', filter.to)
  const { after } = filter
  if (after !== undefined) {
    criteria.push({
      description: `after #${after}`,
      matches: ({ id }) => id > after,
      describeMiss: ({ id }) => `#${id} is not after #${after}`,
    })
  }
  return criteria
}

const MAX_MISSES = 5

/** Describes the entries that differ least from a filter, the nearest and latest first. */
export const nearestMisses = (entries: readonly RecordedExchange[], filter: CompiledFilter): string[] =>
  entries
    .map((entry) => ({ entry, misses: filter.misses(entry) }))
    .filter(({ misses }) => misses.length > 0 && misses.length < Math.max(filter.size, 2))
    .sort((a, b) => a.misses.length - b.misses.length || b.entry.id - a.entry.id)
    .slice(0, MAX_MISSES)
    .map(({ entry, misses }) => `${formatHeadline(entry)}: ${misses.join('; ')}`)
