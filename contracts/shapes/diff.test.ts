import { describe, expect, it } from 'vitest'
import type { RecordedExchange, Recording } from '../recording/format.ts'
import type { Json } from '../recording/json.ts'
import type { Outcome } from '../run.ts'
import { diffContract, diffShapes } from './diff.ts'
import { loadContract } from './documented.ts'
import { isDrift } from './drift.ts'
import { inferShapes } from './infer.ts'

const exchange = (json: Json, status = 200): RecordedExchange => ({
  operationId: 'getBank',
  request: { method: 'GET', path: '/api/v2/banks/{{id:1}}', query: [], headers: {}, body: null },
  response: { status, headers: { 'content-type': 'application/json' }, body: { json } },
})

const recording = (recorded: readonly RecordedExchange[], outcome: Outcome = 'passed'): Recording => ({
  manifest: { format: 1, version: 'v2', target: 'test', exchanges: recorded.length, rules: [] },
  rules: [{ rule: 'banks.one', outcome, file: 'x', exchanges: recorded.length, recorded }],
})

const times = (count: number, ...bodies: readonly Json[]): RecordedExchange[] =>
  Array.from({ length: count }, () => bodies.map((body) => exchange(body))).flat()

const contract = await loadContract('v2')

const between = (before: Recording, after: Recording) =>
  diffShapes(inferShapes(before), inferShapes(after), contract).map(({ severity, where }) => `${severity} ${where}`)

// `extra` is not documented, `name` is documented and required, `city` is documented and optional.
describe('the difference of two recordings', () => {
  it.each([
    { given: 'the same', before: times(3, { extra: 1 }), after: times(3, { extra: 2 }), found: [] },
    {
      given: 'an optional field that is missing from few responses',
      before: times(2, { extra: 1 }),
      after: times(9, {}),
      found: [],
    },
    {
      given: 'a field that is missing from many responses',
      before: times(3, { extra: 1 }),
      after: times(3, {}),
      found: ['broken getBank 200.extra'],
    },
    {
      given: 'a required field missed once',
      before: times(1, { name: 'a' }),
      after: times(1, {}),
      found: ['broken getBank 200.name'],
    },
    {
      given: 'a field that was there now and then',
      before: times(3, { extra: 1 }, {}, {}),
      after: times(12, {}),
      found: [],
    },
    {
      given: 'a required field that is missing at times',
      before: times(1, { name: 'a' }),
      after: times(1, { name: 'a' }, {}),
      found: ['changed getBank 200.name'],
    },
    {
      given: 'one of many without an optional field',
      before: times(20, { extra: 1 }),
      after: [...times(19, { extra: 1 }), exchange({})],
      found: [],
    },
    {
      given: 'null once where it is not documented',
      before: times(1, { name: 'a' }),
      after: times(1, { name: null }),
      found: ['broken getBank 200.name'],
    },
    {
      given: 'an undocumented field that is null once',
      before: times(2, { extra: 1 }),
      after: times(1, { extra: null }),
      found: [],
    },
    {
      given: 'another type',
      before: times(1, { extra: 1 }),
      after: times(1, { extra: '1' }),
      found: ['broken getBank 200.extra'],
    },
    {
      given: 'an id that is text',
      before: times(1, { id: '{{#id:1}}' }),
      after: times(1, { id: '{{id:1}}' }),
      found: ['broken getBank 200.id'],
    },
    {
      given: 'another form',
      before: times(1, { at: '{{time.offset:1}}' }),
      after: times(1, { at: '{{time.utc:1}}' }),
      found: ['changed getBank 200.at'],
    },
    {
      given: 'a new value of an enumeration',
      before: times(1, { state: 'OPEN' }),
      after: times(1, { state: 'SHUT' }),
      found: ['new getBank 200.state'],
    },
    {
      given: 'other words',
      before: times(1, { extra: 'some words' }),
      after: times(1, { extra: 'others' }),
      found: [],
    },
    { given: 'a new field', before: times(1, {}), after: times(1, { extra: 1 }), found: ['new getBank 200.extra'] },
    {
      given: 'a documented optional field that was not seen before',
      before: times(1, {}),
      after: times(1, { city: 'Ulm' }),
      found: [],
    },
    {
      given: 'another status',
      before: [exchange({}, 404)],
      after: [exchange({}, 410)],
      found: ['broken getBank (banks.one)'],
    },
    {
      given: 'one more status',
      before: [exchange({})],
      after: [exchange({}), exchange({}, 404)],
      found: ['changed getBank (banks.one)'],
    },
    { given: 'a lock that was not hit', before: [exchange({}), exchange({}, 423)], after: [exchange({})], found: [] },
  ])('is $found for $given', ({ before, after, found }) => {
    expect(between(recording(before), recording(after))).toEqual(found)
  })

  it('ignores the requests that a failed rule did not send', () => {
    const before = recording([exchange({}), exchange({}, 404)])
    expect(between(before, recording([exchange({})], 'failed'))).toEqual([])
    expect(between(before, recording([exchange({})], 'passed'))).toEqual(['broken getBank (banks.one)'])
  })
})

describe('the difference from the contract document', () => {
  it('reports fields that are missing, wrong, and new', () => {
    const found = diffContract(contract, inferShapes(recording([exchange({ id: 'one', motto: 'x' })])))
    expect(found).toContainEqual({
      severity: 'broken',
      where: 'getBank 200.id',
      what: 'is string, which is not documented (number)',
    })
    expect(found).toContainEqual({ severity: 'new', where: 'getBank 200.motto', what: 'the field is not documented' })
    expect(found).toContainEqual(
      expect.objectContaining({
        severity: 'broken',
        where: 'getBank 200.name',
        what: expect.stringMatching(/missing/),
      }),
    )
    expect(isDrift(found)).toBe(true)
  })
})
