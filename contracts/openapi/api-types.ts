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

// Each look-up is an indexed access to a table in which both versions have every key. Unlike a conditional type, that
// lets generic code read properties while `V` is still a type parameter, and keeps `Client<'v2'>` assignable to
// `Client<ApiVersion>`.
type WithAllKeys<Table, Key extends PropertyKey> = { [K in Key]: K extends keyof Table ? Table[K] : never }

interface SchemaTable {
  v1: WithAllKeys<Schemas['v1'], SchemaName>
  v2: WithAllKeys<Schemas['v2'], SchemaName>
}

/**
 * A named schema.
 *
 * @example
 * type Account = Schema<'v2', 'Account'>
 * type AnyAccount = Schema<ApiVersion, 'Account'>
 */
export type Schema<V extends ApiVersion, Name extends SchemaName> = SchemaTable[V][Name]

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

type OperationTable = { [V in ApiVersion]: WithAllKeys<Operations[V], OperationId> }

interface ParameterTable<Place extends string> {
  v1: { [Id in OperationId]: ParametersIn<OperationTable['v1'][Id], Place> }
  v2: { [Id in OperationId]: ParametersIn<OperationTable['v2'][Id], Place> }
}

interface RequestTable<MediaType extends string> {
  v1: { [Id in OperationId]: RequestContent<OperationTable['v1'][Id], MediaType> }
  v2: { [Id in OperationId]: RequestContent<OperationTable['v2'][Id], MediaType> }
}

interface SuccessTable {
  v1: { [Id in OperationId]: SuccessContent<OperationTable['v1'][Id]> }
  v2: { [Id in OperationId]: SuccessContent<OperationTable['v2'][Id]> }
}

/** The query parameters of an operation; `never` if it has none. */
export type QueryOf<V extends ApiVersion, Id extends OperationId> = ParameterTable<'query'>[V][Id]

/** The path parameters of an operation; `never` if it has none. */
export type PathOf<V extends ApiVersion, Id extends OperationId> = ParameterTable<'path'>[V][Id]

/** The request headers of an operation, without those that every call may carry, such as `Authorization`. */
export type HeadersOf<V extends ApiVersion, Id extends OperationId> = ParameterTable<'header'>[V][Id]

/**
 * The JSON body that an operation accepts; `never` if it accepts none.
 *
 * @example
 * type Import = JsonBodyOf<'v1', 'importBankConnection'>
 */
export type JsonBodyOf<V extends ApiVersion, Id extends OperationId> = RequestTable<'application/json'>[V][Id]

/** The form body that an operation accepts; `never` if it accepts none. */
export type FormBodyOf<
  V extends ApiVersion,
  Id extends OperationId,
> = RequestTable<'application/x-www-form-urlencoded'>[V][Id]

/**
 * The body of an operation's 200 or 201; `undefined` if it is empty.
 *
 * @example
 * type Accounts = SuccessBodyOf<ApiVersion, 'getAndSearchAllAccounts'>
 */
export type SuccessBodyOf<V extends ApiVersion, Id extends OperationId> = SuccessTable[V][Id]
