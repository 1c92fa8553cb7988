import { type ApiVersion, findOperation, type OperationId } from '../api.ts'
import { loadResponseValidators } from '../openapi/response-validators.ts'
import type { SchemaError } from '../openapi/validator.ts'
import type { OperationResponse } from '../response.ts'

/** What comparing one answer with the contract document brought up. */
export interface ShapeFinding {
  /** A client generated from the document would break on these. */
  readonly violations: readonly string[]
  /** Allowed differences, worth knowing. */
  readonly observations: readonly string[]
}

const NOTHING: ShapeFinding = { violations: [], observations: [] }
const MAX_VIOLATIONS = 5

/**
 * Shapes that sources disagree about. The document types the token endpoint's refusals as ErrorMessage; a client that
 * met the real ones reports the OAuth pair. Either is something a client has to live with.
 */
const alternatives: Readonly<Record<string, string>> = { 'getToken 400': 'BadCredentialsError' }

/** The schema of an answer: its own, else the one that finAPI has for errors of this kind. */
const schemaNameOf = (version: ApiVersion, id: OperationId, status: number): string | null | undefined => {
  const documented = findOperation(version, id).responses[String(status)]
  if (documented !== undefined) return documented
  if (status === 401) return 'BadCredentialsError'
  return status >= 400 ? 'ErrorMessage' : undefined
}

const describeError = (error: SchemaError): string => {
  const detail = error.keyword === 'enum' ? ` (${JSON.stringify(error.params.allowedValues)})` : ''
  return `${error.instancePath || '/'} ${error.message ?? error.keyword}${detail}`
}

/** The place with its list positions taken out, so that a thousand transactions with one fault give one line. */
const placeOf = (text: string): string => text.replace(/\/\d+(?=\/|\s|$)/g, '/*')

const isAboutNull = (error: SchemaError): boolean =>
  ['anyOf', 'oneOf'].includes(error.keyword) || (error.keyword === 'type' && error.params.type === 'null')

/**
 * A value that a newer release adds to an enumeration is something the API reserves itself to do. Where the value may
 * also be null, the validator adds that it is not null either.
 */
const isTolerable = (error: SchemaError, all: readonly SchemaError[]): boolean => {
  const here = all.filter((other) => other.instancePath === error.instancePath)
  return (
    here.some((other) => other.keyword === 'enum') &&
    here.every((other) => other.keyword === 'enum' || isAboutNull(other))
  )
}

/** Compares an answer with what the contract document says about this operation and status. */
export const fitsContract = async (
  version: ApiVersion,
  id: OperationId,
  answer: OperationResponse,
): Promise<ShapeFinding> => {
  const name = schemaNameOf(version, id, answer.status)
  if (name === undefined) return { ...NOTHING, violations: [`status ${answer.status} is not documented`] }
  if (name === null)
    return answer.body === undefined ? NOTHING : { ...NOTHING, violations: ['the body is documented to be empty'] }
  const findValidator = await loadResponseValidators(version)
  const validate = findValidator(name)
  if (!validate) throw new Error(`${version} has no schema ${name}`)
  if (validate(answer.body)) return NOTHING
  const errors = [...(validate.errors ?? [])]
  const other = alternatives[`${id} ${answer.status}`]
  if (other && findValidator(other)?.(answer.body)) return { ...NOTHING, observations: [`has the shape of ${other}`] }
  const lines = (tolerable: boolean): string[] => [
    ...new Set(
      errors.filter((error) => isTolerable(error, errors) === tolerable).map((error) => placeOf(describeError(error))),
    ),
  ]
  return { violations: lines(false).slice(0, MAX_VIOLATIONS), observations: lines(true).slice(0, MAX_VIOLATIONS) }
}
