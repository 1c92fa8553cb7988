import { InputError, readFields } from '../../core/input.ts'
import { formatHeadline, type RecordedExchange } from './entry.ts'
import { type JournalFilter, nearestMisses, type ReadyFilter, readFilter, readyFilter } from './filter.ts'

/** What a journal is expected to hold: a number of exchanges, or some in this order, whatever came between them. */
export type Expectation =
  | { atLeast: number; of: JournalFilter }
  | { exactly: number; of: JournalFilter }
  | { inOrder: readonly JournalFilter[] }

/** The result of an expectation. A difference says what was expected, what came, and the nearest misses. */
export interface Verification {
  passed: boolean
  difference: string | undefined
  /** Ids of the entries that fit. */
  matched: number[]
}

/** Reads an expectation of unknown origin. Throws an InputError. */
export const readExpectation = (given: unknown): Expectation => {
  const fields = readFields(given, 'An expectation')
  const kinds = (['atLeast', 'exactly', 'inOrder'] as const).filter((name) => fields.has(name))
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    throw new InputError('An expectation has one of atLeast, exactly and inOrder', kinds[1])
  }
  if (kind === 'inOrder') {
    const filters = fields.raw('inOrder')
    if (!Array.isArray(filters) || filters.length === 0) throw fields.wrong('inOrder', 'a list of filters')
    fields.done()
    return { inOrder: filters.map((filter, index) => readFilter(filter, 'A filter', `inOrder.${index}`)) }
  }
  const count = fields.whole(kind, 0)
  if (count === undefined) throw fields.wrong(kind, 'a whole number of at least 0')
  const of = readFilter(fields.raw('of') ?? {}, 'A filter', 'of')
  fields.done()
  return kind === 'atLeast' ? { atLeast: count, of } : { exactly: count, of }
}

/** Compares what was recorded with what is expected. `forgotten` entries were dropped before; the difference mentions them. */
export const verify = (
  entries: readonly RecordedExchange[],
  expectation: Expectation,
  forgotten: number,
): Verification => {
  const found =
    'inOrder' in expectation
      ? verifyOrder(entries, expectation.inOrder)
      : verifyCount(
          entries,
          expectation.of,
          'atLeast' in expectation
            ? { words: 'at least', count: expectation.atLeast, isRight: (number) => number >= expectation.atLeast }
            : { words: 'exactly', count: expectation.exactly, isRight: (number) => number === expectation.exactly },
        )
  if (found.difference === undefined || forgotten === 0) return found
  return {
    ...found,
    difference: `${found.difference}\n${forgotten} older exchange(s) are not in the journal any more.`,
  }
}

interface Count {
  words: string
  count: number
  isRight(number: number): boolean
}

const verifyCount = (entries: readonly RecordedExchange[], of: JournalFilter, expected: Count): Verification => {
  const filter = readyFilter(of)
  const fitting = entries.filter(filter.fits)
  const matched = fitting.map(({ id }) => id)
  if (expected.isRight(fitting.length)) return { passed: true, difference: undefined, matched }
  const lines = [
    `expected ${expected.words} ${expected.count} exchange(s) with ${filter.words}, but found ${fitting.length}`,
    ...listed('found', fitting.slice(-MOST_LISTED).map(formatHeadline)),
    ...(fitting.length < expected.count ? listed('nearest misses', nearestMisses(entries, filter)) : []),
  ]
  return { passed: false, difference: lines.join('\n'), matched }
}

const MOST_LISTED = 10

const verifyOrder = (entries: readonly RecordedExchange[], filters: readonly JournalFilter[]): Verification => {
  const ready = filters.map(readyFilter)
  const matched: RecordedExchange[] = []
  let from = 0
  for (const [step, filter] of ready.entries()) {
    const index = entries.findIndex((entry, position) => position >= from && filter.fits(entry))
    const entry = entries[index]
    if (entry === undefined) {
      return {
        passed: false,
        difference: orderDifference(entries, ready, { step, from, matched }),
        matched: matched.map(({ id }) => id),
      }
    }
    matched.push(entry)
    from = index + 1
  }
  return { passed: true, difference: undefined, matched: matched.map(({ id }) => id) }
}

interface Broken {
  step: number
  from: number
  matched: readonly RecordedExchange[]
}

const orderDifference = (
  entries: readonly RecordedExchange[],
  filters: readonly ReadyFilter[],
  { step, from, matched }: Broken,
): string => {
  const missing = filters[step]
  if (missing === undefined) throw new RangeError(`no step ${step}`)
  const last = matched.at(-1)
  const earlier = entries.slice(0, from).filter(missing.fits)
  return [
    `expected ${filters.length} exchanges in order, but step ${step + 1} did not come${
      last === undefined ? '' : ` after #${last.id}`
    }: ${missing.words}`,
    ...filters.map((filter, index) => {
      const entry = matched[index]
      const sign = entry === undefined ? (index === step ? 'missing' : 'not looked for') : formatHeadline(entry)
      return `  ${index + 1}. ${filter.words}: ${sign}`
    }),
    ...listed('it came earlier', earlier.slice(-MOST_LISTED).map(formatHeadline)),
    ...listed('nearest misses afterwards', nearestMisses(entries.slice(from), missing)),
  ].join('\n')
}

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)]
