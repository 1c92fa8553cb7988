import { type ApiVersion, findOperation, type OperationId } from '../api.ts'
import { loadResponseValidators } from '../openapi/response-validators.ts'
import type { SchemaError } from '../openapi/validator.ts'
import type { OperationResponse } from '../response.ts'

/** The result of comparing a response with the API document. */
export interface ShapeFinding {
  /** Differences that would break a client generated from the document. */
  readonly violations: readonly string[]
  /** Allowed differences, worth knowing. */
  readonly observations: readonly string[]
}

const NOTHING: ShapeFinding = { violations: [], observations: [] }
const MAX_VIOLATIONS = 5

/**
 * Schemas that sources disagree about: for the token endpoint the document has ErrorMessage, while a client that used
 * the real one reports the OAuth pair. Both are accepted.
 */
const alternatives: Readonly<Record<string, string>> = { 'getToken 400': 'BadCredentialsError' }

/** Returns the schema of a response: the documented one, else that of finAPI's errors with this status. */
const findSchemaName = (version: ApiVersion, id: OperationId, status: number): string | null | undefined => {
  const documented = findOperation(version, id).responses[String(status)]
  if (documented !== undefined) return documented
  if (status === 401) return 'BadCredentialsError'
  return status >= 400 ? 'ErrorMessage' : undefined
}

const describeError = (error: SchemaError): string => {
  const detail = error.keyword === 'enum' ? ` (${JSON.stringify(error.params.allowedValues)})` : ''
  return `${error.instancePath || '/'} ${error.message ?? error.keyword}${detail}`
}

/** Replaces list positions, so that a thousand transactions with one fault give one line. */
const generalisePlace = (text: string): string => text.replace(/\/\d+(?=\/|\s|$)/g, '/*')

const isAboutNull = (error: SchemaError): boolean =>
  ['anyOf', 'oneOf'].includes(error.keyword) || (error.keyword === 'type' && error.params.type === 'null')

/**
 * The API reserves the right to add values to enumerations. For an enumeration that may be null, the validator also
 * reports that the value is not null.
 */
const isTolerable = (error: SchemaError, all: readonly SchemaError[]): boolean => {
  const here = all.filter((other) => other.instancePath === error.instancePath)
  return (
    here.some((other) => other.keyword === 'enum') &&
    here.every((other) => other.keyword === 'enum' || isAboutNull(other))
  )
}

/** Compares a response with the schema that the API document has for its operation and status. */
export const compareWithContract = async (
  version: ApiVersion,
  id: OperationId,
  response: OperationResponse,
): Promise<ShapeFinding> => {
  const name = findSchemaName(version, id, response.status)
  if (name === undefined) return { ...NOTHING, violations: [`status ${response.status} is not documented`] }
  if (name === null)
    return response.body === undefined ? NOTHING : { ...NOTHING, violations: ['the body is documented to be empty'] }
  const findValidator = await loadResponseValidators(version)
  const validate = findValidator(name)
  if (!validate) throw new Error(`${version} has no schema ${name}`)
  if (validate(response.body)) return NOTHING
  const errors = [...(validate.errors ?? [])]
  const other = alternatives[`${id} ${response.status}`]
  if (other && findValidator(other)?.(response.body)) return { ...NOTHING, observations: [`has the shape of ${other}`] }
  const lines = (tolerable: boolean): string[] => [
    ...new Set(
      errors
        .filter((error) => isTolerable(error, errors) === tolerable)
        .map((error) => generalisePlace(describeError(error))),
    ),
  ]
  return { violations: lines(false).slice(0, MAX_VIOLATIONS), observations: lines(true).slice(0, MAX_VIOLATIONS) }
}
