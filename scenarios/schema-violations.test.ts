import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateBank, validatePersona, validateScenario } from './generated/validators.js'
import { embeddedContents } from './library.ts'
import bankSchema from './schema/bank.json' with { type: 'json' }
import personaSchema from './schema/persona.json' with { type: 'json' }
import scenarioSchema from './schema/scenario.json' with { type: 'json' }
import { type Schema, schemaViolations } from './schema-violations.ts'

const scenario = (changes: Record<string, unknown>) => ({
  name: 'some',
  description: 'A scenario of a test.',
  steps: [],
  ...changes,
})
const violations = (value: unknown, schema: Schema = scenarioSchema): string[] =>
  schemaViolations(schema, value).map(({ path, message }) => `${path.join('/')}: ${message}`)

describe('the violations of a schema', () => {
  it.each<{ given: string; value: unknown; says: string[] }>([
    {
      given: 'a misspelt key of a step',
      value: scenario({ steps: [{ chalenge: { answer: '1' } }] }),
      says: ["steps/0/chalenge: unknown key 'chalenge', did you mean 'challenge'?"],
    },
    {
      given: 'a misspelt key within a step',
      value: scenario({ steps: [{ challenge: { anwser: '1' } }] }),
      says: ["steps/0/challenge/anwser: unknown key 'anwser', did you mean 'answer'?"],
    },
    {
      given: 'an unknown key',
      value: scenario({ colour: 'red' }),
      says: ["colour: unknown key 'colour'; known here: name, description,"],
    },
    {
      given: 'a step of no kind',
      value: scenario({ steps: [{ wait: 5 }] }),
      says: [
        'steps/0: must have one of the keys selectProcedure, challenge, redirect, decoupled, reject, but has wait',
      ],
    },
    {
      given: 'two kinds of step in one',
      value: scenario({ steps: [{ reject: 'No.', challenge: { answer: '1' } }] }),
      says: ['steps/0: challenge and reject exclude each other; keep one of them'],
    },
    {
      given: 'a TAN without quotes',
      value: scenario({ steps: [{ challenge: { answer: 123456 } }] }),
      says: ['steps/0/challenge/answer: must be text, but is 123456; put it in quotes'],
    },
    {
      given: 'a TAN that is missing',
      value: scenario({ steps: [{ challenge: {} }] }),
      says: ["steps/0/challenge: key 'answer' is missing (the right TAN)"],
    },
    {
      given: 'a value that is none of the list',
      value: scenario({ steps: [{ challenge: { answer: '1', type: 'FOTO' } }] }),
      says: ["steps/0/challenge/type: must be one of TEXT, PHOTO, FLICKER_CODE, but is 'FOTO', did you mean 'PHOTO'?"],
    },
    {
      given: 'a duration in other words',
      value: scenario({ validFor: '5 minutes' }),
      says: [
        "validFor: must be an ISO 8601 duration such as PT10S, PT5M or P90D, at most 100 years (P36525D), but is '5 minutes'",
      ],
    },
    {
      given: 'a duration with too many digits',
      value: scenario({ validFor: 'P100000D', consent: { validFor: 'P36525D' } }),
      says: ['validFor: must be an ISO 8601 duration such as PT10S, PT5M or P90D, at most 100 years (P36525D)'],
    },
    {
      given: 'an object for a list',
      value: scenario({ steps: { challenge: { answer: '1' } } }),
      says: ['steps: must be a list, but is keys (challenge)'],
    },
    {
      given: 'text in one language of two',
      value: scenario({ steps: [{ reject: { de: 'Nein.' } }] }),
      says: ["steps/0/reject: key 'en' is missing"],
    },
    {
      given: 'several problems',
      value: { name: 'Some Thing', steps: [{ reject: 'No.' }, { decoupled: { afterPolls: -1, byHands: true } }] },
      says: [
        ": key 'description' is missing (one sentence about what happens)",
        "name: must be lower-case words and digits joined by hyphens, such as moon-bank, but is 'Some Thing'",
        'steps/1/decoupled/afterPolls: must be at least 0, but is -1',
        "steps/1/decoupled/byHands: unknown key 'byHands', did you mean 'byHand'?",
      ],
    },
    { given: 'a list in place of a scenario', value: [], says: [': must be keys with values, but is a list'] },
  ])('$given', ({ value, says }) => {
    const lines = violations(value)
    expect(lines).toHaveLength(says.length)
    for (const [index, line] of lines.entries()) expect(line.startsWith(says[index] ?? '?'), line).toBe(true)
  })

  it('distinguish habits of a persona by their kind', () => {
    const persona = (habit: object) => ({
      name: 'p',
      holder: 'P',
      accounts: [
        { name: 'a', type: 'Checking', blz: '10000000', accountNumber: '1', openingBalance: 1, habits: [habit] },
      ],
    })
    expect(violations(persona({ kind: 'schedule' }), personaSchema)).toEqual([
      "accounts/0/habits/0/kind: must be one of scheduled, frequent, transfer, surplus, but is 'schedule', did you mean 'scheduled'?",
    ])
    expect(violations(persona({ kind: 'surplus', name: 'x', day: 1, purpose: 'x' }), personaSchema)).toEqual([
      expect.stringContaining("key 'to' is missing"),
    ])
  })
})

/** Values of a file with one place put wrong, or left right. */
const changedOnce = (values: readonly unknown[]) =>
  fc
    .record({
      value: fc.constantFrom(...values),
      place: fc.nat(),
      change: fc.constantFrom<unknown>(
        'remove',
        'rename',
        null,
        7,
        -1,
        0.5,
        true,
        '',
        'x',
        'PT1M',
        [],
        {},
        ['x'],
        [{}],
      ),
    })
    .map(({ value, place, change }) => {
      const copy: unknown = structuredClone(value)
      const places = placesIn(copy)
      const [holder, key] = places[place % places.length] ?? []
      if (holder === undefined || key === undefined) return copy
      const old: unknown = Reflect.get(holder, key)
      if (change === 'remove' && Array.isArray(holder)) holder.splice(Number(key), 1)
      else if (change === 'remove') Reflect.deleteProperty(holder, key)
      else if (change === 'rename' && !Array.isArray(holder)) {
        Reflect.deleteProperty(holder, key)
        Reflect.set(holder, `${key}s`, old)
      } else Reflect.set(holder, key, change)
      return copy
    })

const placesIn = (value: unknown): [object, string][] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]): [object, string][] => [[value, key], ...placesIn(inner)])

describe('the values that the validator of a schema refuses', () => {
  it.each<{ kind: string; schema: Schema; validate: (value: unknown) => boolean; values: readonly unknown[] }>([
    { kind: 'scenario', schema: scenarioSchema, validate: validateScenario, values: embeddedContents.scenarios },
    { kind: 'persona', schema: personaSchema, validate: validatePersona, values: embeddedContents.personas },
    {
      kind: 'bank',
      schema: bankSchema,
      validate: validateBank,
      values: [{ banks: embeddedContents.banks.slice(0, 5) }],
    },
  ])('are exactly those with violations: $kind', ({ schema, validate, values }) => {
    fc.assert(
      fc.property(changedOnce(values), (value) => {
        expect(schemaViolations(schema, value).length > 0).toBe(!validate(value))
      }),
      { numRuns: 200 },
    )
  })
})
