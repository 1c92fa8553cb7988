import type { components as V1Components, operations as V1Operations } from '../contracts/openapi/generated/v1.types.ts'
import type { components as V2Components, operations as V2Operations } from '../contracts/openapi/generated/v2.types.ts'

/** The two versions of finAPI Access. A client of finAPI belongs to one of them. */
export type ApiVersion = 'v1' | 'v2'

interface SchemasOf {
  v1: V1Components['schemas']
  v2: V2Components['schemas']
}

interface OperationsOf {
  v1: V1Operations
  v2: V2Operations
}

/** A schema both versions have, as the version `V` spells it; a union of both when `V` is not known. */
export type Schema<
  V extends ApiVersion,
  Name extends keyof SchemasOf['v1'] & keyof SchemasOf['v2'],
> = SchemasOf[V][Name]

/** The query parameters of an operation in version `V`. */
export type Query<V extends ApiVersion, Id extends keyof V1Operations & keyof V2Operations> = NonNullable<
  OperationsOf[V][Id]['parameters']['query']
>

/** What only v2 has. */
export type V2Schema<Name extends keyof SchemasOf['v2']> = SchemasOf['v2'][Name]
export type V2Query<Id extends keyof V2Operations> = NonNullable<V2Operations[Id]['parameters']['query']>

export type Bank<V extends ApiVersion = ApiVersion> = Schema<V, 'Bank'>
export type BankConnection<V extends ApiVersion = ApiVersion> = Schema<V, 'BankConnection'>
export type Account<V extends ApiVersion = ApiVersion> = Schema<V, 'Account'>
export type Transaction<V extends ApiVersion = ApiVersion> = Schema<V, 'Transaction'>
export type PendingTransaction = V2Schema<'PendingTransaction'>
export type User<V extends ApiVersion = ApiVersion> = Schema<V, 'User'>

export type AccessToken = Schema<ApiVersion, 'AccessToken'>
export type ErrorDetails = Schema<ApiVersion, 'ErrorDetails'>
export type ScaChallenge = Schema<ApiVersion, 'MultiStepAuthenticationChallenge'>
export type ScaCallback = Schema<ApiVersion, 'MultiStepAuthenticationCallback'>
export type TwoStepProcedure = Schema<ApiVersion, 'TwoStepProcedure'>

/** Who sits in front of the TPP's screen; banks count calls without these headers against a daily limit. */
export type PsuHeaders = Omit<NonNullable<V2Operations['importBankConnection']['parameters']['header']>, 'X-Request-Id'>
