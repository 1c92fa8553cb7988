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

/**
 * The pattern of whole numbers in queries. Ajv also converts texts such as `1e3` and `1.0`, but Java's `Long.valueOf`,
 * which Spring converts parameters with, does not (assumption; it would take `0x10`, too).
 */
export const WHOLE_NUMBER = '^[+-]?[0-9]{1,19}$'

/** Returns the message of an error, such as `must be integer`. */
export const messageOf = ({ keyword, params, message }: SchemaError): string | undefined =>
  keyword === 'pattern' && params.pattern === WHOLE_NUMBER ? 'must be integer' : message
