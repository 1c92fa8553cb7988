export type { Sleep } from './abort.ts'
export type { Accounts } from './accounts.ts'
export type { CallOptions } from './api.ts'
export type {
  Account,
  ApiVersion,
  Bank,
  BankConnection,
  ErrorDetails,
  PendingTransaction,
  PsuHeaders,
  Query,
  ScaCallback,
  ScaChallenge,
  Schema,
  Transaction,
  TwoStepProcedure,
  User,
} from './api-types.ts'
export type { UserCredentials } from './auth.ts'
export type { BankConnections } from './bank-connections.ts'
export type { BankQuery, Banks } from './banks.ts'
export {
  createFinApiClient,
  type FinApiClient,
  type FinApiClientOptions,
  type SessionSettings,
} from './create-client.ts'
export * from './errors.ts'
export type { PendingTransactions } from './pending-transactions.ts'
export {
  AdditionalAuthenticationRequiredError,
  type CalledEndpoint,
  FinApiAuthenticationError,
  FinApiResponseError,
  type HttpAnswer,
  isAdditionalAuthenticationRequiredError,
  isFinApiAuthenticationError,
  isFinApiResponseError,
} from './response-errors.ts'
export { completeSca, type Psu, type ScaOptions, type ScaStep } from './sca.ts'
export type { Challenge, Redirect } from './sca-challenge.ts'
export * from './sca-errors.ts'
export type { TransactionQuery, Transactions } from './transactions.ts'
export type { ImportOptions, UserSession } from './user-session.ts'
export type { CurrentUser, Users } from './users.ts'
export type { ImportRequest, UpdateRequest } from './versions.ts'
export type { WaitOptions } from './wait.ts'
