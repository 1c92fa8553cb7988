import { BANK_LOGIN_PATH } from '../../core/own-paths.ts'
import type { ScaAnswer } from '../../sca/sca-flow.ts'
import type { Client } from '../authorization/client.ts'
import type { OperationContext, PsuMetadata } from '../operation-context.ts'
import type { User } from '../users/user.ts'

/** The part of a call to a bank that comes from the request's token, headers and URL. */
export interface BankCaller {
  /** The API version of the call. */
  origin: string
  client: Client
  user: User
  psu: PsuMetadata
  /** The URL of the bank's page for PSUs, as the client reaches this server. */
  bankPageUrl: string
}

/** The fields of every call to a bank. In each call of a flow only hash and answer differ. */
export interface BankCall {
  redirectUrl: string | undefined
  /** The IBANs of the accounts to share. */
  accountReferences: readonly string[] | undefined
  hash: string | undefined
  answer: ScaAnswer
}

/** Returns the caller of a request. */
export const readBankCaller = ({ version, client, user, psu, baseUrl }: OperationContext): BankCaller => ({
  origin: version,
  client,
  user,
  psu,
  bankPageUrl: `${baseUrl}${BANK_LOGIN_PATH}`,
})
