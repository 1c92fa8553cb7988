/** Type tests: `tsc` checks them (`npm run check`); nothing here runs. */
import { expectTypeOf } from 'vitest'
import type {
  ApiVersion,
  Bank,
  BankConnection,
  FinApiClient,
  PendingTransactions,
  UserSession,
} from '../../client/index.ts'

// The field names follow the version.
expectTypeOf<BankConnection<'v1'>['interfaces'][number]>().toHaveProperty('interface')
expectTypeOf<BankConnection<'v2'>['interfaces'][number]>().toHaveProperty('bankingInterface')

// A session of v1 has no members that only v2 has.
expectTypeOf<UserSession<'v1'>['pendingTransactions']>().toEqualTypeOf<undefined>()
expectTypeOf<UserSession<'v2'>['pendingTransactions']>().toEqualTypeOf<PendingTransactions>()

// Code for both versions accepts a client of either.
expectTypeOf<FinApiClient<'v1'>>().toExtend<FinApiClient<ApiVersion>>()
expectTypeOf<FinApiClient<'v2'>>().toExtend<FinApiClient<ApiVersion>>()
expectTypeOf<UserSession<ApiVersion>['banks']['get']>().returns.resolves.toEqualTypeOf<Bank<'v1'> | Bank<'v2'>>()

// `listAll` sets the page itself.
expectTypeOf<{ search: string }>().toExtend<Parameters<UserSession<'v2'>['banks']['listAll']>[0]>()
expectTypeOf<{ page: number }>().not.toExtend<Parameters<UserSession<'v2'>['banks']['listAll']>[0]>()
