import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import { operations as operationsV1 } from '../../contracts/openapi/generated/v1.operations.ts'
import { operations as operationsV2 } from '../../contracts/openapi/generated/v2.operations.ts'
import type { TokenKind } from './authorization/authenticate.ts'

/** The facts about an operation in the API's contract that the server needs. */
export interface OperationContract {
  readonly method: string
  readonly path: string
  /** finAPI's tag, which is the name of the operation's folder. */
  readonly tag: string
  readonly token: TokenKind
  /** The media type of the request's body; null if it has none. */
  readonly body: string | null
  /** The query's parameters. */
  readonly query: readonly string[]
  /** The query's parameters that are lists. */
  readonly lists: readonly string[]
  /** The name of the schema of each documented status; null for an empty body. */
  readonly responses: Readonly<Record<string, string | null>>
}

/** The operations of each version, by id. */
export const operationsByVersion: Readonly<Record<ApiVersion, Readonly<Record<string, OperationContract>>>> = {
  v1: operationsV1,
  v2: operationsV2,
}

export const API_VERSIONS: readonly ApiVersion[] = ['v1', 'v2']

/** Returns the status of an operation's successful response. */
export const successStatus = ({ responses }: OperationContract): number => ('201' in responses ? 201 : 200)
