import type { OperationFacts } from '../../access/operation-facts.ts'
import { inLanguage } from '../../core/text.ts'
import type { CutPlace } from '../../faults/fault-spec.ts'
import type { Fault } from '../../faults/faults.ts'
import type { Challenge, ChallengeType } from '../../sca/challenge.ts'
import type { Explanation } from '../../sca/explanation.ts'
import type { Exchange } from '../../world/exchange.ts'
import type { ExchangeEvent, RefusedBy } from './entry.ts'
import {
  findSecrets,
  type IsPublicField,
  JOURNAL_ORIGIN,
  MAX_BODY,
  REDACTED,
  redactBody,
  redactExcerpt,
  redactQuery,
  redactValues,
  replaceValue,
  toStoredHeaders,
  toStoredRawHeaders,
} from './redact.ts'

/** A finished exchange, with everything that the pipeline knows of it. */
export interface FinishedExchange {
  readonly exchange: Exchange
  /** The request's headers in Node's flat list, if there is a socket. */
  readonly rawHeaders: readonly string[] | undefined
  readonly operation: string | undefined
  readonly version: string | undefined
  readonly facts: OperationFacts
  /** True if responses of the endpoint have the header X-Request-Id. */
  readonly hasRequestId: boolean
  /** The last step of the SCA engine that the request caused. */
  readonly explanation: Explanation | undefined
  readonly fault: Fault | undefined
  /** Undefined if nothing was sent. */
  readonly response: RecordedResponse | undefined
  readonly cut: CutPlace | undefined
  /** The message of the error that was thrown, if any. */
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
 * Describes a finished exchange for journal, coverage and lint, without its secrets. It runs for every request, so it
 * reuses the response's text and the parsed body, and parses again only what can contain secrets.
 */
export const recordExchange = (finished: FinishedExchange): ExchangeEvent => {
  const { exchange, response, explanation, fault } = finished
  const { world, request } = exchange
  const isPublicField = world.library.isPublicLabel
  const secrets = mayRepeatSecrets(response) ? readSecrets(exchange, isPublicField) : []
  const text =
    response?.text === undefined ? undefined : redactResponse(response.text, finished, secrets, isPublicField)
  const isWhole = text === undefined || text.length <= MAX_BODY
  const hasNoHeaders = finished.cut === 'before-headers' || finished.cut === 'within-headers'
  return {
    challengeType: readChallengeType(response?.challenge),
    listedBanks: finished.facts.listsBanks && response?.status === 200 ? readBankIds(response.body) : [],
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
        headers:
          finished.rawHeaders === undefined
            ? toStoredHeaders(request.headers)
            : toStoredRawHeaders(finished.rawHeaders),
        body: toStoredBody(exchange, isPublicField),
        size: exchange.sentSize,
      },
      response: {
        status: hasNoHeaders ? undefined : response?.status,
        headers: response === undefined ? {} : toStoredHeaders(Object.entries(response.headers)),
        text: isWhole ? text : copyStart(text),
        size: response?.text?.length ?? 0,
        isWhole,
        cut: finished.cut,
      },
      errorCodes: response?.errorCodes ?? [],
      hashes: readHashes(finished),
      explanation,
      refusedBy: readRefusal(finished, secrets),
      fault: fault && { id: fault.id, kind: fault.spec.kind, when: fault.spec.when ?? 'before' },
    },
  }
}

const readChallengeType = (challenge: Challenge | undefined): ChallengeType | undefined => {
  if (challenge?.status !== 'CHALLENGE_RESPONSE_REQUIRED') return undefined
  if (challenge.photo !== undefined) return 'PHOTO'
  return challenge.opticalData === undefined ? 'TEXT' : 'FLICKER_CODE'
}

const readBankIds = (body: unknown): number[] => {
  const banks: unknown = typeof body === 'object' && body !== null && 'banks' in body ? body.banks : [body]
  if (!Array.isArray(banks)) return []
  return banks.flatMap((bank: unknown) =>
    typeof bank === 'object' && bank !== null && 'id' in bank && typeof bank.id === 'number' ? [bank.id] : [],
  )
}

/** Returns a copy of the start of a text: a slice would keep the whole text in memory. */
const copyStart = (text: string): string => Buffer.from(text.slice(0, MAX_BODY)).toString()

const readQuery = (url: string): string | undefined => {
  const start = url.indexOf('?')
  if (start < 0) return undefined
  const end = url.indexOf('#', start)
  return redactQuery(url.slice(start + 1, end < 0 ? undefined : end))
}

const toStoredBody = ({ sent, sentSize }: Exchange, isPublicField: IsPublicField): unknown => {
  if (sent === undefined) return sentSize === 0 ? undefined : `[unreadable: ${sentSize} characters]`
  const redacted = redactBody(sent, isPublicField)
  return sentSize <= MAX_BODY ? redacted : copyStart(JSON.stringify(redacted))
}

/** Returns whether the response may repeat secrets of the request: errors of tokens do. */
const mayRepeatSecrets = (response: RecordedResponse | undefined): boolean =>
  response?.status === 401 || response?.status === 400

const readSecrets = ({ request, sent }: Exchange, isPublicField: IsPublicField): string[] => {
  const bearer = /^\S+ +(\S+)/.exec(request.headers.get('authorization') ?? '')?.[1]
  return [
    ...findSecrets(sent, isPublicField),
    ...findSecrets(Object.fromEntries(new URL(request.url).searchParams)),
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
  return redactExcerpt(redactValues(text, secrets))
}

const redactJson = (text: string, isPublicField: IsPublicField): string => {
  try {
    return JSON.stringify(redactBody(JSON.parse(text), isPublicField))
  } catch {
    // A fault damaged the text.
    return REDACTED
  }
}

/** Removes the TAN, which test banks show in their message or picture, and the port of this server in the URL of the bank's page. */
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

const readHashes = ({ exchange, response, explanation }: FinishedExchange): string[] => {
  const hashes: string[] = []
  const add = (hash: unknown): void => {
    if (typeof hash === 'string' && !hashes.includes(hash)) hashes.push(hash)
  }
  add(explanation?.flow ?? exchange.flow)
  add(readSentHash(exchange.sent))
  add(response?.challenge?.hash)
  return hashes
}

const readSentHash = (sent: unknown): unknown => {
  if (typeof sent !== 'object' || sent === null || !('multiStepAuthentication' in sent)) return undefined
  const { multiStepAuthentication: answer } = sent
  return typeof answer === 'object' && answer !== null && 'hash' in answer ? answer.hash : undefined
}

/** Returns the refusal of a request; a response that requires more authentication is none. */
const readRefusal = (
  { exchange, response, fault, refusal }: FinishedExchange,
  secrets: readonly string[],
): RefusedBy | undefined => {
  const { stage } = exchange
  if (refusal === undefined) {
    return stage === 'fault' && fault !== undefined
      ? { stage, message: `fault ${fault.id} (${fault.spec.kind}) responded before the request was handled` }
      : undefined
  }
  return response?.challenge === undefined
    ? { stage, message: redactValues(redactExcerpt(refusal), secrets) }
    : undefined
}
