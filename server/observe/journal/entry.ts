import type { OperationFacts } from '../../access/operation-facts.ts'
import type { Language } from '../../core/text.ts'
import type { CutPlace } from '../../faults/fault-spec.ts'
import type { Challenge, ChallengeType } from '../../sca/challenge.ts'
import type { Explanation } from '../../sca/explanation.ts'
import { redactText } from './redact.ts'

/** The stage that a request reached. */
export type Stage = 'world' | 'fault' | 'route' | 'request-id' | 'authorize' | 'validate' | 'handler'

/** The reason for which a request was refused, and the stage that refused it. */
export interface RefusedBy {
  stage: Stage
  message: string
}

/** A fault that hit a request. */
export interface FaultMark {
  id: number
  kind: string
  when: 'before' | 'after'
}

/** The fields common to a journal entry and its stored record. */
interface Common {
  /** Counts from 1 in the order of the responses. */
  id: number
  /** The duration by the world's clock. */
  milliseconds: number
  requestId: string | undefined
  /** The API version, `v1` or `v2`; undefined for the bank's pages and unknown paths. */
  version: string | undefined
  /** The operation's id in the contract; `bank-page` for a request of the PSU's browser to the bank. */
  operation: string | undefined
  method: string
  /** The path without host, world and query. */
  path: string
  query: string | undefined
  clientId: string | undefined
  userId: string | undefined
  errorCodes: readonly string[]
  /** The scenario and step that decided the response, for calls that talk to a bank. */
  explanation: Explanation | undefined
  fault: FaultMark | undefined
}

/**
 * An exchange as the journal stores it, apart from its texts: what the pipeline had at hand, because it is stored for
 * every request and read for few. It contains secrets; `toJournalEntry` removes them.
 */
export interface RecordedExchange extends Common {
  /** The time of the request, in milliseconds since 1970. */
  readonly at: number
  /** The operation's facts, for lint rules. */
  readonly facts: OperationFacts
  /** Undefined if the connection ended before the response. */
  readonly status: number | undefined
  readonly responseHeaders: Readonly<Record<string, string>>
  /** The place at which a fault cut the connection. */
  readonly cut: CutPlace | undefined
  /** The first hash of the flow, the hash that the request contains, and that of the challenge. */
  readonly flowHash: string | undefined
  readonly sentHash: string | undefined
  readonly challenge: Challenge | undefined
  readonly stage: Stage
  /** The message of the error that the request got. */
  refusal: string | undefined
  /** The world's base URL and the language of the response, which the challenge contains. */
  readonly baseUrl: string
  readonly language: Language
  /** Returns whether the values of a login field are public. */
  readonly isPublicField: (label: string) => boolean
}

/** The texts of an exchange, which contain secrets. */
export interface ExchangeTexts {
  /** The names and values of the request's headers in one flat list, as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly request: BodyText | undefined
  readonly response: BodyText | undefined
}

/** A body of an exchange. */
export interface BodyText {
  /** As it was sent; the start of the redacted body if it is too large. Undefined if the journal does not store it. */
  readonly text: string | undefined
  /** The length of the whole body in characters. */
  readonly size: number
  /** False if only the start of the body is stored. */
  readonly isWhole: boolean
}

/** An exchange of the journal: request, response, and the reason. Secrets are redacted. */
export interface JournalEntry extends Common {
  /** The time of the request by the world's clock (ISO 8601, UTC). */
  at: string
  /** The hashes of multi-step authentications in request and response. */
  hashes: readonly string[]
  refusedBy: RefusedBy | undefined
  request: {
    headers: Readonly<Record<string, string>>
    body: unknown
    size: number
  }
  response: {
    status: number | undefined
    headers: Readonly<Record<string, string>>
    /** Parsed JSON if the body is complete JSON, otherwise a text. */
    body: unknown
    size: number
    /** True if only the start of the body is stored. */
    truncated: true | undefined
    /** The place at which a fault cut the connection. */
    cut: CutPlace | undefined
  }
}

/** Formats an entry as `#12 POST /api/v2/bankConnections/import → 510 ADDITIONAL_AUTHENTICATION_REQUIRED`. */
export const formatHeadline = ({ id, method, path, errorCodes, status }: RecordedExchange): string =>
  [`#${id} ${method} ${redactText(path)} → ${status ?? 'no response'}`, ...errorCodes].join(' ')

/** Returns the hashes of multi-step authentications in request and response, each once. */
export const listHashes = ({ flowHash, sentHash, challenge }: RecordedExchange): string[] => [
  ...new Set([flowHash, sentHash, challenge?.hash].filter((hash) => hash !== undefined)),
]

/** The events that the pipeline publishes. */
export interface ExchangeEvents {
  exchange: ExchangeEvent
}

/** A finished exchange. */
export interface ExchangeEvent {
  /** Its id is 0 until the journal stores it. */
  readonly record: RecordedExchange
  readonly texts: ExchangeTexts
  /** The type of the challenge in the response. */
  readonly challengeType: ChallengeType | undefined
  /** The ids of the banks in the response. */
  readonly listedBanks: readonly number[]
}
