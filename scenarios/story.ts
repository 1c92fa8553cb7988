import { approachOf } from './approach.ts'
import { canComplete } from './check.ts'
import type { Library } from './library.ts'
import { type MeetingPlace, meetingPlaces } from './meeting-places.ts'
import { tellOutcome } from './outcome-story.ts'
import { codeOf, decisionIn, lifetimeOf, oddReturn, quoted, rejectionIn, spoken, times } from './sentences.ts'
import type { Branch, Scenario, Step } from './types.ts'

/** A scenario told step by step, in lines. */
export const tellStory = (library: Library, scenario: Scenario): string[] => [
  `${scenario.name} (${approachOf(scenario)})`,
  scenario.story,
  '',
  'Where it is met',
  ...meetingPlaces(library, scenario).map((place) => `  ${describePlace(place)}`),
  '',
  'What happens',
  ...requirements(scenario),
  ...tellSteps(scenario.steps, '', '  '),
  ...outcome(scenario),
]

const describePlace = ({ blz, bankId, name, interface: kind, login }: MeetingPlace): string => {
  const values = Object.entries(login).map(([label, value]) => `${label} ${value}`)
  return `${blz} (id ${bankId}, ${name}), ${kind}, ${values.length === 0 ? 'any login' : values.join(', ')}`
}

const requirements = ({ requires }: Scenario): string[] => [
  ...(requires?.psuMetadata
    ? [
        '  Every call needs the headers PSU-IP-Address, PSU-Device-OS and PSU-User-Agent; otherwise 422 NO_PSU_METADATA.',
      ]
    : []),
  ...(requires?.accountReferences
    ? ['  Every call needs accountReferences with IBANs of the user; otherwise 422 ILLEGAL_FIELD_VALUE.']
    : []),
]

const outcome = (scenario: Scenario): string[] => {
  const { persona, steps } = scenario
  const asks = steps.some((step) => !('reject' in step))
  return [
    ...(persona === undefined || !canComplete(steps)
      ? []
      : [
          `  In the end: 201, and the accounts of ${persona} are downloaded.`,
          ...tellOutcome(scenario).map((sentence) => `  - ${sentence}`),
        ]),
    ...(asks
      ? [
          `  All of it has to be over within ${spoken(lifetimeOf(scenario))}; after that the hash is 422 NO_EXISTING_CHALLENGE.`,
        ]
      : []),
  ]
}

/** One numbered sentence a step, and below it what else can happen. */
const tellSteps = (steps: readonly Step[], number: string, indent: string): string[] => {
  if (steps.length === 0) return [`${indent}${number === '' ? '' : `${number} `}Nothing is asked.`]
  return steps.flatMap((step, index) => {
    const own = `${number}${index + 1}.`
    const [sentence, ...others] = tellStep(step, own, `${indent}   `)
    return [`${indent}${own} ${sentence}`, ...others]
  })
}

const tellStep = (step: Step, number: string, indent: string): string[] => {
  if ('reject' in step) {
    const rejection = rejectionIn(step)
    const lock = rejection.locksLogin ? '; from then on the bank refuses this login' : ''
    return [`It ends with ${codeOf(rejection)}: ${quoted(rejection.message)}${lock}`]
  }
  const branch = (when: string, given: Branch | undefined): string[] => {
    if (given === undefined) return [`${indent}- ${when}: it ends with BANK_SERVER_REJECTION.`]
    const inner = 'reject' in given ? [given] : given
    const [first] = inner
    if (inner.length === 1 && first !== undefined && 'reject' in first) {
      const [sentence = ''] = tellStep(first, number, indent)
      return [`${indent}- ${when}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`]
    }
    return [`${indent}- ${when}:`, ...tellSteps(inner, number, `${indent}  `)]
  }
  if ('selectProcedure' in step) return tellSelection(step, number, indent)
  if ('challenge' in step) return tellChallenge(step, branch)
  if ('redirect' in step) return tellRedirect(step, branch, indent)
  return tellDecoupled(step, branch)
}

type TellBranch = (when: string, given: Branch | undefined) => string[]

const tellSelection = (
  { selectProcedure: procedures, default: preset }: Extract<Step, { selectProcedure: unknown }>,
  number: string,
  indent: string,
): string[] => {
  const names = procedures.map(({ id, name }) => `${id} (${name})`).join(', ')
  return [
    preset === undefined
      ? `The user chooses a procedure, 510 TWO_STEP_PROCEDURE_REQUIRED: ${names}.`
      : `The bank takes the procedure ${preset} without asking; of ${names}.`,
    ...procedures.flatMap(({ id, steps, implicitExecute }) =>
      steps === undefined
        ? []
        : [
            `${indent}- With ${id}${implicitExecute ? ', which runs by itself' : ''}:`,
            ...tellSteps(steps, number, `${indent}  `),
          ],
    ),
  ]
}

const tellChallenge = (step: Extract<Step, { challenge: unknown }>, branch: TellBranch): string[] => {
  const { answer, type, attempts = 1, validFor, message, label } = step.challenge
  const shown = type === undefined ? '' : ` as ${type}`
  const silent = [...(message === null ? ['message'] : []), ...(label === null ? ['label'] : [])]
  return [
    `The bank asks for a TAN${shown}, 510 CHALLENGE_RESPONSE_REQUIRED${silent.length === 0 ? '' : `, without ${silent.join(' and ')}`}. ` +
      `Right is ${answer}; the user may try ${times(attempts, 'time')}.`,
    ...branch(attempts === 1 ? 'A wrong TAN' : 'The last wrong TAN', step.otherwise),
    ...(validFor === undefined ? [] : branch(`A TAN after ${spoken(validFor)}`, step.expired)),
  ]
}

const tellRedirect = (step: Extract<Step, { redirect: unknown }>, branch: TellBranch, indent: string): string[] => {
  const { user, pin, declines, validFor, returns } = step.redirect
  const odd = oddReturn(step.redirect)
  return [
    `The user is sent to the bank's page, 510 REDIRECT_REQUIRED, logs in as ${user} / ${pin} and approves or cancels.`,
    ...(odd === undefined ? [] : [`${indent}- The bank sends the user back with ${odd}.`]),
    ...(returns?.state === undefined
      ? []
      : [
          `${indent}- A callback without the right state is refused with ILLEGAL_FIELD_VALUE, and the flow stays open.`,
        ]),
    ...(returns?.code === undefined
      ? []
      : [`${indent}- A callback without the right code ends it with BANK_SERVER_REJECTION.`]),
    ...branch(
      declines
        ? 'Whatever the user does'
        : returns?.error === undefined
          ? 'When the user cancels'
          : 'When the client reports the error',
      step.otherwise,
    ),
    ...(validFor === undefined ? [] : branch(`A return after ${spoken(validFor)}`, step.expired)),
  ]
}

const tellDecoupled = (step: Extract<Step, { decoupled: unknown }>, branch: TellBranch): string[] => {
  const { declines, byHand, validFor, pollInterval, message } = step.decoupled
  return [
    `The user is asked on another device, 510 DECOUPLED_AUTH_REQUIRED${message === null ? ', without message' : ''}, and ${decisionIn(step.decoupled)}; ` +
      'until then a poll is answered with DECOUPLED_AUTH_IN_PROGRESS.',
    ...(declines || byHand ? branch(declines ? 'As the user declines' : 'When the user declines', step.otherwise) : []),
    ...(validFor === undefined ? [] : branch(`Undecided after ${spoken(validFor)}`, step.expired)),
    ...(pollInterval === undefined ? [] : branch(`A poll within ${spoken(pollInterval)} of the last`, step.tooFast)),
  ]
}

/** The body of a first call, for API v2. */
export const firstCall = (library: Library, scenario: Scenario): object => {
  const [place] = meetingPlaces(library, scenario)
  const bank = place && library.bank(place.bankId)
  const bankInterface = bank?.interfaces.find((candidate) => candidate.interface === place?.interface)
  const login = (bankInterface?.loginCredentials ?? []).map(({ label, secret }) => ({
    label,
    value: place?.login[label] ?? (secret ? '12345' : 'lena'),
  }))
  const redirects = bankInterface?.properties?.includes('REDIRECT_APPROACH') ?? false
  const ibans = scenario.requires?.accountReferences ? library.ibansOf(scenario) : []
  return {
    bankId: place?.bankId,
    bankingInterface: place?.interface,
    ...(login.length === 0 ? {} : { loginCredentials: login }),
    ...(redirects ? { redirectUrl: 'http://localhost:3000/return' } : {}),
    ...(ibans.length === 0 ? {} : { accountReferences: ibans.map((iban) => ({ iban })) }),
  }
}
