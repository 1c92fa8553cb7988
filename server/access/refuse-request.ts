import { messageOf, type SchemaError } from '../../contracts/openapi/validator.ts'
import type { RequestProblem } from '../core/request-problem.ts'
import {
  badRequest,
  bodyTooLarge,
  type FinApiError,
  illegalPageSize,
  missingField,
  tooManyIds,
  unsupportedMediaType,
} from './errors.ts'

/** Returns finAPI's error for a request that does not fit its operation. */
export const refuseRequest = (problem: RequestProblem): FinApiError => {
  switch (problem.kind) {
    case 'media-type':
      return unsupportedMediaType(problem.given, problem.expected)
    case 'too-large':
      return bodyTooLarge(problem.limit)
    case 'too-deep':
      return badRequest(`The request body is nested deeper than ${problem.limit} levels.`)
    case 'unreadable':
      return badRequest(`The request body is not readable JSON: ${problem.reason}`)
    case 'unknown-parameter':
      return badRequest(`Unknown parameter '${problem.name}'.`)
    case 'repeated-parameter':
      return badRequest(`Parameter '${problem.name}' may be given only once.`)
    case 'invalid':
      return refuseViolation(problem.violation, problem.part === 'body' ? 'field' : 'parameter')
    default:
      return problem satisfies never
  }
}

const refuseViolation = (violation: SchemaError | undefined, kind: 'field' | 'parameter'): FinApiError => {
  if (violation === undefined) return badRequest('The request is not valid.')
  const where = violation.instancePath.slice(1).replaceAll('/', '.')
  const within = (name: unknown): string => (where === '' ? String(name) : `${where}.${name}`)
  switch (violation.keyword) {
    case 'required':
      return missingField(`Required ${kind} '${within(violation.params.missingProperty)}' is missing.`)
    case 'additionalProperties':
      return badRequest(
        `The request body is not readable: unknown ${kind} '${within(violation.params.additionalProperty)}'.`,
      )
    case 'enum':
      return badRequest(`${where || 'The value'} must be one of ${[violation.params.allowedValues].flat().join(', ')}.`)
    case 'maximum':
    case 'minimum':
      if (where === 'perPage') return illegalPageSize(`perPage ${violation.message}.`)
      break
    case 'maxItems':
      return tooManyIds(`${where} may hold at most ${violation.params.limit} values.`)
  }
  return badRequest(`${where || 'The request body'} ${messageOf(violation)}.`)
}
