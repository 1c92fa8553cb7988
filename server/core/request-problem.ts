/** A request that does not have the form of its operation; each host has its own error for it. */
export type RequestProblem =
  | { kind: 'media-type'; given: string | undefined; expected: string }
  | { kind: 'too-large'; limit: number }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'unknown-parameter'; name: string; known: readonly string[] }
  | { kind: 'repeated-parameter'; name: string }
  | { kind: 'invalid'; part: 'body' | 'query' | 'form'; violation: SchemaViolation | undefined }

/** An error of Ajv. */
export interface SchemaViolation {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  message?: string
}

export interface Validator {
  (value: unknown): boolean
  errors?: SchemaViolation[] | null
}
