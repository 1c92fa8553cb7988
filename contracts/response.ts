import type { ApiVersion, OperationId } from './api.ts'

/** The request of a response, without its secrets: enough to name it in a failure. */
export interface SentRequest {
  readonly method: string
  /** Path and query, without the host; tokens never travel in it. */
  readonly path: string
}

/** One response of a target. `operationId` carries the type of the body that `expectSuccess` returns. */
export interface OperationResponse<Id extends OperationId | undefined = OperationId | undefined> {
  readonly operationId: Id
  readonly version: ApiVersion
  readonly status: number
  /** Header names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed if it is JSON, a string if it is not, undefined if there is none. */
  readonly body: unknown
  readonly request: SentRequest
}

const describeFirstError = (body: unknown): string => {
  if (typeof body !== 'object' || body === null) return ''
  if ('error' in body && typeof body.error === 'string') return ` ${body.error}`
  if (!('errors' in body) || !Array.isArray(body.errors)) return ''
  const first: unknown = body.errors[0]
  if (typeof first !== 'object' || first === null || !('code' in first)) return ''
  return ` ${String(first.code)}${'message' in first && first.message ? ` (${String(first.message)})` : ''}`
}

/** Formats a response for messages: `POST /api/v2/users → 422 ENTITY_EXISTS (…)`. */
export const describeResponse = (response: OperationResponse): string =>
  `${response.request.method} ${response.request.path} → ${response.status}${describeFirstError(response.body)}`
