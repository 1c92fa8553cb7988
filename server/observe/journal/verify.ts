import { InputError, readFields } from '../../core/input.ts'
import { formatHeadline, type RecordedExchange } from './entry.ts'
import { type CompiledFilter, compileFilter, type JournalFilter, nearestMisses, readFilter } from './filter.ts'

/** An expected number of exchanges, or exchanges in an order, with any others between them. */
export type Expectation =
  | { atLeast: number; of: JournalFilter }
  | { exactly: number; of: JournalFilter }
  | { inOrder: readonly JournalFilter[] }

/** The result of an expectation. A failed one has the difference: expected and found exchanges, and the nearest misses. */
export interface Verification {
  passed: boolean
  difference: string | undefined
  /** The ids of the matching entries. */
  matched: number[]
}

/** The maximum number of exchanges in an order. */
const MAX_STEPS = 1000

/** Validates an expectation. Throws an InputError. */
export const readExpectation = (given: unknown): Expectation => {
  const fields = readFields(given, 'An expectation')
  const kinds = (['atLeast', 'exactly', 'inOrder'] as const).filter((name) => fields.has(name))
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    throw new InputError('An expectation has one of atLeast, exactly and inOrder', kinds[1])
  }
  if (kind === 'inOrder') {
    const filters = fields.raw('inOrder')
    if (!Array.isArray(filters) || filters.length === 0 || filters.length > MAX_STEPS) {
      throw fields.wrong('inOrder', `a list of 1 to ${MAX_STEPS} filters`)
    }
    fields.done()
    return { inOrder: filters.map((filter, index) => readFilter(filter, 'A filter', `inOrder.${index}`)) }
  }
  const count = fields.whole(kind, 0)
  if (count === undefined) throw fields.wrong(kind, 'a whole number of at least 0')
  const of = readFilter(fields.raw('of') ?? {}, 'A filter', 'of')
  fields.done()
  return kind === 'atLeast' ? { atLeast: count, of } : { exactly: count, of }
}

/** Compares recorded exchanges with an expectation. A difference mentions the number of `dropped` exchanges. */
export const verify = (
  entries: readonly RecordedExchange[],
  expectation: Expectation,
  dropped: number,
): Verification => {
  const found =
    'inOrder' in expectation
      ? verifyOrder(entries, expectation.inOrder)
      : verifyCount(
          entries,
          expectation.of,
          'atLeast' in expectation
            ? { comparison: 'at least', count: expectation.atLeast, isMet: (number) => number >= expectation.atLeast }
            : { comparison: 'exactly', count: expectation.exactly, isMet: (number) => number === expectation.exactly },
        )
  if (found.difference === undefined || dropped === 0) return found
  return {
    ...found,
    difference: `${found.difference}\nThe journal dropped ${dropped} older exchange(s).`,
  }
}

interface Count {
  comparison: string
  count: number
  isMet(number: number): boolean
}

const verifyCount = (entries: readonly RecordedExchange[], of: JournalFilter, expected: Count): Verification => {
  const filter = compileFilter(of)
  const matching = entries.filter(filter.matches)
  const matched = matching.map(({ id }) => id)
  if (expected.isMet(matching.length)) return { passed: true, difference: undefined, matched }
  const lines = [
    `expected ${expected.comparison} ${expected.count} exchange(s) with ${filter.description}, but found ${matching.length}`,
    ...listSection('found', matching.slice(-MAX_LISTED).map(formatHeadline)),
    ...(matching.length < expected.count ? listSection('nearest misses', nearestMisses(entries, filter)) : []),
  ]
  return { passed: false, difference: lines.join('\n'), matched }
}

const MAX_LISTED = 10

const verifyOrder = (entries: readonly RecordedExchange[], filters: readonly JournalFilter[]): Verification => {
  const compiled = filters.map(compileFilter)
  const matched: RecordedExchange[] = []
  let from = 0
  for (const [step, filter] of compiled.entries()) {
    const index = entries.findIndex((entry, position) => position >= from && filter.matches(entry))
    const entry = entries[index]
    if (entry === undefined) {
      return {
        passed: false,
        difference: describeOrder(entries, compiled, { step, from, matched }),
        matched: matched.map(({ id }) => id),
      }
    }
    matched.push(entry)
    from = index + 1
  }
  return { passed: true, difference: undefined, matched: matched.map(({ id }) => id) }
}

interface BrokenOrder {
  step: number
  from: number
  matched: readonly RecordedExchange[]
}

const describeOrder = (
  entries: readonly RecordedExchange[],
  filters: readonly CompiledFilter[],
  { step, from, matched }: BrokenOrder,
): string => {
  const missing = filters[step]
  if (missing === undefined) throw new RangeError(`no step ${step}`)
  const last = matched.at(-1)
  const earlier = entries.slice(0, from).filter(missing.matches)
  return [
    `expected ${filters.length} exchanges in order, but step ${step + 1} is missing${
      last === undefined ? '' : ` after #${last.id}`
    }: ${missing.description}`,
    ...filters.map((filter, index) => {
      const entry = matched[index]
      const result = entry === undefined ? (index === step ? 'missing' : 'not checked') : formatHeadline(entry)
      return `  ${index + 1}. ${filter.description}: ${result}`
    }),
    ...listSection('found earlier', earlier.slice(-MAX_LISTED).map(formatHeadline)),
    ...listSection('nearest misses afterwards', nearestMisses(entries.slice(from), missing)),
  ].join('\n')
}

const listSection = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)]
