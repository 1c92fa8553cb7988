import type { SchemaError } from '../../contracts/openapi/validator.ts'

/** The reason why a request does not fit its operation; each host has its own error for it. */
export type RequestProblem =
  | { kind: 'media-type'; given: string | undefined; expected: string }
  | { kind: 'too-large'; limit: number }
  | { kind: 'too-deep'; limit: number }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'unknown-parameter'; name: string; known: readonly string[] }
  | { kind: 'repeated-parameter'; name: string }
  | { kind: 'invalid'; part: 'body' | 'query' | 'form'; violation: SchemaError | undefined }
