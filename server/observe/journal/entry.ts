import type { OperationFacts } from '../../access/operation-facts.ts'
import type { CutPlace } from '../../faults/fault-spec.ts'
import type { ChallengeType } from '../../sca/challenge.ts'
import type { Explanation } from '../../sca/explanation.ts'

/** The stage that a request reached. */
export type Stage = 'world' | 'fault' | 'route' | 'request-id' | 'authorize' | 'validate' | 'handler'

/** The reason why a request was refused, and the stage. */
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

/** The fields that an entry and its record have in common. */
interface Common {
  /** 1, 2, … in the order in which the responses were sent. */
  id: number
  /** The duration by the world's clock. */
  milliseconds: number
  requestId: string | undefined
  /** `v1` or `v2`; undefined for the bank's pages and unknown paths. */
  version: string | undefined
  /** The operation of the contract; `bank-page` for a request of a PSU's browser to the bank. */
  operation: string | undefined
  method: string
  /** Without host, world and query. */
  path: string
  query: string | undefined
  clientId: string | undefined
  userId: string | undefined
  errorCodes: readonly string[]
  /** Hashes of multi-step authentications in request and response. */
  hashes: readonly string[]
  /** The scenario and step that decided, for calls that talk to a bank. */
  explanation: Explanation | undefined
  refusedBy: RefusedBy | undefined
  fault: FaultMark | undefined
}

/** An exchange as the journal stores it: plain data, redacted, as cheap to make as possible. */
export interface RecordedExchange extends Common {
  /** Milliseconds since 1970, when the request came. */
  at: number
  /** The facts of the operation, for lint rules. */
  facts: OperationFacts
  request: {
    headers: Readonly<Record<string, string>>
    /** The parsed body, or a text if it was cut or could not be parsed. */
    body: unknown
    /** Length of the body in characters. */
    size: number
  }
  response: {
    /** Undefined if the connection ended before a response. */
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
  /** When the request came, by the world's clock (ISO 8601, UTC). */
  at: string
  request: {
    headers: Readonly<Record<string, string>>
    body: unknown
    size: number
  }
  response: {
    status: number | undefined
    headers: Readonly<Record<string, string>>
    /** Parsed JSON if it is complete, otherwise a text. */
    body: unknown
    size: number
    /** Set if only the beginning of the body is stored. */
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
    // A fault made it unreadable; that is what the client got.
    return text
  }
}

/** `#12 POST /api/v2/bankConnections/import → 510 ADDITIONAL_AUTHENTICATION_REQUIRED` */
export const formatHeadline = ({ id, method, path, errorCodes, response }: JournalEntry | RecordedExchange): string =>
  [`#${id} ${method} ${path} → ${response.status ?? 'no response'}`, ...errorCodes].join(' ')

/** The events that the pipeline publishes. */
export interface ExchangeEvents {
  exchange: ExchangeEvent
}

/** A finished exchange. */
export interface ExchangeEvent {
  readonly record: Omit<RecordedExchange, 'id'>
  /** The kind of challenge in the response. */
  readonly challengeType: ChallengeType | undefined
  /** The banks that the response names. */
  readonly listedBanks: readonly number[]
}
