import type { components, operations } from '../../../contracts/openapi/generated/v2.types.ts'
import type { ImportRequest, Parser, UpdateRequest } from '../api.ts'
import { badRequest } from '../errors.ts'
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
type Form<Id extends 'getToken' | 'revokeToken'> =
  operations[Id]['requestBody']['content']['application/x-www-form-urlencoded']

export const parserV2: Parser = {
  token: (form) => tokenFrom(validated<Form<'getToken'>>(form)),
  revocation: (form) => revocationFrom(validated<Form<'revokeToken'>>(form)),
  createUser: (body) => validated<CreateUser & Schemas['UserCreateParams']>(body),

  bankQuery: (given) => {
    const query = validated<Query<'getAndSearchAllBanks'>>(given)
    return {
      ...bankQueryFrom(query),
      interfaces: query.supportedBankingInterfaces,
      dataSources: undefined,
      isSupported: undefined,
      pinsAreVolatile: undefined,
    }
  },

  ids: (query) => validated<Query<'getAllBankConnections'>>(query).ids,

  importConnection: (given): ImportRequest => {
    const body = validated<Schemas['ImportBankConnectionParams']>(given)
    return {
      ...importFrom(body),
      interface: body.bankingInterface,
      credentials: body.loginCredentials ?? [],
      skipBalancesDownload: body.skipBalancesDownload ?? false,
      accountTypes: body.accountTypes?.length === 0 ? undefined : body.accountTypes,
    }
  },

  updateConnection: (given): UpdateRequest => {
    const body = validated<Schemas['UpdateBankConnectionParams']>(given)
    return {
      ...updateFrom(body),
      interface: body.bankingInterface,
      credentials: body.loginCredentials ?? [],
      skipBalancesDownload: body.skipBalancesDownload ?? false,
      accountTypes: body.accountTypes?.length === 0 ? undefined : body.accountTypes,
    }
  },

  accountQuery: (given) => {
    const query = validated<Query<'getAndSearchAllAccounts'>>(given)
    return { ...accountQueryFrom(query), accountTypes: query.accountTypes }
  },

  transactionQuery: (query) => transactionQueryFrom(validated<Query<'getAndSearchAllTransactions'>>(query)),
  pendingTransactionQuery: (query) =>
    pendingTransactionQueryFrom(validated<Query<'getAndSearchAllPendingTransactions'>>(query)),

  switchApiVersion: (body) => {
    const { apiVersion } = validated<Schemas['SwitchApiVersionParams']>(body)
    const version = VERSIONS[apiVersion.toUpperCase()]
    if (version === undefined) throw badRequest(`apiVersion must be V1 or V2, but is '${apiVersion}'.`)
    return version
  },
}

const VERSIONS: Readonly<Record<string, string>> = { V1: 'v1', V2: 'v2' }
