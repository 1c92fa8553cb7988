import { operations as v1Operations } from './openapi/generated/v1.operations.ts'
import type { components as V1Components, operations as V1Operations } from './openapi/generated/v1.types.ts'
import { operations as v2Operations } from './openapi/generated/v2.operations.ts'
import type { components as V2Components, operations as V2Operations } from './openapi/generated/v2.types.ts'

/** The two versions of finAPI Access that a rule can speak about. */
export type ApiVersion = 'v1' | 'v2'

export const apiVersions: readonly ApiVersion[] = ['v1', 'v2']

/** Every operation of either contract document. */
export type OperationId = keyof V1Operations | keyof V2Operations

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : undefined

type SuccessOf<Operations, Id> = Id extends keyof Operations
  ? Operations[Id] extends { responses: infer Responses }
    ? Json<Responses[Extract<keyof Responses, 200 | 201>]>
    : never
  : never

/** What an operation answers when it worked, in whichever version: fields that only one version has need a look. */
export type SuccessBody<Id extends OperationId> = SuccessOf<V1Operations, Id> | SuccessOf<V2Operations, Id>

type SchemaOf<Components, Name> = Components extends { schemas: infer Schemas }
  ? Name extends keyof Schemas
    ? Schemas[Name]
    : never
  : never

/** A named schema of the contract documents, in whichever version. */
export type Schema<Name extends keyof V1Components['schemas'] | keyof V2Components['schemas']> =
  | SchemaOf<V1Components, Name>
  | SchemaOf<V2Components, Name>

/** The HTTP methods that finAPI's operations use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An operation as the contract documents describe it, as far as rules need it. */
export interface Operation {
  readonly method: Method
  readonly path: string
  readonly token: string
  readonly body: string | null
  readonly responses: Readonly<Record<string, string | null>>
}

const tables: Record<ApiVersion, Readonly<Record<string, Operation>>> = { v1: v1Operations, v2: v2Operations }

/** The operations of one version by their id. */
export const listOperations = (version: ApiVersion): ReadonlyMap<string, Operation> =>
  new Map(Object.entries(tables[version]))

/** Looks an operation up, and says so when the version does not have it: that is a rule written for too many versions. */
export const findOperation = (version: ApiVersion, id: OperationId): Operation => {
  const operation = tables[version][id]
  if (!operation) throw new Error(`finAPI ${version} has no operation ${id}; the rule may not name this version`)
  return operation
}
