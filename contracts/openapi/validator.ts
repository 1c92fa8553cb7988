/** An error that a validator reports. */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

/** Returns whether a value is of a schema, and keeps the errors of its last call. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly SchemaError[] | null
}

/** By `<operationId>Body` or `<operationId>Query`. */
export type Validators = Readonly<Record<string, Validator | undefined>>
