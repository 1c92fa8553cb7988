export type { ApiVersion, JsonBodyOf, QueryOf, Schema, SuccessBodyOf } from '../contracts/openapi/api-types.ts'
export type { Sleep } from './abort.ts'
export type { Account, Accounts, DailyBalance, DailyBalanceQuery } from './accounts/accounts.ts'
export type { CallOptions } from './api.ts'
export type { UserCredentials } from './authorization/token-source.ts'
export type { BankConnection, BankConnections } from './bank-connections/bank-connections.ts'
export { DownloadFailedError, isDownloadFailedError, WaitTimeoutError } from './bank-connections/errors.ts'
export type { BankConnectionFlows, FlowOptions } from './bank-connections/flows.ts'
export type { ImportRequest, UpdateRequest } from './bank-connections/requests.ts'
export type { WaitOptions } from './bank-connections/wait-until-ready.ts'
export type { Bank, BankQuery, Banks } from './banks/banks.ts'
export {
  createFinApiClient,
  type FinApiClient,
  type FinApiClientOptions,
  type SessionOptions,
} from './create-client.ts'
export * from './errors.ts'
export type { ErrorDetails } from './http/error-body.ts'
export {
  AdditionalAuthenticationRequiredError,
  type FailedRequest,
  FinApiAuthenticationError,
  FinApiResponseError,
  isAdditionalAuthenticationRequiredError,
  isFinApiAuthenticationError,
  isFinApiResponseError,
} from './http/response-errors.ts'
export type { HttpResponse, PsuHeaders } from './http/types.ts'
export type { PendingTransaction, PendingTransactions } from './pending-transactions/pending-transactions.ts'
export * from './sca/errors.ts'
export type { Psu } from './sca/psu.ts'
export type { Challenge, Redirect, ScaCallback, ScaChallenge, TwoStepProcedure } from './sca/types.ts'
export { completeSca, type ScaOptions, type ScaStep } from './sca.ts'
export type { Transaction, TransactionQuery, Transactions } from './transactions/transactions.ts'
export type { UserSession } from './user-session.ts'
export type { CurrentUser } from './users/current-user.ts'
export type { User, Users } from './users/users.ts'
