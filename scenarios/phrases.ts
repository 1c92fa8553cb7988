import { requireDuration } from '../server/core/duration.ts'
import { inLanguage, type Text } from '../server/core/text.ts'
import { DEFAULT_FLOW_LIFETIME } from './defaults.ts'
import type { DecoupledStep, RedirectStep, Rejection, RejectStep, Scenario } from './types.ts'

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** Returns a duration in words: `PT2M` is "2 minutes". */
export const formatDuration = (duration: string): string => {
  const seconds = requireDuration(duration) / 1000
  for (const [unit, length] of UNITS) {
    if (seconds >= length && seconds % length === 0) return formatCount(seconds / length, unit)
  }
  return formatCount(seconds, 'second')
}

/** Returns a number with its noun: "1 poll", "3 polls". */
export const formatCount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Returns a text of the bank in English, on one line and in quotes. */
export const quote = (text: Text): string => {
  const line = inLanguage(text, 'en').replace(/\s+/g, ' ')
  return `"${line.length > 100 ? `${line.slice(0, 99).trimEnd()}…` : line}"`
}

/** Returns a sentence as a part of another one; an abbreviation at its beginning keeps its capitals. */
export const lowerFirst = (sentence: string): string =>
  /^[A-Z][^A-Z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence

export const readRejection = ({ reject }: RejectStep): Rejection =>
  typeof reject === 'object' && 'message' in reject ? reject : { message: reject }

export const rejectionCode = ({ code = 'BANK_SERVER_REJECTION' }: Rejection): string => code

export const flowLifetime = ({ validFor = DEFAULT_FLOW_LIFETIME }: Scenario): string => validFor

/** Returns when and how the PSU decides on another device, as in "the PSU approves after 3 polls". */
export const describeDecision = ({ after, afterPolls = 1, byHand, declines }: DecoupledStep['decoupled']): string => {
  const verb = declines ? 'declines' : 'approves'
  if (after !== undefined) return `${verb} after ${formatDuration(after)}`
  if (byHand) return 'decides by hand, or never'
  return afterPolls === 0 ? `${verb} before the first poll` : `${verb} after ${formatCount(afterPolls, 'poll')}`
}

/** Returns what is wrong with the query of the return URL; undefined for an ordinary return. */
export const describeOddReturn = ({ returns }: RedirectStep['redirect']): string | undefined => {
  const oddities = [
    returns?.error === undefined ? undefined : `error=${returns.error}`,
    returns?.code === undefined ? undefined : `a ${returns.code} code`,
    returns?.state === undefined ? undefined : `a ${returns.state} state`,
  ].filter((oddity) => oddity !== undefined)
  return oddities.length === 0 ? undefined : oddities.join(' and ')
}
