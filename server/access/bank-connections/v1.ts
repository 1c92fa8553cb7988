import type { Schema } from '../../../contracts/openapi/api-types.ts'
import { readAccountTypes } from '../accounts/account-types-v1.ts'
import { writeBank } from '../banks/bank-v1.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { PROTECTED, writeLocalTime } from '../wire.ts'
import type { ConnectionInterface, UpdateResult } from './bank-connection.ts'
import { writeProcedure } from './challenge-v1.ts'
import type { BankConnectionView } from './find-bank-connection.ts'
import type { ImportRequest } from './import-connection.ts'
import type { UpdateRequest } from './update-connection.ts'
import { readImportRequest, readUpdateRequest } from './wire.ts'

export const writeBankConnection = ({ connection, bank }: BankConnectionView): WireBody<'v1', 'getBankConnection'> => {
  const interfaces = connection.interfaces.map(writeInterface)
  const [first] = interfaces
  return {
    id: connection.id,
    bankId: connection.bankId,
    name: connection.name ?? null,
    // The fixed fields that labelled credentials replaced stay empty, as in the guide.
    bankingUserId: null,
    bankingCustomerId: null,
    bankingPin: null,
    type: bank.type ?? 'ONLINE',
    updateStatus: connection.updateStatus,
    categorizationStatus: connection.categorizationStatus,
    lastManualUpdate: first?.lastManualUpdate ?? null,
    lastAutoUpdate: first?.lastAutoUpdate ?? null,
    ibanOnlyMoneyTransferSupported: false,
    ibanOnlyDirectDebitSupported: false,
    collectiveMoneyTransferSupported: false,
    defaultTwoStepProcedureId: first?.defaultTwoStepProcedureId ?? null,
    twoStepProcedures: first?.twoStepProcedures ?? [],
    interfaces,
    accountIds: connection.accountIds,
    owners: null,
    bank: writeBank(bank),
    furtherLoginNotRecommended: false,
  }
}

const writeInterface = (connectionInterface: ConnectionInterface): Schema<'v1', 'BankConnectionInterface'> => ({
  interface: connectionInterface.interface,
  loginCredentials: connectionInterface.credentials.map(({ label, isSecret, value }) => ({
    label,
    value: value === undefined ? null : isSecret ? PROTECTED : value,
  })),
  defaultTwoStepProcedureId: connectionInterface.defaultTwoStepProcedureId ?? null,
  twoStepProcedures: connectionInterface.twoStepProcedures.map(writeProcedure),
  aisConsent:
    connectionInterface.aisConsent === undefined
      ? null
      : {
          status: connectionInterface.aisConsent.status,
          expiresAt:
            connectionInterface.aisConsent.expiresAt === undefined
              ? null
              : writeLocalTime(connectionInterface.aisConsent.expiresAt),
        },
  lastManualUpdate: writeUpdateResult(connectionInterface.lastManualUpdate),
  lastAutoUpdate: writeUpdateResult(connectionInterface.lastAutoUpdate),
  userActionRequired: connectionInterface.userActionRequired,
  maxDaysForDownload: connectionInterface.maxDaysForDownload,
})

const writeUpdateResult = (result: UpdateResult | undefined): Schema<'v1', 'UpdateResult'> | null =>
  result === undefined
    ? null
    : {
        result: result.result,
        errorMessage: result.errorMessage ?? null,
        errorType: result.errorType ?? null,
        timestamp: writeLocalTime(result.timestamp),
      }

export const writeBankConnections = (
  views: readonly BankConnectionView[],
): WireBody<'v1', 'getAllBankConnections'> => ({ connections: views.map(writeBankConnection) })

export const readIds = ({ query }: WireRequest<'v1', 'getAllBankConnections'>): readonly number[] | undefined =>
  query.ids

export const readImport = ({ body }: WireRequest<'v1', 'importBankConnection'>): ImportRequest =>
  readImportRequest(body, {
    interface: body.interface,
    credentials: isLabelled(body)
      ? { kind: 'labelled', values: body.loginCredentials ?? [] }
      : { kind: 'fixed', userId: body.bankingUserId, customerId: body.bankingCustomerId, pin: body.bankingPin },
    storeSecrets: body.storeSecrets ?? body.storePin,
    skipBalancesDownload: undefined,
    accountTypes: readAccountTypes(body.accountTypes, body.accountTypeIds),
    challengeResponse: body.challengeResponse,
  })

export const readUpdate = ({ body }: WireRequest<'v1', 'updateBankConnection'>): UpdateRequest =>
  readUpdateRequest(body, {
    interface: body.interface,
    credentials: isLabelled(body)
      ? { kind: 'labelled', values: body.loginCredentials ?? [] }
      : { kind: 'fixed', pin: body.bankingPin },
    storeSecrets: body.storeSecrets ?? body.storePin,
    skipBalancesDownload: undefined,
    accountTypes: readAccountTypes(body.accountTypes, undefined),
    challengeResponse: body.challengeResponse,
  })

type CallBody = WireRequest<'v1', 'importBankConnection' | 'updateBankConnection'>['body']

/** Returns true unless a request uses the fixed fields that v1 had before login credentials had labels. */
const isLabelled = (body: CallBody): boolean => body.interface !== undefined || body.loginCredentials !== undefined
