import { BANK_LOGIN_PATH } from '../../core/own-paths.ts'
import type { ScaAnswer } from '../../sca/sca-flow.ts'
import type { Client } from '../authorization/client.ts'
import type { OperationContext, PsuMetadata } from '../operation-context.ts'
import type { User } from '../users/user.ts'

/** The part of a call to a bank that follows from the request's token, headers and address. */
export interface BankCaller {
  /** The API version that the call came through. */
  origin: string
  client: Client
  user: User
  psu: PsuMetadata
  /** Address of the bank's page for PSUs, as the client reaches this server. */
  bankPageUrl: string
}

/** A call to a bank on behalf of a user; the same in each call of a flow, but for hash and answer. */
export interface BankCall extends BankCaller {
  redirectUrl: string | undefined
  /** IBANs. */
  accountReferences: readonly string[] | undefined
  hash: string | undefined
  answer: ScaAnswer
}

export const createBankCall = ({ version, client, user, psu, baseUrl }: OperationContext): BankCaller => ({
  origin: version,
  client,
  user,
  psu,
  bankPageUrl: `${baseUrl}${BANK_LOGIN_PATH}`,
})
