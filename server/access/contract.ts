import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import { operations as operationsV1 } from '../../contracts/openapi/generated/v1.operations.ts'
import { operations as operationsV2 } from '../../contracts/openapi/generated/v2.operations.ts'
import type { TokenKind } from './authorization/authenticate.ts'

/** An operation as the API's contract describes it, as far as the server needs to know. */
export interface OperationContract {
  readonly method: string
  readonly path: string
  /** finAPI's tag, which is the name of the operation's folder. */
  readonly tag: string
  readonly token: TokenKind
  /** Media type of the request's body. */
  readonly body: string | null
  /** The query's parameters, and those of them that are lists. */
  readonly query: readonly string[]
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

/** The status of an operation's success. */
export const successStatus = ({ responses }: OperationContract): number => ('201' in responses ? 201 : 200)
