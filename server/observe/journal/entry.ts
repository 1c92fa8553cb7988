import type { OperationFacts } from '../../access/operation-facts.ts'
import type { CutPlace } from '../../faults/fault-spec.ts'
import type { ChallengeType } from '../../sca/challenge.ts'
import type { Explanation } from '../../sca/explanation.ts'

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
  /** The hashes of multi-step authentications in request and response. */
  hashes: readonly string[]
  /** The scenario and step that decided the response, for calls that talk to a bank. */
  explanation: Explanation | undefined
  refusedBy: RefusedBy | undefined
  fault: FaultMark | undefined
}

/** An exchange as the journal stores it: plain data, redacted, and cheap to create. */
export interface RecordedExchange extends Common {
  /** The time of the request, in milliseconds since 1970. */
  at: number
  /** The operation's facts, for lint rules. */
  facts: OperationFacts
  request: {
    headers: Readonly<Record<string, string>>
    /** The parsed body, or a text if it was cut or is not parsable. */
    body: unknown
    /** Length of the body in characters. */
    size: number
  }
  response: {
    /** Undefined if the connection ended before the response. */
    status: number | undefined
    headers: Readonly<Record<string, string>>
    text: string | undefined
    /** Length of the body in characters, before redaction and cutting. */
    size: number
    isWhole: boolean
    cut: CutPlace | undefined
  }
}

/** An exchange of the journal: request, response, and the reason. Secrets are redacted. */
export interface JournalEntry extends Common {
  /** The time of the request by the world's clock (ISO 8601, UTC). */
  at: string
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

/** Returns the public form of a recorded exchange. */
export const toJournalEntry = ({ at, response, facts: _, ...common }: RecordedExchange): JournalEntry => ({
  ...common,
  at: new Date(at).toISOString(),
  response: {
    status: response.status,
    headers: response.headers,
    body: readBody(response),
    size: response.size,
    truncated: response.isWhole ? undefined : true,
    cut: response.cut,
  },
})

const readBody = ({ headers, text, isWhole }: RecordedExchange['response']): unknown => {
  if (text === undefined || !isWhole || !headers['content-type']?.startsWith('application/json')) return text
  try {
    return JSON.parse(text)
  } catch {
    // A fault damaged the JSON; the client got this text.
    return text
  }
}

/** Formats an entry as `#12 POST /api/v2/bankConnections/import → 510 ADDITIONAL_AUTHENTICATION_REQUIRED`. */
export const formatHeadline = ({ id, method, path, errorCodes, response }: JournalEntry | RecordedExchange): string =>
  [`#${id} ${method} ${path} → ${response.status ?? 'no response'}`, ...errorCodes].join(' ')

/** The events that the pipeline publishes. */
export interface ExchangeEvents {
  exchange: ExchangeEvent
}

/** A finished exchange. */
export interface ExchangeEvent {
  readonly record: Omit<RecordedExchange, 'id'>
  /** The type of the challenge in the response. */
  readonly challengeType: ChallengeType | undefined
  /** The ids of the banks in the response. */
  readonly listedBanks: readonly number[]
}
