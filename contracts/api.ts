import type { ApiVersion, OperationId } from './openapi/api-types.ts'
import { operations as v1Operations } from './openapi/generated/v1.operations.ts'
import { operations as v2Operations } from './openapi/generated/v2.operations.ts'

export type { ApiVersion, OperationId } from './openapi/api-types.ts'

export const apiVersions: readonly ApiVersion[] = ['v1', 'v2']

/** The HTTP methods that finAPI's operations use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An operation as the API documents describe it, as far as rules need it. */
export interface Operation {
  readonly method: Method
  readonly path: string
  readonly token: string
  readonly body: string | null
  readonly responses: Readonly<Record<string, string | null>>
}

const tables: Record<ApiVersion, Readonly<Record<string, Operation>>> = { v1: v1Operations, v2: v2Operations }

/** Returns the operations of a version by their id. */
export const listOperations = (version: ApiVersion): ReadonlyMap<string, Operation> =>
  new Map(Object.entries(tables[version]))

/** Finds an operation. Throws if the version lacks it: then a rule names a version too many. */
export const findOperation = (version: ApiVersion, id: OperationId): Operation => {
  const operation = tables[version][id]
  if (!operation) throw new Error(`finAPI ${version} has no operation ${id}; the rule may not name this version`)
  return operation
}
