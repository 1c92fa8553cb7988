import type { OperationFacts } from '../../access/operation-facts.ts'
import { queryOf } from '../../core/http-request.ts'
import type { CutPlace } from '../../faults/fault-spec.ts'
import type { Fault } from '../../faults/faults.ts'
import type { Challenge, ChallengeType } from '../../sca/challenge.ts'
import type { Explanation } from '../../sca/explanation.ts'
import type { Exchange } from '../../world/exchange.ts'
import type { BodyText, ExchangeEvent, ExchangeTexts, RecordedExchange } from './entry.ts'
import { hasLongBody, shortenBodies } from './render-entry.ts'

/** A finished exchange, with everything that the pipeline knows of it. */
export interface FinishedExchange {
  readonly exchange: Exchange
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
  readonly text: string | undefined
  /** False for pages, whose bodies are not stored. */
  readonly storesText: boolean
  /** The body before it became text; undefined if a fault replaced it. */
  readonly body: unknown
  readonly errorCodes: readonly string[]
  readonly challenge: Challenge | undefined
}

/**
 * Records a finished exchange for journal, coverage and lint. It runs for every request, so it keeps references and
 * leaves all work, redaction included, to `toJournalEntry`; only bodies that are cut are redacted before.
 */
export const recordExchange = (finished: FinishedExchange): ExchangeEvent => {
  const { exchange, response, explanation, fault, cut, facts } = finished
  const { world, request } = exchange
  const hasNoHeaders = cut === 'before-headers' || cut === 'within-headers'
  const record: RecordedExchange = {
    id: 0,
    at: exchange.startedAt,
    milliseconds: world.clock.now() - exchange.startedAt,
    requestId: finished.hasRequestId ? exchange.requestId : undefined,
    version: finished.version,
    operation: finished.operation,
    facts,
    method: request.method,
    path: exchange.path,
    query: queryOf(request.url),
    clientId: exchange.clientId,
    userId: exchange.userId,
    status: hasNoHeaders ? undefined : response?.status,
    responseHeaders: response?.headers ?? NO_HEADERS,
    cut,
    errorCodes: response?.errorCodes ?? NO_CODES,
    flowHash: explanation?.flow ?? exchange.flow,
    sentHash: readSentHash(exchange.sent),
    challenge: response?.challenge,
    explanation,
    stage: exchange.stage,
    refusal: finished.refusal,
    fault: fault && { id: fault.id, kind: fault.spec.kind, when: fault.spec.when ?? 'before' },
    baseUrl: exchange.baseUrl,
    language: exchange.language,
    isPublicField: world.library.isPublicLabel,
  }
  const texts: ExchangeTexts = {
    rawHeaders: request.rawHeaders,
    request: toBodyText(exchange.sentText),
    response: response && toBodyText(response.text, response.storesText),
  }
  return {
    record,
    texts: hasLongBody(texts) ? shortenBodies(record, texts) : texts,
    challengeType: readChallengeType(response?.challenge),
    listedBanks: facts.listsBanks && response?.status === 200 ? readBankIds(response.body) : NO_BANKS,
  }
}

const NO_HEADERS = {}
const NO_CODES: readonly string[] = []
const NO_BANKS: readonly number[] = []

const toBodyText = (text: string | undefined, storesText = true): BodyText | undefined =>
  text === undefined ? undefined : { text: storesText ? text : undefined, size: text.length, isWhole: true }

const readSentHash = (sent: unknown): string | undefined => {
  if (typeof sent !== 'object' || sent === null || !('multiStepAuthentication' in sent)) return undefined
  const { multiStepAuthentication: answer } = sent
  if (typeof answer !== 'object' || answer === null || !('hash' in answer)) return undefined
  return typeof answer.hash === 'string' ? answer.hash : undefined
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
