import { describe, differences, summarize } from './difference.ts'
import type { ApiVersion, OperationId, Schema, SuccessBodyOf } from './openapi/api-types.ts'
import { describeResponse, type OperationResponse } from './response.ts'

/** Thrown when a target breaks a rule. The message is the difference, for a person to read. */
export class ContractFailure extends Error {
  override name = 'ContractFailure'
}

/** Fails the running rule. */
export const fail = (message: string): never => {
  throw new ContractFailure(message)
}

/** Fails unless the condition is true. The statement names the expectation, and the actual value where that helps. */
export function expectThat(condition: boolean, statement: string): asserts condition {
  if (!condition) fail(`expected that ${statement}`)
}

/** Fails unless two JSON values are the same, with the paths at which they differ. */
export const expectEqual = (actual: unknown, expected: unknown, what: string): void => {
  const found = differences(actual, expected)
  if (found.length > 0) fail(`${what}:${found.length > 1 ? '\n' : ' '}${summarize(found)}`)
}

/** Fails unless an object has these fields with these values; other fields do not matter. */
export const expectFields = <Fields extends object>(
  actual: Readonly<Partial<Record<keyof Fields, unknown>>>,
  expected: Fields,
  what: string,
): void => {
  const keys = Object.keys(expected) as (keyof Fields & string)[]
  expectEqual(Object.fromEntries(keys.map((key) => [key, actual[key]])), expected, what)
}

/** Fails unless the value is one of those allowed. */
export const expectOneOf = <T>(actual: unknown, allowed: readonly T[], what: string): void => {
  if (!allowed.some((value) => Object.is(value, actual)))
    fail(`${what}: expected one of ${allowed.map(describe).join(', ')}, got ${describe(actual)}`)
}

/** Fails if the value is missing, and returns it otherwise. */
export const expectPresent = <T>(value: T, what: string): NonNullable<T> => {
  if (value === null || value === undefined) return fail(`${what}: expected a value, got ${describe(value)}`)
  return value
}

/** Fails unless the text matches the pattern. */
export const expectMatch = (actual: unknown, pattern: RegExp, what: string): string => {
  if (typeof actual !== 'string' || !pattern.test(actual))
    return fail(`${what}: expected text like ${String(pattern)}, got ${describe(actual)}`)
  return actual
}

/** Fails unless every entry satisfies the condition ("has a balance"), with the first that does not. */
export const expectEvery = <List extends readonly unknown[]>(
  list: List,
  condition: (entry: List[number]) => boolean,
  what: string,
): void => {
  const wrong = list.findIndex((entry) => !condition(entry))
  if (wrong >= 0) fail(`expected that every entry ${what}; entry ${wrong} of ${list.length}: ${describe(list[wrong])}`)
}

/** Fails unless the response has one of the allowed statuses. */
export const expectStatus = (response: OperationResponse, ...allowed: readonly number[]): void => {
  if (!allowed.includes(response.status)) fail(`expected ${allowed.join(' or ')}, got: ${describeResponse(response)}`)
}

/** Fails unless the operation succeeded, and returns the body with its type in the API documents. */
export const expectSuccess = <Id extends OperationId>(
  response: OperationResponse<Id>,
  ...allowed: readonly number[]
): SuccessBodyOf<ApiVersion, Id> => {
  expectStatus(response, ...(allowed.length > 0 ? allowed : [200, 201]))
  // The shape rules check every response against its schema; other rules rely on the documented type.
  return response.body as SuccessBodyOf<ApiVersion, Id>
}

export type ErrorBody = Schema<ApiVersion, 'ErrorMessage'>
export type ErrorDetails = Schema<ApiVersion, 'ErrorDetails'>

const readErrorBody = (response: OperationResponse): ErrorBody => {
  const body = response.body
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors))
    return fail(`expected an error body with a list of errors: ${describeResponse(response)}, body ${describe(body)}`)
  return body as ErrorBody
}

/** Fails unless the response is a finAPI error with this status and, if given, this code. */
export const expectError = (
  response: OperationResponse,
  expected: { status: number | readonly number[]; code?: string; type?: string },
): { body: ErrorBody; error: ErrorDetails } => {
  expectStatus(response, ...[expected.status].flat())
  const body = readErrorBody(response)
  const error = body.errors[0]
  if (!error) return fail(`expected at least one error: ${describeResponse(response)}`)
  if (expected.code !== undefined && error.code !== expected.code)
    return fail(`expected the code ${expected.code}, got: ${describeResponse(response)}`)
  if (expected.type !== undefined && error.type !== expected.type)
    return fail(`expected the type ${expected.type}, got ${error.type}: ${describeResponse(response)}`)
  return { body, error }
}

/** Fails unless the response is a 401 with the two keys of an OAuth error. */
export const expectOAuthError = (response: OperationResponse, error?: string): void => {
  expectStatus(response, 401)
  const body: unknown = response.body
  const isPair = typeof body === 'object' && body !== null && 'error' in body && 'error_description' in body
  if (!isPair) fail(`expected {error, error_description}: ${describeResponse(response)}, body ${describe(body)}`)
  if (error !== undefined && isPair) expectEqual(body.error, error, 'error')
}

export type Challenge = Schema<ApiVersion, 'MultiStepAuthenticationChallenge'>

/** Fails unless the response requires another step of the authentication, with one of the allowed statuses. */
export const expectChallenge = (response: OperationResponse, ...allowed: readonly Challenge['status'][]): Challenge => {
  const { error } = expectError(response, {
    status: 510,
    code: 'ADDITIONAL_AUTHENTICATION_REQUIRED',
    type: 'BUSINESS',
  })
  const challenge = expectPresent(error.multiStepAuthentication, 'multiStepAuthentication of the error')
  if (allowed.length > 0) expectOneOf(challenge.status, allowed, 'status of the authentication')
  return challenge
}
