/** Type tests: `tsc` checks them (`npm run check`); nothing here runs. */
import { expectTypeOf } from 'vitest'
import type {
  ApiVersion,
  FormBodyOf,
  HeadersOf,
  JsonBodyOf,
  OperationId,
  PathOf,
  QueryOf,
  Schema,
  SchemaName,
  SuccessBodyOf,
} from './api-types.ts'
import type { components as V1Components } from './generated/v1.types.ts'
import type { components as V2Components } from './generated/v2.types.ts'

type V1 = V1Components['schemas']
type V2 = V2Components['schemas']

// Names and ids belong to the versions that have them; without a version, to either.
expectTypeOf<SchemaName<'v1'>>().toEqualTypeOf<keyof V1>()
expectTypeOf<SchemaName>().toEqualTypeOf<keyof V1 | keyof V2>()
expectTypeOf<'getPendingTransaction'>().toExtend<OperationId<'v2'>>()
expectTypeOf<'getPendingTransaction'>().not.toExtend<OperationId<'v1'>>()
expectTypeOf<'getMultipleBanks'>().not.toExtend<OperationId<'v2'>>()
expectTypeOf<'getPendingTransaction' | 'getMultipleBanks'>().toExtend<OperationId>()

// Schemas distribute over versions, and skip a version that lacks the name.
expectTypeOf<Schema<'v1', 'Account'>>().toEqualTypeOf<V1['Account']>()
expectTypeOf<Schema<ApiVersion, 'Account'>>().toEqualTypeOf<V1['Account'] | V2['Account']>()
expectTypeOf<Schema<ApiVersion, 'PendingTransaction'>>().toEqualTypeOf<V2['PendingTransaction']>()
expectTypeOf<Schema<'v1', 'PendingTransaction'>>().toBeNever()

// Parameters.
expectTypeOf<QueryOf<'v1', 'revokeToken'>>().toEqualTypeOf<{
  token: string
  token_type_hint?: 'access_token' | 'refresh_token'
}>()
expectTypeOf<QueryOf<'v2', 'revokeToken'>>().toBeNever()
expectTypeOf<QueryOf<ApiVersion, 'getAndSearchAllPendingTransactions'>>().toHaveProperty('accountIds')
expectTypeOf<PathOf<ApiVersion, 'getBank'>>().toEqualTypeOf<{ id: number }>()
expectTypeOf<PathOf<'v2', 'createUser'>>().toBeNever()
expectTypeOf<HeadersOf<'v2', 'deleteBankConnection'>>().toHaveProperty('PSU-IP-Address')

// Bodies.
expectTypeOf<JsonBodyOf<'v1', 'createUser'>>().toEqualTypeOf<V1['UserCreateParams']>()
expectTypeOf<JsonBodyOf<ApiVersion, 'importBankConnection'>>().toEqualTypeOf<
  V1['ImportBankConnectionParams'] | V2['ImportBankConnectionParams']
>()
expectTypeOf<JsonBodyOf<'v2', 'getBank'>>().toBeNever()
expectTypeOf<JsonBodyOf<'v1', 'switchApiVersion'>>().toBeNever()
expectTypeOf<FormBodyOf<'v2', 'revokeToken'>>().toHaveProperty('token')
expectTypeOf<FormBodyOf<'v1', 'revokeToken'>>().toBeNever()
expectTypeOf<SuccessBodyOf<'v1', 'createUser'>>().toEqualTypeOf<V1['User']>()
expectTypeOf<SuccessBodyOf<ApiVersion, 'getBank'>>().toEqualTypeOf<V1['Bank'] | V2['Bank']>()
expectTypeOf<SuccessBodyOf<'v2', 'deleteBankConnection'>>().toBeUndefined()
expectTypeOf<SuccessBodyOf<'v2', 'getMultipleBanks'>>().toBeNever()

// Generic code reads properties of a version that is not known yet, and keeps the versions apart.
export const readPage = <V extends ApiVersion>(
  page: SuccessBodyOf<V, 'getAndSearchAllBanks'>,
  connection: SuccessBodyOf<V, 'getBankConnection'>,
): Schema<ApiVersion, 'BankConnection'> => {
  page.banks satisfies readonly Schema<V, 'Bank'>[]
  // @ts-expect-error: banks are no accounts
  page.banks satisfies readonly Schema<V, 'Account'>[]
  page.paging.totalCount satisfies number
  return connection
}
