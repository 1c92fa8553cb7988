import type { FindValidator } from '../../contracts/openapi/response-validators.ts'
import type { Validators } from '../../contracts/openapi/validator.ts'
import type { Language } from '../core/text.ts'
import type { World } from '../world/world.ts'
import type { Account } from './accounts/account.ts'
import type { AccountQuery } from './accounts/search-accounts.ts'
import type { GrantedToken, TokenKind, TokenRequest } from './authorization/token.ts'
import type { BankConnection } from './bank-connections/bank-connection.ts'
import type { ImportConnection } from './bank-connections/import-connection.ts'
import type { UpdateConnection } from './bank-connections/update-connection.ts'
import type { Bank } from './banks/bank.ts'
import type { BankPage, BankQuery } from './banks/search-banks.ts'
import type { FinApiError } from './errors.ts'
import type {
  PendingTransaction,
  PendingTransactionPage,
  PendingTransactionQuery,
} from './pending-transactions/pending-transaction.ts'
import type { TransactionPage, TransactionQuery } from './transactions/search-transactions.ts'
import type { Transaction } from './transactions/transaction.ts'
import type { CreateUser, User } from './users/user.ts'

/** What the server knows of an operation from the API's contract. */
export interface Operation {
  /** finAPI's tag, as the name of its folder. */
  readonly tag: string
  readonly method: string
  readonly path: string
  readonly token: TokenKind
  /** Content type of the request's body. */
  readonly body: string | null
  /** Query parameters, those of them that are lists, and the fields that `order` takes. */
  readonly query: readonly string[]
  readonly lists: readonly string[]
  readonly order: readonly string[]
  /** Name of the schema of each documented status. */
  readonly responses: Readonly<Record<string, string | null>>
}

/** What the request's token, headers and address tell of a call to a bank. */
type RequestSurroundings = 'origin' | 'client' | 'user' | 'psu' | 'bankPageUrl' | 'explain'

/** What only the client's request tells about an import; the rest comes from its token and address. */
export type ImportRequest = Omit<ImportConnection, RequestSurroundings>

/** The same of an update. */
export type UpdateRequest = Omit<UpdateConnection, RequestSurroundings>

/** Turns validated requests of one API version into what the domain understands. */
export interface Parser {
  token(form: unknown): TokenRequest
  revocation(form: unknown): { token: string; hint: 'access_token' | 'refresh_token' | undefined }
  createUser(body: unknown): CreateUser
  bankQuery(query: unknown): BankQuery
  ids(query: unknown): readonly number[] | undefined
  importConnection(body: unknown): ImportRequest
  updateConnection(body: unknown): UpdateRequest
  accountQuery(query: unknown): AccountQuery
  transactionQuery(query: unknown): TransactionQuery
  pendingTransactionQuery(query: unknown): PendingTransactionQuery
  switchApiVersion(body: unknown): string
}

/** What surrounds an error: the request it answers. */
export interface ErrorContext {
  now: number
  language: Language
  requestId: string
  /** Method and path, without host, world and query. */
  endpoint: string
  authContext: string
  /** The picture of a photo TAN, drawn beforehand because drawing takes its time. */
  photo: { mimeType: string; data: string } | undefined
}

/** Turns domain values into the JSON of one API version. */
export interface Presenter {
  token(granted: GrantedToken): unknown
  user(user: User, password: string): unknown
  bank(bank: Bank): unknown
  bankPage(page: BankPage): unknown
  bankConnection(world: World, connection: BankConnection): unknown
  account(account: Account): unknown
  transaction(world: World, transaction: Transaction): unknown
  transactionPage(world: World, page: TransactionPage): unknown
  pendingTransaction(transaction: PendingTransaction): unknown
  pendingTransactionPage(page: PendingTransactionPage): unknown
  error(error: FinApiError, context: ErrorContext): unknown
}

/** One version of finAPI's API. Everything that differs between versions is in here. */
export interface Api {
  readonly version: string
  readonly operations: Readonly<Record<string, Operation>>
  /** Loaded on first use, to start quickly. */
  loadBodyValidators(tag: string): Promise<Validators>
  loadQueryValidators(tag: string): Promise<Validators>
  loadResponseValidators(): Promise<FindValidator>
  readonly parse: Parser
  readonly present: Presenter
}
