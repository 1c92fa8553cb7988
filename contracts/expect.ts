import type { OperationId, Schema, SuccessBody } from './api.ts'
import { describe, differences, summarize } from './difference.ts'
import { describeResponse, type OperationResponse } from './response.ts'

/** Thrown when a target does not do what a rule says. The message is the difference, ready to be read. */
export class ContractFailure extends Error {
  override name = 'ContractFailure'
}

/** Fails the running rule. */
export const fail = (message: string): never => {
  throw new ContractFailure(message)
}

/** Fails unless the condition holds; the statement says what was expected, and what came instead where that helps. */
export function expectThat(condition: boolean, statement: string): asserts condition {
  if (!condition) fail(`expected that ${statement}`)
}

/** Fails unless two JSON values are the same, and says at which path they are not. */
export const expectEqual = (actual: unknown, expected: unknown, what: string): void => {
  const found = differences(actual, expected)
  if (found.length > 0) fail(`${what}:${found.length > 1 ? '\n' : ' '}${summarize(found)}`)
}

/** Fails unless an object has these fields with these values; what else it has does not matter. */
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

/** Fails when there is no value, and narrows it otherwise. */
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

/** Fails when an entry does not satisfy the condition ("has a balance"), and shows the first that does not. */
export const expectEvery = <List extends readonly unknown[]>(
  list: List,
  condition: (entry: List[number]) => boolean,
  what: string,
): void => {
  const wrong = list.findIndex((entry) => !condition(entry))
  if (wrong >= 0) fail(`expected that every entry ${what}; entry ${wrong} of ${list.length}: ${describe(list[wrong])}`)
}

/** Fails unless the answer has (one of) the expected status. */
export const expectStatus = (response: OperationResponse, ...allowed: readonly number[]): void => {
  if (!allowed.includes(response.status)) fail(`expected ${allowed.join(' or ')}, got: ${describeResponse(response)}`)
}

/** Fails unless the operation worked, and answers its body as the contract documents type it. */
export const expectSuccess = <Id extends OperationId>(
  response: OperationResponse<Id>,
  ...allowed: readonly number[]
): SuccessBody<Id> => {
  expectStatus(response, ...(allowed.length > 0 ? allowed : [200, 201]))
  // The shape rules check every answer against its schema; a rule reads what the document promises.
  return response.body as SuccessBody<Id>
}

export type ErrorBody = Schema<'ErrorMessage'>
export type ErrorDetails = Schema<'ErrorDetails'>

const readErrorBody = (response: OperationResponse): ErrorBody => {
  const body = response.body
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors))
    return fail(`expected an error body with a list of errors: ${describeResponse(response)}, body ${describe(body)}`)
  return body as ErrorBody
}

/** Fails unless the answer is finAPI's error with this status and, when given, this code. */
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

/** Fails unless the answer is the pair of keys that OAuth errors have, with 401. */
export const expectOAuthError = (response: OperationResponse, error?: string): void => {
  expectStatus(response, 401)
  const body: unknown = response.body
  const isPair = typeof body === 'object' && body !== null && 'error' in body && 'error_description' in body
  if (!isPair) fail(`expected {error, error_description}: ${describeResponse(response)}, body ${describe(body)}`)
  if (error !== undefined && isPair) expectEqual(body.error, error, 'error')
}

export type Challenge = Schema<'MultiStepAuthenticationChallenge'>

/** Fails unless the answer asks for another step of the authentication, of the given kind when one is given. */
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
