/**
 * Types of finAPI Access, looked up by version and by schema name or operation id, for the server, the client and the
 * contract rules.
 *
 * Every look-up distributes over versions: for `ApiVersion` it is the union of both versions' types. A name or id that
 * only one version has is accepted with both: its type is `never` where the version lacks it, so it adds nothing to
 * the union.
 */
import type { components as V1Components, operations as V1Operations } from './generated/v1.types.ts'
import type { components as V2Components, operations as V2Operations } from './generated/v2.types.ts'

/** The versions of finAPI Access. A finAPI client belongs to one of them. */
export type ApiVersion = 'v1' | 'v2'

interface Schemas {
  v1: V1Components['schemas']
  v2: V2Components['schemas']
}

interface Operations {
  v1: V1Operations
  v2: V2Operations
}

/** The schema names of a version; without one, of either version. */
export type SchemaName<V extends ApiVersion = ApiVersion> = { [K in V]: keyof Schemas[K] }[V]

/** The operation ids of a version; without one, of either version. */
export type OperationId<V extends ApiVersion = ApiVersion> = { [K in V]: keyof Operations[K] }[V]

// Indexed access instead of a conditional type: TypeScript can read properties of the result while `V` is still a type
// parameter, so generic code needs no casts.
type LookUp<Table extends Record<ApiVersion, object>, V extends ApiVersion, Key> = {
  [K in V]: Table[K][Key & keyof Table[K]]
}[V]

/**
 * A named schema.
 *
 * @example
 * type Account = Schema<'v2', 'Account'>
 * type AnyAccount = Schema<ApiVersion, 'Account'>
 */
export type Schema<V extends ApiVersion, Name extends SchemaName> = LookUp<Schemas, V, Name>

type ParametersIn<Operation, Place extends string> = Operation extends {
  parameters: { [K in Place]?: infer Parameters }
}
  ? NonNullable<Parameters>
  : never

type ContentOf<Part, MediaType extends string> = Part extends { content: { [K in MediaType]: infer Body } }
  ? Body
  : never

type RequestContent<Operation, MediaType extends string> = Operation extends { requestBody?: infer RequestBody }
  ? ContentOf<NonNullable<RequestBody>, MediaType>
  : never

type SuccessContent<Operation> = Operation extends { responses: infer Responses }
  ? Responses[keyof Responses & (200 | 201)] extends { content: { 'application/json': infer Body } }
    ? Body
    : undefined
  : never

type ParameterTable<Place extends string> = {
  [V in ApiVersion]: { [Id in OperationId<V>]: ParametersIn<Operations[V][Id], Place> }
}

type RequestTable<MediaType extends string> = {
  [V in ApiVersion]: { [Id in OperationId<V>]: RequestContent<Operations[V][Id], MediaType> }
}

type SuccessTable = {
  [V in ApiVersion]: { [Id in OperationId<V>]: SuccessContent<Operations[V][Id]> }
}

/** The query parameters of an operation; `never` if it has none. */
export type QueryOf<V extends ApiVersion, Id extends OperationId> = LookUp<ParameterTable<'query'>, V, Id>

/** The path parameters of an operation; `never` if it has none. */
export type PathOf<V extends ApiVersion, Id extends OperationId> = LookUp<ParameterTable<'path'>, V, Id>

/** The request headers of an operation, without those that every call may carry, such as `Authorization`. */
export type HeadersOf<V extends ApiVersion, Id extends OperationId> = LookUp<ParameterTable<'header'>, V, Id>

/**
 * The JSON body that an operation accepts; `never` if it accepts none.
 *
 * @example
 * type Import = JsonBodyOf<'v1', 'importBankConnection'>
 */
export type JsonBodyOf<V extends ApiVersion, Id extends OperationId> = LookUp<RequestTable<'application/json'>, V, Id>

/** The form body that an operation accepts; `never` if it accepts none. */
export type FormBodyOf<V extends ApiVersion, Id extends OperationId> = LookUp<
  RequestTable<'application/x-www-form-urlencoded'>,
  V,
  Id
>

/**
 * The body of an operation's 200 or 201; `undefined` if it is empty.
 *
 * @example
 * type Accounts = SuccessBodyOf<ApiVersion, 'getAndSearchAllAccounts'>
 */
export type SuccessBodyOf<V extends ApiVersion, Id extends OperationId> = LookUp<SuccessTable, V, Id>
