import type { ScaAnswer } from '../../sca/sca-flow.ts'

interface CommonBankCall {
  storeSecrets?: boolean
  skipPositionsDownload?: boolean
  accountReferences?: { iban: string }[]
  redirectUrl?: string
  multiStepAuthentication?: ScaAnswer & { hash: string }
}

/** Reads the fields whose names are the same in both versions, and for imports and updates. */
const readCommonCall = (body: CommonBankCall) => ({
  storeSecrets: body.storeSecrets ?? false,
  skipPositionsDownload: body.skipPositionsDownload ?? false,
  accountReferences: body.accountReferences?.map(({ iban }) => iban),
  redirectUrl: body.redirectUrl,
  hash: body.multiStepAuthentication?.hash,
  answer: readAnswer(body.multiStepAuthentication),
})

/** Reads the fields of an import that are the same in both versions. */
export const readCommonImport = (
  body: CommonBankCall & { bankId: number; name?: string; maxDaysForDownload?: number },
) => ({
  ...readCommonCall(body),
  bankId: body.bankId,
  name: body.name,
  maxDaysForDownload: body.maxDaysForDownload ?? 0,
})

/** Reads the fields of an update that are the same in both versions. */
export const readCommonUpdate = (body: CommonBankCall & { bankConnectionId: number; importNewAccounts?: boolean }) => ({
  ...readCommonCall(body),
  connectionId: body.bankConnectionId,
  importNewAccounts: body.importNewAccounts ?? false,
})

const readAnswer = (answer: ScaAnswer | undefined): ScaAnswer => ({
  twoStepProcedureId: answer?.twoStepProcedureId,
  challengeResponse: answer?.challengeResponse,
  redirectCallback: answer?.redirectCallback,
  decoupledCallback: answer?.decoupledCallback,
})
