import type { CutPlace } from '../../faults/fault-spec.ts'
import type { Explanation } from '../../sca/explanation.ts'

/** How far a request got before it was refused. */
export type Stage = 'world' | 'fault' | 'route' | 'request-id' | 'authorize' | 'validate' | 'handler'

/** Which rule refused a request, and where on its way. */
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

/** What the entry and its record have in common. */
interface Common {
  /** 1, 2, … in the order in which the answers went out. */
  id: number
  /** How long it took by the world's clock. */
  milliseconds: number
  requestId: string | undefined
  /** `v1` or `v2`; the bank's pages and unknown paths have none. */
  version: string | undefined
  /** The operation of the contract; `bank-page` for what a user's browser asked of the bank. */
  operation: string | undefined
  method: string
  /** Without host, world and query. */
  path: string
  query: string | undefined
  clientId: string | undefined
  userId: string | undefined
  errorCodes: readonly string[]
  /** Hashes of multi-step authentications in request and answer. */
  hashes: readonly string[]
  /** Which scenario and step decided, for calls that talk to a bank. */
  explanation: Explanation | undefined
  refusedBy: RefusedBy | undefined
  fault: FaultMark | undefined
}

/** An exchange as it is kept: plain data, redacted, made of what exists anyway. */
export interface Recorded extends Common {
  /** Milliseconds since 1970, when the request came. */
  at: number
  request: {
    headers: Readonly<Record<string, string>>
    /** As it was understood, or a text where it was cut or could not be read. */
    body: unknown
    /** Length of the body in characters. */
    size: number
  }
  response: {
    /** Undefined where the connection ended before an answer. */
    status: number | undefined
    headers: Readonly<Record<string, string>>
    text: string | undefined
    /** Length of the body in characters, before redaction and cutting. */
    size: number
    isWhole: boolean
    cut: CutPlace | undefined
  }
}

/** One exchange of the journal: what came, what went out, and why. Secrets are redacted. */
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
    /** JSON where it was JSON and is whole, otherwise a text. */
    body: unknown
    size: number
    /** Set where only the beginning of the body is kept. */
    truncated: true | undefined
    /** Where a fault cut the connection. */
    cut: CutPlace | undefined
  }
}

/** An entry as it is told. */
export const tell = ({ at, response, ...common }: Recorded): JournalEntry => ({
  ...common,
  at: new Date(at).toISOString(),
  response: {
    status: response.status,
    headers: response.headers,
    body: bodyOf(response),
    size: response.size,
    truncated: response.isWhole ? undefined : true,
    cut: response.cut,
  },
})

const bodyOf = ({ headers, text, isWhole }: Recorded['response']): unknown => {
  if (text === undefined || !isWhole || !headers['content-type']?.startsWith('application/json')) return text
  try {
    return JSON.parse(text)
  } catch {
    // A fault made it unreadable; that is what the client got.
    return text
  }
}

/** `#12 POST /api/v2/bankConnections/import → 510 ADDITIONAL_AUTHENTICATION_REQUIRED` */
export const headlineOf = ({ id, method, path, errorCodes, response }: JournalEntry | Recorded): string =>
  [`#${id} ${method} ${path} → ${response.status ?? 'no answer'}`, ...errorCodes].join(' ')
