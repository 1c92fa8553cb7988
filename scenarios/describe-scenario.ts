import { approachOf } from './approach.ts'
import { describeOutcome } from './describe-outcome.ts'
import { type EntryPoint, entryPoints } from './entry-points.ts'
import type { Library } from './library.ts'
import {
  describeDecision,
  describeOddReturn,
  flowLifetime,
  formatCount,
  formatDuration,
  lowerFirst,
  quote,
  readRejection,
  rejectionCode,
} from './phrases.ts'
import { canComplete } from './steps.ts'
import type {
  Branch,
  ChallengeStep,
  DecoupledStep,
  RedirectStep,
  RejectStep,
  Scenario,
  SelectProcedureStep,
  Step,
} from './types.ts'

/** Returns a scenario step by step, in lines of plain text. */
export const describeScenario = (library: Library, scenario: Scenario): string[] => [
  `${scenario.name} (${approachOf(scenario)})`,
  scenario.description,
  ...(scenario.clientBehaviour === undefined ? [] : [`Client: ${scenario.clientBehaviour}`]),
  '',
  'Available at',
  ...entryPoints(library, scenario).map((entryPoint) => `  ${formatEntryPoint(entryPoint)}`),
  '',
  'Steps',
  ...describeRequirements(scenario),
  ...describeSteps(scenario.steps, '', '  '),
  ...describeEnd(library, scenario),
]

const formatEntryPoint = ({ blz, bankId, name, interface: kind, login }: EntryPoint): string => {
  const values = Object.entries(login).map(([label, value]) => `${label} ${value}`)
  return `${blz} (id ${bankId}, ${name}), ${kind}, ${values.length === 0 ? 'any login' : values.join(', ')}`
}

const describeRequirements = ({ requires }: Scenario): string[] => [
  ...(requires?.psuMetadata
    ? ['  Every call must send PSU-IP-Address, PSU-Device-OS and PSU-User-Agent; otherwise 422 NO_PSU_METADATA.']
    : []),
  ...(requires?.accountReferences
    ? ['  Every call must send accountReferences with IBANs of the PSU; otherwise 422 ILLEGAL_FIELD_VALUE.']
    : []),
]

const describeEnd = (library: Library, scenario: Scenario): string[] => {
  const lines: string[] = []
  if (scenario.persona !== undefined && canComplete(scenario.steps)) {
    const { name, accounts } = library.persona(scenario.persona)
    lines.push(`  Result: 201; the accounts of ${name} are downloaded (${accounts.map((one) => one.name).join(', ')}).`)
    lines.push(...describeOutcome(scenario).map((sentence) => `  - ${sentence}`))
  }
  if (scenario.steps.some((step) => !('reject' in step))) {
    const lifetime = formatDuration(flowLifetime(scenario))
    lines.push(`  Everything must be over within ${lifetime}; afterwards the hash is 422 NO_EXISTING_CHALLENGE.`)
  }
  return lines
}

/** Returns one numbered sentence a step, followed by its branches. */
const describeSteps = (steps: readonly Step[], number: string, indent: string): string[] => {
  if (steps.length === 0) return [`${indent}${number === '' ? '' : `${number} `}No authentication.`]
  return steps.flatMap((step, index) => {
    const own = `${number}${index + 1}.`
    const [sentence, ...branches] = describeStep(step, { number: own, indent: `${indent}   ` })
    return [`${indent}${own} ${sentence}`, ...branches]
  })
}

/** The position of a step in the text: its number, such as `2.1.`, and the indentation of its lines. */
interface Place {
  readonly number: string
  readonly indent: string
}

const describeStep = (step: Step, place: Place): string[] => {
  if ('reject' in step) return [describeRejection(step)]
  if ('selectProcedure' in step) return describeSelection(step, place)
  if ('challenge' in step) return describeChallenge(step, place)
  return 'redirect' in step ? describeRedirect(step, place) : describeDecoupled(step, place)
}

const describeRejection = (step: RejectStep): string => {
  const rejection = readRejection(step)
  const lock = rejection.locksLogin ? '; from then on the bank refuses this login' : ''
  return `It ends with ${rejectionCode(rejection)}: ${quote(rejection.message)}${lock}`
}

const describeBranch = (when: string, branch: Branch | undefined, { number, indent }: Place): string[] => {
  if (branch === undefined) return [`${indent}- ${when}: it ends with BANK_SERVER_REJECTION.`]
  const steps = 'reject' in branch ? [branch] : branch
  const [first] = steps
  if (steps.length === 1 && first !== undefined && 'reject' in first) {
    return [`${indent}- ${when}: ${lowerFirst(describeRejection(first))}`]
  }
  return [`${indent}- ${when}:`, ...describeSteps(steps, number, `${indent}  `)]
}

/** Describes the branch of a step that has a time limit. */
const describeExpiry = (
  when: (limit: string) => string,
  validFor: string | undefined,
  expired: Branch | undefined,
  place: Place,
): string[] => (validFor === undefined ? [] : describeBranch(when(formatDuration(validFor)), expired, place))

const describeSelection = (
  { selectProcedure: procedures, default: preset }: SelectProcedureStep,
  { number, indent }: Place,
): string[] => {
  const names = procedures.map(({ id, name }) => `${id} (${name})`).join(', ')
  return [
    preset === undefined
      ? `The PSU chooses a procedure, 510 TWO_STEP_PROCEDURE_REQUIRED: ${names}.`
      : `The bank uses the procedure ${preset} without asking; available: ${names}.`,
    ...procedures.flatMap(({ id, steps, implicitExecute }) =>
      steps === undefined
        ? []
        : [
            `${indent}- With ${id}${implicitExecute ? ', which runs by itself' : ''}:`,
            ...describeSteps(steps, number, `${indent}  `),
          ],
    ),
  ]
}

const describeChallenge = ({ challenge, otherwise, expired }: ChallengeStep, place: Place): string[] => {
  const { answer, type, attempts = 1, validFor, message, label } = challenge
  const silent = [...(message === null ? ['message'] : []), ...(label === null ? ['label'] : [])]
  const status = `510 CHALLENGE_RESPONSE_REQUIRED${silent.length === 0 ? '' : `, without ${silent.join(' and ')}`}`
  return [
    `The bank asks for a TAN${type === undefined ? '' : ` as ${type}`}, ${status}. ` +
      `The right TAN is ${answer}; the PSU has ${formatCount(attempts, 'attempt')}.`,
    ...describeBranch(attempts === 1 ? 'A wrong TAN' : 'The last wrong TAN', otherwise, place),
    ...describeExpiry((limit) => `A TAN after ${limit}`, validFor, expired, place),
  ]
}

const describeRedirect = ({ redirect, otherwise, expired }: RedirectStep, place: Place): string[] => {
  const { user, pin, validFor, returns } = redirect
  const odd = describeOddReturn(redirect)
  const { indent } = place
  return [
    `The PSU goes to the bank's page, 510 REDIRECT_REQUIRED, logs in as ${user} / ${pin} and approves or cancels.`,
    ...(odd === undefined ? [] : [`${indent}- The bank sends the PSU back with ${odd}.`]),
    ...(returns?.state === undefined
      ? []
      : [
          `${indent}- A callback without the right state is refused with ILLEGAL_FIELD_VALUE, and the flow stays open.`,
        ]),
    ...(returns?.code === undefined
      ? []
      : [`${indent}- A callback without the right code ends it with BANK_SERVER_REJECTION.`]),
    ...describeBranch(refusalCondition(redirect), otherwise, place),
    ...describeExpiry((limit) => `A return after ${limit}`, validFor, expired, place),
  ]
}

const refusalCondition = ({ declines, returns }: RedirectStep['redirect']): string => {
  if (declines) return 'In any case'
  return returns?.error === undefined ? 'If the PSU cancels' : 'When the client reports the error'
}

const describeDecoupled = ({ decoupled, otherwise, expired, tooFast }: DecoupledStep, place: Place): string[] => {
  const { declines, byHand, validFor, pollInterval, message } = decoupled
  const silent = message === null ? ', without message' : ''
  return [
    `The PSU gets a request on another device, 510 DECOUPLED_AUTH_REQUIRED${silent}, and ${describeDecision(decoupled)}; ` +
      'until then a poll gets DECOUPLED_AUTH_IN_PROGRESS.',
    ...(declines || byHand
      ? describeBranch(declines ? 'When the PSU has declined' : 'If the PSU declines', otherwise, place)
      : []),
    ...describeExpiry((limit) => `No decision within ${limit}`, validFor, expired, place),
    ...describeExpiry((limit) => `A poll within ${limit} of the last`, pollInterval, tooFast, place),
  ]
}

/** Returns the body of a first import call to the first entry point of a scenario, for API v2. */
export const firstCall = (library: Library, scenario: Scenario): object => {
  const [entryPoint] = entryPoints(library, scenario)
  const bank = entryPoint && library.bank(entryPoint.bankId)
  const bankInterface = bank?.interfaces.find((candidate) => candidate.interface === entryPoint?.interface)
  const login = (bankInterface?.loginCredentials ?? []).map(({ label, secret }) => ({
    label,
    value: entryPoint?.login[label] ?? (secret ? '12345' : 'lena'),
  }))
  const redirects = bankInterface?.properties?.includes('REDIRECT_APPROACH') ?? false
  const ibans = scenario.requires?.accountReferences ? library.ibansOf(scenario) : []
  return {
    bankId: entryPoint?.bankId,
    bankingInterface: entryPoint?.interface,
    ...(login.length === 0 ? {} : { loginCredentials: login }),
    ...(redirects ? { redirectUrl: 'http://localhost:3000/return' } : {}),
    ...(ibans.length === 0 ? {} : { accountReferences: ibans.map((iban) => ({ iban })) }),
  }
}
