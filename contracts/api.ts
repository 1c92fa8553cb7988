import { operations as v1Operations } from './openapi/generated/v1.operations.ts'
import type { components as V1Components, operations as V1Operations } from './openapi/generated/v1.types.ts'
import { operations as v2Operations } from './openapi/generated/v2.operations.ts'
import type { components as V2Components, operations as V2Operations } from './openapi/generated/v2.types.ts'

/** The versions of finAPI Access. */
export type ApiVersion = 'v1' | 'v2'

export const apiVersions: readonly ApiVersion[] = ['v1', 'v2']

/** The id of an operation that at least one version has. */
export type OperationId = keyof V1Operations | keyof V2Operations

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : undefined

type SuccessOf<Operations, Id> = Id extends keyof Operations
  ? Operations[Id] extends { responses: infer Responses }
    ? Json<Responses[Extract<keyof Responses, 200 | 201>]>
    : never
  : never

/** The body of a successful response, in either version; a field of only one of them has to be checked for first. */
export type SuccessBody<Id extends OperationId> = SuccessOf<V1Operations, Id> | SuccessOf<V2Operations, Id>

type SchemaOf<Components, Name> = Components extends { schemas: infer Schemas }
  ? Name extends keyof Schemas
    ? Schemas[Name]
    : never
  : never

/** A named schema of the API documents, in either version. */
export type Schema<Name extends keyof V1Components['schemas'] | keyof V2Components['schemas']> =
  | SchemaOf<V1Components, Name>
  | SchemaOf<V2Components, Name>

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
