import { createLedgers } from '../server/bank/ledger.ts'
import { parseDuration } from '../server/core/duration.ts'
import { demoBankOf } from './approach.ts'
import { didYouMean } from './nearest.ts'
import { LOGIN_LABEL, ownBank } from './own-bank.ts'
import type { Path, Problem, Sourced } from './problem.ts'
import type { Bank, Branch, Persona, Scenario, Step } from './types.ts'

/** Scenarios, banks and personas with the files that they come from. */
export interface SourcedContents {
  scenarios: readonly Sourced<Scenario>[]
  banks: readonly Sourced<Bank>[]
  personas: readonly Sourced<Persona>[]
}

/** Contents that come from no file of the user's, such as our own. */
export const sourcedFrom = (
  file: string,
  {
    scenarios,
    banks,
    personas,
  }: { scenarios: readonly Scenario[]; banks: readonly Bank[]; personas: readonly Persona[] },
): SourcedContents => {
  const sourced = <Thing>(value: Thing): Sourced<Thing> => ({ file, path: [], value })
  return { scenarios: scenarios.map(sourced), banks: banks.map(sourced), personas: personas.map(sourced) }
}

/**
 * What no schema can tell: whether the parts fit together, and whether everything that is written can happen. Of two
 * that cannot stand beside each other the later one is named.
 */
export const checkContents = (contents: SourcedContents): Problem[] => [
  ...checkNames(contents),
  ...checkBanks(contents),
  ...checkAnswers(contents),
  ...contents.scenarios.flatMap((scenario) => checkScenario(scenario, contents)),
]

const repeated = <Thing>(
  things: readonly Sourced<Thing>[],
  keyOf: (thing: Thing) => string,
  describe: (again: Sourced<Thing>, first: Sourced<Thing>) => Problem,
): Problem[] => {
  const first = new Map<string, Sourced<Thing>>()
  return things.flatMap((thing) => {
    const key = keyOf(thing.value)
    const before = first.get(key)
    if (before !== undefined) return [describe(thing, before)]
    first.set(key, thing)
    return []
  })
}

const checkNames = ({ scenarios, personas }: SourcedContents): Problem[] => [
  ...repeated(
    scenarios,
    ({ name }) => name,
    ({ file, path, value }, before) => ({
      file,
      path: [...path, 'name'],
      message: `the scenario '${value.name}' is in ${before.file} too; give this one another name`,
    }),
  ),
  ...repeated(
    personas,
    ({ name }) => name,
    ({ file, path, value }, before) => ({
      file,
      path: [...path, 'name'],
      message: `the persona '${value.name}' is in ${before.file} too; give this one another name`,
    }),
  ),
]

/** All banks: those of bank files, and those that scenarios bring along. */
const allBanks = ({ banks, scenarios }: SourcedContents): Sourced<Bank>[] => [
  ...banks,
  ...scenarios.flatMap(({ file, path, value }) => {
    const bank = ownBank(value)
    return bank === undefined ? [] : [{ file, path: [...path, 'bank'], value: bank }]
  }),
]

const checkBanks = (contents: SourcedContents): Problem[] => {
  const banks = allBanks(contents)
  return (['id', 'blz'] as const).flatMap((key) =>
    repeated(
      banks,
      (bank) => String(bank[key]),
      ({ file, path, value }, before) => ({
        file,
        path: [...path, key],
        message: `${key === 'id' ? 'the id' : 'the BLZ'} ${value[key]} belongs to '${before.value.name}' in ${before.file}; choose another`,
      }),
    ),
  )
}

/** Who answers what: at banks that exist, by logins that they ask for, and nobody twice. */
const checkAnswers = (contents: SourcedContents): Problem[] => {
  // Of two banks with the same BLZ the first one counts here; the other is told of elsewhere.
  const banks = new Map(
    allBanks(contents)
      .toReversed()
      .map(({ value }) => [value.blz, value]),
  )
  const taken = new Map<string, string>()
  const take = (key: string, name: string): string | undefined => {
    const holder = taken.get(key)
    if (holder === undefined) taken.set(key, name)
    return holder
  }
  const demoLogins = new Map(contents.scenarios.map(({ value }) => [`${demoBankOf(value)} ${value.name}`, value.name]))
  return contents.scenarios.flatMap(({ file, path, value: scenario }) => {
    if (scenario.bank !== undefined) {
      for (const bankInterface of banks.get(scenario.bank.blz)?.interfaces ?? []) {
        take(answerKey(scenario.bank.blz, bankInterface.interface, {}), scenario.name)
      }
    }
    return (scenario.answers ?? []).flatMap((answer, index): Problem[] => {
      const at = (...inner: Path): Path => [...path, 'answers', index, ...inner]
      const bank = banks.get(answer.bank)
      if (bank === undefined) {
        return [
          {
            file,
            path: at('bank'),
            message: `there is no bank with the BLZ ${answer.bank}; add it, or name one that exists${didYouMean(answer.bank, [...banks.keys()])}`,
          },
        ]
      }
      const kinds = bank.interfaces.map((bankInterface) => bankInterface.interface)
      const labels = bank.interfaces.flatMap(({ loginCredentials }) => loginCredentials.map(({ label }) => label))
      const holder = (answer.interfaces ?? kinds)
        .map((kind) => take(answerKey(answer.bank, kind, answer.login ?? {}), scenario.name))
        .find((name) => name !== undefined && name !== scenario.name)
      const login = answer.login?.[LOGIN_LABEL]
      const named = login === undefined ? undefined : demoLogins.get(`${answer.bank} ${login}`)
      return [
        ...(answer.interfaces ?? []).flatMap((kind, position) =>
          kinds.includes(kind)
            ? []
            : [
                {
                  file,
                  path: at('interfaces', position),
                  message: `bank ${answer.bank} has no ${kind}; it has ${kinds.join(', ') || 'no interface'}`,
                },
              ],
        ),
        ...Object.keys(answer.login ?? {}).flatMap((label) =>
          labels.includes(label)
            ? []
            : [
                {
                  file,
                  path: at('login', label),
                  atKey: true,
                  message: `bank ${answer.bank} does not ask for '${label}'; it asks for ${[...new Set(labels)].join(', ')}`,
                },
              ],
        ),
        ...(holder === undefined
          ? []
          : [
              {
                file,
                path: at(),
                message: `'${holder}' answers the same bank, interface and login; give one of them another login`,
              },
            ]),
        ...(named === undefined || named === scenario.name
          ? []
          : [
              {
                file,
                path: at('login', LOGIN_LABEL),
                message: `at this bank the login '${login}' stands for the scenario of that name; choose another login`,
              },
            ]),
      ]
    })
  })
}

const answerKey = (blz: string, kind: string, login: Readonly<Record<string, string>>): string =>
  JSON.stringify([blz, kind, Object.entries(login).sort(([a], [b]) => (a < b ? -1 : 1))])

/** How long an authentication lasts where the scenario does not say. */
const LIFETIME = 'PT15M'

const checkScenario = (
  { file, path, value: scenario }: Sourced<Scenario>,
  { personas }: SourcedContents,
): Problem[] => {
  const names = personas.map((persona) => persona.value.name)
  const problem = (inner: Path, message: string): Problem => ({ file, path: [...path, ...inner], message })
  const { persona, validFor = LIFETIME } = scenario
  const whose =
    persona === undefined
      ? canComplete(scenario.steps)
        ? [problem([], `key 'persona' is missing, because the steps can let the user in; one of ${names.join(', ')}`)]
        : []
      : names.includes(persona)
        ? []
        : [
            problem(
              ['persona'],
              `there is no persona '${persona}'${didYouMean(persona, names) || `; there are ${names.join(', ')}`}`,
            ),
          ]
  const times = isNothing(validFor) ? [problem(['validFor'], 'must be longer than nothing')] : []
  return [
    ...whose,
    ...times,
    ...checkSteps(scenario.steps, ['steps'], parseDuration(validFor) ?? 0).map((found) =>
      problem(found.path, found.message),
    ),
  ]
}

interface Found {
  path: Path
  message: string
}

const checkSteps = (steps: readonly Step[], path: Path, lifetime: number): Found[] => {
  const last = steps.findIndex((step) => !canPass(step))
  const unreachable =
    last >= 0 && last < steps.length - 1
      ? [
          {
            path: [...path, last + 1],
            message: `never happens, because nothing gets past step ${last + 1}; remove it, or move it up`,
          },
        ]
      : []
  return [...unreachable, ...steps.flatMap((step, index) => checkStep(step, [...path, index], lifetime))]
}

const checkStep = (step: Step, path: Path, lifetime: number): Found[] => {
  if ('reject' in step) return []
  if ('selectProcedure' in step) return checkSelection(step, path, lifetime)
  const branches = (['otherwise', 'expired', 'tooFast'] as const).flatMap((name) => {
    const given: Branch | undefined = name in step ? Reflect.get(step, name) : undefined
    return given === undefined || 'reject' in given ? [] : checkSteps(given, [...path, name], lifetime)
  })
  const duration = (key: string, name: string, text: string | undefined): Found[] => {
    if (text === undefined) return []
    if (isNothing(text)) return [{ path: [...path, key, name], message: 'must be longer than nothing' }]
    return (parseDuration(text) ?? 0) < lifetime
      ? []
      : [
          {
            path: [...path, key, name],
            message: `${text} is never reached, because the whole authentication is forgotten before; give the scenario a longer validFor`,
          },
        ]
  }
  if ('challenge' in step) return [...duration('challenge', 'validFor', step.challenge.validFor), ...branches]
  if ('redirect' in step) return [...duration('redirect', 'validFor', step.redirect.validFor), ...branches]
  const { validFor, after, afterPolls, byHand, pollInterval } = step.decoupled
  const deciders = [
    ...(after === undefined ? [] : ['after']),
    ...(afterPolls === undefined ? [] : ['afterPolls']),
    ...(byHand ? ['byHand'] : []),
  ]
  return [
    ...duration('decoupled', 'validFor', validFor),
    ...duration('decoupled', 'after', after),
    ...duration('decoupled', 'pollInterval', pollInterval),
    ...(deciders.length > 1
      ? [{ path: [...path, 'decoupled'], message: `${deciders.join(' and ')} exclude each other; keep one` }]
      : []),
    ...(step.tooFast !== undefined && pollInterval === undefined
      ? [
          {
            path: [...path, 'tooFast'],
            message: "never happens without 'pollInterval'; add it to decoupled, or remove this",
          },
        ]
      : []),
    ...branches,
  ]
}

const checkSelection = (
  { selectProcedure: procedures, default: preset }: Extract<Step, { selectProcedure: unknown }>,
  path: Path,
  lifetime: number,
): Found[] => {
  const ids = procedures.map(({ id }) => id)
  return [
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) === index
        ? []
        : [
            {
              path: [...path, 'selectProcedure', index, 'id'],
              message: `the procedure '${id}' is listed twice; give this one another id`,
            },
          ],
    ),
    ...(preset === undefined || ids.includes(preset)
      ? []
      : [
          {
            path: [...path, 'default'],
            message: `there is no procedure '${preset}'${didYouMean(preset, ids) || `; there are ${ids.join(', ')}`}`,
          },
        ]),
    ...procedures.flatMap(({ steps = [] }, index) =>
      checkSteps(steps, [...path, 'selectProcedure', index, 'steps'], lifetime),
    ),
  ]
}

const isNothing = (duration: string): boolean => parseDuration(duration) === 0

/** Whether a step can lead to the one below it. */
const canPass = (step: Step): boolean => {
  if ('reject' in step) return false
  // Procedures with steps of their own never come back to what stands below the selection.
  if ('selectProcedure' in step) return step.selectProcedure.some(({ steps }) => steps === undefined)
  if (!('redirect' in step)) return true
  const { declines, returns } = step.redirect
  return !declines && returns?.error === undefined && returns?.code === undefined
}

/** Whether any path through the steps lets the user in. */
export const canComplete = (steps: readonly Step[]): boolean => {
  const blocked = steps.findIndex((step) => !canPass(step))
  const reached = blocked < 0 ? steps : steps.slice(0, blocked + 1)
  return blocked < 0 || reached.some((step) => branchesOf(step).some(canComplete))
}

const branchesOf = (step: Step): (readonly Step[])[] => {
  if ('reject' in step) return []
  if ('selectProcedure' in step)
    return step.selectProcedure.flatMap(({ steps }) => (steps === undefined ? [] : [steps]))
  return [step.otherwise, step.expired, 'decoupled' in step ? step.tooFast : undefined].flatMap((given) =>
    given === undefined ? [] : 'reject' in given ? [[given]] : [given],
  )
}

/** Whether bookings can be made of a persona's habits: what its accounts, counterparts and texts refer to has to exist. */
export const checkPersona = ({ file, path, value }: Sourced<Persona>): Problem[] => {
  try {
    createLedgers(value, 'check', '2026-01-01')
    return []
  } catch (error) {
    return [{ file, path, message: error instanceof Error ? error.message : String(error) }]
  }
}
