import type { ApiVersion, OperationId } from './api.ts'

/** What was asked, without its secrets: enough to find the exchange again and to name it in a failure. */
export interface SentRequest {
  readonly method: string
  /** Path and query, without the host; tokens never travel in it. */
  readonly path: string
}

/** One answer of a target. `operationId` carries the type of the body that `expectSuccess` hands out. */
export interface OperationResponse<Id extends OperationId | undefined = OperationId | undefined> {
  readonly operationId: Id
  readonly version: ApiVersion
  readonly status: number
  /** Header names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed when it is JSON, text when it is not, undefined when there is none. */
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

/** `POST /api/v2/users → 422 ENTITY_EXISTS (…)`, for messages. */
export const describeResponse = (response: OperationResponse): string =>
  `${response.request.method} ${response.request.path} → ${response.status}${describeFirstError(response.body)}`
