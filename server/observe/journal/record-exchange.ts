import type { OperationFacts } from '../../access/operation-facts.ts'
import { inLanguage } from '../../core/text.ts'
import type { CutPlace } from '../../faults/fault-spec.ts'
import type { Fault } from '../../faults/faults.ts'
import type { Challenge, ChallengeType } from '../../sca/challenge.ts'
import type { Explanation } from '../../sca/explanation.ts'
import type { Exchange } from '../../world/exchange.ts'
import type { ExchangeEvent, RefusedBy } from './entry.ts'
import { MAX_BODY } from './journal.ts'
import {
  hideQuoted,
  hideWithin,
  type IsPublicField,
  JOURNAL_ORIGIN,
  keptHeaders,
  keptRawHeaders,
  REDACTED,
  redactBody,
  redactQuery,
  replaceValue,
  secretsIn,
} from './redact.ts'

/** A finished exchange, as the pipeline knows it. */
export interface FinishedExchange {
  readonly exchange: Exchange
  /** The request's headers in Node's flat list, if there is a socket. */
  readonly rawHeaders: readonly string[] | undefined
  readonly operation: string | undefined
  readonly version: string | undefined
  readonly facts: OperationFacts
  /** Whether requests of this kind have an id. */
  readonly hasRequestId: boolean
  /** The last step of the SCA engine that the request caused. */
  readonly explanation: Explanation | undefined
  readonly fault: Fault | undefined
  /** Undefined if nothing was sent. */
  readonly response: RecordedResponse | undefined
  readonly cut: CutPlace | undefined
  /** The message of the error that was thrown, if one was. */
  readonly refusal: string | undefined
}

export interface RecordedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Undefined for an empty body, and for pages, which are not stored. */
  readonly text: string | undefined
  /** The body before it became text; undefined if a fault replaced it. */
  readonly body: unknown
  readonly errorCodes: readonly string[]
  readonly challenge: Challenge | undefined
}

/**
 * Describes a finished exchange for journal, coverage and lint, without its secrets. Every request passes here, so it
 * uses what exists (the text of the response, the parsed body) and looks closer only where something can be secret.
 */
export const recordExchange = (finished: FinishedExchange): ExchangeEvent => {
  const { exchange, response, explanation, fault } = finished
  const { world, request } = exchange
  const secrets = mayRepeatSecrets(response) ? givenSecrets(exchange) : []
  const isPublicField = world.library.isPublicLabel
  const text =
    response?.text === undefined ? undefined : redactResponse(response.text, finished, secrets, isPublicField)
  const isWhole = text === undefined || text.length <= MAX_BODY
  const hasNoHead = finished.cut === 'before-headers' || finished.cut === 'within-headers'
  return {
    challengeType: challengeType(response?.challenge),
    listedBanks: finished.facts.listsBanks && response?.status === 200 ? listedBanks(response.body) : [],
    record: {
      at: exchange.startedAt,
      milliseconds: world.clock.now() - exchange.startedAt,
      requestId: finished.hasRequestId ? exchange.requestId : undefined,
      version: finished.version,
      operation: finished.operation,
      facts: finished.facts,
      method: request.method,
      path: exchange.path,
      query: readQuery(request.url),
      clientId: exchange.clientId,
      userId: exchange.userId,
      request: {
        headers: finished.rawHeaders === undefined ? keptHeaders(request.headers) : keptRawHeaders(finished.rawHeaders),
        body: storedBody(exchange, isPublicField),
        size: exchange.sentSize,
      },
      response: {
        status: hasNoHead ? undefined : response?.status,
        headers: response === undefined ? {} : keptHeaders(Object.entries(response.headers)),
        text: isWhole ? text : beginningOf(text),
        size: response?.text?.length ?? 0,
        isWhole,
        cut: finished.cut,
      },
      errorCodes: response?.errorCodes ?? [],
      hashes: hashesOf(finished),
      explanation,
      refusedBy: refusedBy(finished, secrets),
      fault: fault && { id: fault.id, kind: fault.spec.kind, when: fault.spec.when ?? 'before' },
    },
  }
}

const challengeType = (challenge: Challenge | undefined): ChallengeType | undefined => {
  if (challenge?.status !== 'CHALLENGE_RESPONSE_REQUIRED') return undefined
  if (challenge.photo !== undefined) return 'PHOTO'
  return challenge.opticalData === undefined ? 'TEXT' : 'FLICKER_CODE'
}

const listedBanks = (body: unknown): number[] => {
  const banks: unknown = typeof body === 'object' && body !== null && 'banks' in body ? body.banks : [body]
  if (!Array.isArray(banks)) return []
  return banks.flatMap((bank: unknown) =>
    typeof bank === 'object' && bank !== null && 'id' in bank && typeof bank.id === 'number' ? [bank.id] : [],
  )
}

/** Copies the beginning: a part of a text keeps the whole of it in memory. */
const beginningOf = (text: string): string => Buffer.from(text.slice(0, MAX_BODY)).toString()

const readQuery = (url: string): string | undefined => {
  const start = url.indexOf('?')
  if (start < 0) return undefined
  const end = url.indexOf('#', start)
  return redactQuery(url.slice(start + 1, end < 0 ? undefined : end))
}

const storedBody = ({ sent, sentSize }: Exchange, isPublicField: IsPublicField): unknown => {
  if (sent === undefined) return sentSize === 0 ? undefined : `[unreadable: ${sentSize} characters]`
  const redacted = redactBody(sent, isPublicField)
  return sentSize <= MAX_BODY ? redacted : beginningOf(JSON.stringify(redacted))
}

/** Refusals of tokens repeat them. */
const mayRepeatSecrets = (response: RecordedResponse | undefined): boolean =>
  response?.status === 401 || response?.status === 400

const givenSecrets = ({ request, sent }: Exchange): string[] => {
  const bearer = /^\S+ +(\S+)/.exec(request.headers.get('authorization') ?? '')?.[1]
  return [
    ...secretsIn(sent),
    ...secretsIn(Object.fromEntries(new URL(request.url).searchParams)),
    ...(bearer ? [bearer] : []),
  ]
}

const redactResponse = (
  text: string,
  { exchange, response, facts, refusal }: FinishedExchange,
  secrets: readonly string[],
  isPublicField: IsPublicField,
): string => {
  const challenge = response?.challenge
  if (challenge !== undefined) return redactChallenge(text, challenge, exchange)
  if (refusal === undefined) return facts.issuesSecrets ? redactJson(text, isPublicField) : text
  return hideQuoted(hideWithin(text, secrets))
}

const redactJson = (text: string, isPublicField: IsPublicField): string => {
  try {
    return JSON.stringify(redactBody(JSON.parse(text), isPublicField))
  } catch {
    // A fault damaged it.
    return REDACTED
  }
}

/** Test banks show the TAN in their message or picture; and the address of the bank's page has this server's port. */
const redactChallenge = (text: string, challenge: Challenge, { baseUrl, language }: Exchange): string => {
  let redacted = text
  if (challenge.redirectUrl !== undefined) redacted = redacted.replaceAll(new URL(baseUrl).origin, JOURNAL_ORIGIN)
  if (challenge.photo !== undefined || challenge.opticalData !== undefined) {
    redacted = redacted.replace(/"(photoTanData|opticalData)":"[^"]*"/g, `"$1":"${REDACTED}"`)
  }
  const { answer, message } = challenge
  if (answer === undefined || message === undefined) return redacted
  const shown = inLanguage(message, language)
  return shown.includes(answer) ? replaceValue(redacted, shown, shown.replaceAll(answer, REDACTED)) : redacted
}

const hashesOf = ({ exchange, response, explanation }: FinishedExchange): string[] => {
  const hashes: string[] = []
  const add = (hash: unknown): void => {
    if (typeof hash === 'string' && !hashes.includes(hash)) hashes.push(hash)
  }
  add(explanation?.flow ?? exchange.flow)
  add(sentHash(exchange.sent))
  add(response?.challenge?.hash)
  return hashes
}

const sentHash = (sent: unknown): unknown => {
  if (typeof sent !== 'object' || sent === null || !('multiStepAuthentication' in sent)) return undefined
  const { multiStepAuthentication: answer } = sent
  return typeof answer === 'object' && answer !== null && 'hash' in answer ? answer.hash : undefined
}

/** A response that requires more authentication is no refusal. */
const refusedBy = (
  { exchange, response, fault, refusal }: FinishedExchange,
  secrets: readonly string[],
): RefusedBy | undefined => {
  const { stage } = exchange
  if (refusal === undefined) {
    return stage === 'fault' && fault !== undefined
      ? { stage, message: `fault ${fault.id} (${fault.spec.kind}) responded before the request was handled` }
      : undefined
  }
  return response?.challenge === undefined ? { stage, message: hideWithin(hideQuoted(refusal), secrets) } : undefined
}
