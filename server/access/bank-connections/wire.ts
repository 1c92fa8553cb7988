import type { ScaAnswer } from '../../sca/sca-flow.ts'
import type { AccountType } from '../accounts/account.ts'
import type { BankingInterface } from '../banks/bank.ts'
import type { ImportRequest } from './import-connection.ts'
import type { GivenCredentials } from './login-credentials.ts'
import type { UpdateRequest } from './update-connection.ts'

/** The fields of a body whose names are the same in both versions, and for imports and updates. */
interface CommonBody {
  storeSecrets?: boolean
  skipPositionsDownload?: boolean
  accountReferences?: { iban: string }[]
  redirectUrl?: string
  multiStepAuthentication?: ScaAnswer & { hash: string }
}

/** The fields that each version reads in its own way. */
interface OwnFields {
  interface: BankingInterface | undefined
  credentials: GivenCredentials
  storeSecrets: boolean | undefined
  skipBalancesDownload: boolean | undefined
  accountTypes: readonly AccountType[] | undefined
  /** v1's older field, from before multiStepAuthentication. */
  challengeResponse?: string | undefined
}

// Each field is written out, because spreading one object into another costs more than the engine's whole step.

/** Reads an import. */
export const readImportRequest = (
  body: CommonBody & { bankId: number; name?: string; maxDaysForDownload?: number },
  own: OwnFields,
): ImportRequest => ({
  bankId: body.bankId,
  interface: own.interface,
  credentials: own.credentials,
  name: body.name,
  storeSecrets: own.storeSecrets ?? false,
  skipPositionsDownload: body.skipPositionsDownload ?? false,
  skipBalancesDownload: own.skipBalancesDownload ?? false,
  maxDaysForDownload: body.maxDaysForDownload ?? 0,
  accountTypes: own.accountTypes,
  redirectUrl: body.redirectUrl,
  accountReferences: readReferences(body),
  hash: body.multiStepAuthentication?.hash,
  answer: readAnswer(body, own),
})

/** Reads an update. */
export const readUpdateRequest = (
  body: CommonBody & { bankConnectionId: number; importNewAccounts?: boolean },
  own: OwnFields,
): UpdateRequest => ({
  connectionId: body.bankConnectionId,
  interface: own.interface,
  credentials: own.credentials,
  storeSecrets: own.storeSecrets ?? false,
  importNewAccounts: body.importNewAccounts ?? false,
  skipPositionsDownload: body.skipPositionsDownload ?? false,
  skipBalancesDownload: own.skipBalancesDownload ?? false,
  accountTypes: own.accountTypes,
  redirectUrl: body.redirectUrl,
  accountReferences: readReferences(body),
  hash: body.multiStepAuthentication?.hash,
  answer: readAnswer(body, own),
})

const readReferences = ({ accountReferences }: CommonBody): readonly string[] | undefined =>
  accountReferences?.map(({ iban }) => iban)

const readAnswer = ({ multiStepAuthentication: answer }: CommonBody, own: OwnFields): ScaAnswer => ({
  twoStepProcedureId: answer?.twoStepProcedureId,
  challengeResponse: answer?.challengeResponse ?? own.challengeResponse,
  redirectCallback: answer?.redirectCallback,
  decoupledCallback: answer?.decoupledCallback,
})
