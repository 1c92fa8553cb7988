import fc from 'fast-check'
import { embeddedContents } from '../../scenarios/library.ts'
import type { Branch, Procedure, Scenario, Step } from '../../scenarios/types.ts'
import { OptionError } from '../../server/core/option-error.ts'
import type { PsuAction } from '../../server/sca/sca-flow.ts'
import { extendLibrary } from '../../server/scenario-option.ts'

/** A move of a random walk: a client calls, a PSU acts elsewhere, or time passes. */
export type Move =
  | { move: 'start'; who: number }
  /** `flow` picks one of all hashes that were ever handed out, also those of the other user. */
  | {
      move: 'answer'
      who: number
      flow: number
      answer: 'right' | 'wrong' | 'other-procedure' | 'nothing' | 'everything'
    }
  | { move: 'psu'; action: PsuAction; flow: number }
  | { move: 'clock'; by: string }
  | { move: 'settle' }
  /** The world is written down as JSON and read back. */
  | { move: 'snapshot' }
  | { move: 'wrong-bank'; who: number; flow: number }

const who = fc.nat({ max: 1 })
const flow = fc.nat({ max: 5 })
const answers = ['right', 'right', 'right', 'wrong', 'other-procedure', 'nothing', 'everything'] as const

export const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ move: fc.constant('start' as const), who }) },
    {
      weight: 12,
      arbitrary: fc.record({ move: fc.constant('answer' as const), who, flow, answer: fc.constantFrom(...answers) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        move: fc.constant('psu' as const),
        flow,
        action: fc.constantFrom('approve', 'approve', 'decline', 'expire'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        move: fc.constant('clock' as const),
        by: fc.constantFrom('PT1S', 'PT6S', 'PT30S', 'PT2M', 'PT5M', 'PT16M', 'P91D'),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ move: 'settle' as const }) },
    { weight: 1, arbitrary: fc.constant({ move: 'snapshot' as const }) },
    { weight: 1, arbitrary: fc.record({ move: fc.constant('wrong-bank' as const), who, flow }) },
  ),
  { minLength: 4, maxLength: 24 },
)

const optional = <T>(name: string, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.option(arbitrary, { nil: undefined }).map((value) => (value === undefined ? {} : { [name]: value }))

const validFor = optional('validFor', fc.constantFrom('PT10S', 'PT1M', 'PT5M'))
const declines = optional('declines', fc.boolean())
const type = fc.constantFrom('TEXT', 'PHOTO', 'FLICKER_CODE')

const merged = <T>(...parts: fc.Arbitrary<object>[]): fc.Arbitrary<T> =>
  fc.tuple(...parts).map((values) => Object.assign({}, ...values) as T)

const reject = fc.constantFrom<Branch>(
  { reject: 'Nein.' },
  { reject: { message: { de: 'Gesperrt.', en: 'Locked.' }, locksLogin: true } },
  { reject: { message: 'Nicht lizenziert.', code: 'ILLEGAL_ENTITY_STATE' } },
)

/** Generates any steps that the language allows, nested up to a depth. */
const stepsOf = (depth: number): fc.Arbitrary<Step[]> =>
  fc.array(stepOf(depth), { minLength: depth === 2 ? 1 : 0, maxLength: depth === 0 ? 1 : 3 })

const stepOf = (depth: number): fc.Arbitrary<Step> => {
  const branch: fc.Arbitrary<Branch> = depth === 0 ? reject : fc.oneof(reject, stepsOf(depth - 1))
  const otherwise = optional('otherwise', branch)
  const expired = optional('expired', branch)
  const challenge = merged<object>(
    fc.constant({ answer: '123456' }),
    optional('attempts', fc.integer({ min: 1, max: 3 })),
    optional('type', type),
    optional('label', fc.constantFrom(null, 'Code')),
    optional('message', fc.constantFrom(null, 'Ihr Code: {answer}')),
    validFor,
  )
  const redirect = merged<object>(
    fc.constant({ user: 'demo', pin: 'demo' }),
    declines,
    validFor,
    optional(
      'returns',
      fc.constantFrom({ state: 'missing' }, { state: 'altered' }, { code: 'missing' }, { error: 'access_denied' }),
    ),
  )
  const decoupled = merged<object>(
    fc.constantFrom({}, { afterPolls: 0 }, { afterPolls: 2 }, { after: 'PT20S' }, { byHand: true }),
    declines,
    validFor,
    optional('pollInterval', fc.constantFrom('PT5S')),
    optional('message', fc.constantFrom(null, 'Bitte freigeben')),
  )
  const simple: fc.Arbitrary<Step>[] = [
    merged(
      challenge.map((given) => ({ challenge: given })),
      otherwise,
      expired,
    ),
    merged(
      redirect.map((given) => ({ redirect: given })),
      otherwise,
      expired,
    ),
    merged(
      decoupled.map((given) => ({ decoupled: given })),
      otherwise,
      expired,
      optional('tooFast', branch),
    ),
  ]
  return depth === 0 ? fc.oneof(...simple) : fc.oneof(...simple, selectionOf(depth))
}

const selectionOf = (depth: number): fc.Arbitrary<Step> =>
  fc
    .tuple(
      fc.array(
        merged<Omit<Procedure, 'id'>>(
          fc.constant({ name: 'Verfahren' }),
          optional('type', type),
          optional('implicitExecute', fc.boolean()),
          optional('steps', stepsOf(depth - 1)),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      fc.boolean(),
    )
    .map(([procedures, hasDefault]) => ({
      selectProcedure: procedures.map((procedure, index) => ({ id: `TSP-${index}`, ...procedure })),
      ...(hasDefault ? { default: 'TSP-0' } : {}),
    }))

/** Returns true for a scenario that our checks accept: some generated steps can never be reached. */
const isUsable = (scenario: Scenario): boolean => {
  try {
    extendLibrary([scenario])
    return true
  } catch (error) {
    if (error instanceof OptionError) return false
    throw error
  }
}

/** Makes a scenario of generated steps. */
const makeScenario = (steps: Step[]): Scenario => ({
  name: 'invented-at-random',
  description: 'A bank with random steps.',
  bank: { id: 990_001, blz: 'RAND0001', name: 'Mock Bank vom Zufall' },
  persona: 'mira-sandow',
  steps,
})

const invented: fc.Arbitrary<Scenario> = stepsOf(2).map(makeScenario).filter(isUsable)

/** Half of the walks go through the library, half through generated ones. */
export const scenarios: fc.Arbitrary<{ scenario: Scenario; isOurs: boolean }> = fc.oneof(
  fc.constantFrom(...embeddedContents.scenarios).map((scenario) => ({ scenario, isOurs: true })),
  invented.map((scenario) => ({ scenario, isOurs: false })),
)
