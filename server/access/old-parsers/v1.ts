import type { components, operations } from '../../../contracts/openapi/generated/v1.types.ts'
import type { AccountType } from '../accounts/account.ts'
import type { ImportRequest, Parser, UpdateRequest } from '../api.ts'
import type { CreateUser } from '../users/user.ts'
import {
  accountQueryFrom,
  bankQueryFrom,
  importFrom,
  pendingTransactionQueryFrom,
  revocationFrom,
  tokenFrom,
  transactionQueryFrom,
  updateFrom,
} from './common.ts'
import { validated } from './request.ts'

type Schemas = components['schemas']
type Query<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>

/** v1's numbers of account types; 6 (Pocket) is delivered by no bank. */
const ACCOUNT_TYPES: Readonly<Record<number, AccountType>> = {
  1: 'Checking',
  2: 'Savings',
  3: 'CreditCard',
  4: 'Security',
  5: 'Loan',
  7: 'Membership',
  8: 'Bausparen',
}

/** Types given by name, by number, or both; a number or name that no account has stays a wish that nothing fulfils. */
const accountTypesFrom = (
  names: readonly Schemas['AccountType'][] | undefined,
  numbers: readonly number[] | undefined,
): readonly AccountType[] | undefined => {
  const wanted = names ?? numbers?.map((number) => ACCOUNT_TYPES[number] ?? 'Pocket')
  return wanted?.length === 0 ? undefined : (wanted as readonly AccountType[] | undefined)
}

export const parserV1: Parser = {
  token: (form) => tokenFrom(validated<Schemas['GetTokenParams']>(form)),
  revocation: (query) => revocationFrom(validated<Query<'revokeToken'>>(query)),
  createUser: (body) => validated<CreateUser & Schemas['UserCreateParams']>(body),

  bankQuery: (given) => {
    const query = validated<Query<'getAndSearchAllBanks'>>(given)
    return {
      ...bankQueryFrom(query),
      interfaces: query.supportedInterfaces,
      dataSources: query.supportedDataSources,
      isSupported: query.isSupported,
      pinsAreVolatile: query.pinsAreVolatile,
    }
  },

  ids: (query) => validated<Query<'getAllBankConnections'>>(query).ids,

  importConnection: (given): ImportRequest => {
    const body = validated<Schemas['ImportBankConnectionParams']>(given)
    const common = importFrom(body)
    const isLabelled = body.interface !== undefined || body.loginCredentials !== undefined
    return {
      ...common,
      interface: body.interface,
      credentials: isLabelled
        ? (body.loginCredentials ?? [])
        : { userId: body.bankingUserId, customerId: body.bankingCustomerId, pin: body.bankingPin },
      storeSecrets: body.storeSecrets ?? body.storePin ?? false,
      skipBalancesDownload: false,
      accountTypes: accountTypesFrom(body.accountTypes, body.accountTypeIds),
      // The field that v1 had before multiStepAuthentication.
      answer: { ...common.answer, challengeResponse: common.answer.challengeResponse ?? body.challengeResponse },
    }
  },

  updateConnection: (given): UpdateRequest => {
    const body = validated<Schemas['UpdateBankConnectionParams']>(given)
    const common = updateFrom(body)
    const isLabelled = body.interface !== undefined || body.loginCredentials !== undefined
    return {
      ...common,
      interface: body.interface,
      credentials: isLabelled ? (body.loginCredentials ?? []) : { pin: body.bankingPin },
      storeSecrets: body.storeSecrets ?? body.storePin ?? false,
      skipBalancesDownload: false,
      accountTypes: accountTypesFrom(body.accountTypes, undefined),
      answer: { ...common.answer, challengeResponse: common.answer.challengeResponse ?? body.challengeResponse },
    }
  },

  accountQuery: (given) => {
    const query = validated<Query<'getAndSearchAllAccounts'>>(given)
    return { ...accountQueryFrom(query), accountTypes: accountTypesFrom(query.accountTypes, query.accountTypeIds) }
  },

  transactionQuery: (query) => transactionQueryFrom(validated<Query<'getAndSearchAllTransactions'>>(query)),
  pendingTransactionQuery: (query) => pendingTransactionQueryFrom(validated(query)),
  switchApiVersion: () => {
    throw new Error('v1 has no operation to switch the API version')
  },
}
