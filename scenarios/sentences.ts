import { parseDuration } from '../server/core/duration.ts'
import { inLanguage, type Text } from '../server/core/text.ts'
import type { Rejection, Scenario, Step } from './types.ts'

/** A duration as people say it: `PT2M` is "2 minutes". */
export const spoken = (duration: string): string => {
  const seconds = (parseDuration(duration) ?? 0) / 1000
  for (const [unit, length] of UNITS) {
    if (seconds >= length && seconds % length === 0) return times(seconds / length, unit)
  }
  return times(seconds, 'second')
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

export const times = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`

/** What the bank says, in English and on one line. */
export const quoted = (text: Text): string => {
  const line = inLanguage(text, 'en').replace(/\s+/g, ' ')
  return `"${line.length > 100 ? `${line.slice(0, 99).trimEnd()}…` : line}"`
}

export const rejectionIn = (step: Extract<Step, { reject: unknown }>): Rejection => {
  const { reject } = step
  return typeof reject === 'object' && 'message' in reject ? reject : { message: reject }
}

export const codeOf = ({ code = 'BANK_SERVER_REJECTION' }: Rejection): string => code

/** How long an authentication lasts where the scenario does not say. */
export const lifetimeOf = ({ validFor = 'PT15M' }: Scenario): string => validFor

/** What moves a step of approval on another device. */
export const decisionIn = ({
  after,
  afterPolls,
  byHand,
  declines,
}: Extract<Step, { decoupled: unknown }>['decoupled']): string => {
  const verb = declines ? 'declines' : 'approves'
  if (after !== undefined) return `${verb} after ${spoken(after)}`
  if (byHand) return 'decides by hand, or never'
  const polls = afterPolls ?? 1
  return polls === 0 ? `has decided before the first poll: ${verb}` : `${verb} after ${times(polls, 'poll')}`
}

/** What is odd about the way back from the bank. */
export const oddReturn = ({ returns }: Extract<Step, { redirect: unknown }>['redirect']): string | undefined => {
  const oddities = [
    ...(returns?.error === undefined ? [] : [`error=${returns.error}`]),
    ...(returns?.code === undefined ? [] : [`a ${returns.code} code`]),
    ...(returns?.state === undefined ? [] : [`a ${returns.state} state`]),
  ]
  return oddities.length === 0 ? undefined : oddities.join(' and ')
}
