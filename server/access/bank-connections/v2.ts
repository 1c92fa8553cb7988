import type { Schema } from '../../../contracts/openapi/api-types.ts'
import { writeBank } from '../banks/bank-v2.ts'
import type { WireBody, WireRequest } from '../define-operation.ts'
import { type Loose, PROTECTED, readNonEmpty, writeOffsetTime } from '../wire.ts'
import type { ConnectionInterface, UpdateResult } from './bank-connection.ts'
import { writeProcedure } from './challenge-v2.ts'
import type { BankConnectionView } from './find-bank-connection.ts'
import type { ImportRequest } from './import-connection.ts'
import type { UpdateRequest } from './update-connection.ts'
import { readImportRequest, readUpdateRequest } from './wire.ts'

export const writeBankConnection = ({ connection, bank }: BankConnectionView): WireBody<'v2', 'getBankConnection'> => {
  return {
    id: connection.id,
    name: connection.name,
    updateStatus: connection.updateStatus,
    categorizationStatus: connection.categorizationStatus,
    interfaces: connection.interfaces.map(writeInterface),
    accountIds: connection.accountIds,
    bank: writeBank(bank),
  }
}

const writeInterface = (connectionInterface: ConnectionInterface): Loose<Schema<'v2', 'BankConnectionInterface'>> => {
  const { aisConsent } = connectionInterface
  return {
    bankingInterface: connectionInterface.interface,
    loginCredentials: connectionInterface.credentials.map(({ label, isSecret, value }) => ({
      label,
      value: value !== undefined && isSecret ? PROTECTED : value,
    })),
    defaultTwoStepProcedureId: connectionInterface.defaultTwoStepProcedureId,
    twoStepProcedures: connectionInterface.twoStepProcedures.map(writeProcedure),
    aisConsent:
      aisConsent === undefined
        ? undefined
        : {
            status: aisConsent.status,
            expiresAt: aisConsent.expiresAt === undefined ? undefined : writeOffsetTime(aisConsent.expiresAt),
            supportsImportNewAccounts: aisConsent.supportsImportNewAccounts,
          },
    lastManualUpdate: writeUpdateResult(connectionInterface.lastManualUpdate),
    lastAutoUpdate: writeUpdateResult(connectionInterface.lastAutoUpdate),
    userActionRequired: connectionInterface.userActionRequired,
    maxDaysForDownload: connectionInterface.maxDaysForDownload,
  }
}

const writeUpdateResult = (result: UpdateResult | undefined): Loose<Schema<'v2', 'UpdateResult'>> | undefined =>
  result === undefined ? undefined : { ...result, timestamp: writeOffsetTime(result.timestamp) }

export const writeBankConnections = (
  views: readonly BankConnectionView[],
): WireBody<'v2', 'getAllBankConnections'> => ({ connections: views.map(writeBankConnection) })

export const readIds = ({ query }: WireRequest<'v2', 'getAllBankConnections'>): readonly number[] | undefined =>
  query.ids

export const readImport = ({ body }: WireRequest<'v2', 'importBankConnection'>): ImportRequest =>
  readImportRequest(body, readOwnFields(body))

export const readUpdate = ({ body }: WireRequest<'v2', 'updateBankConnection'>): UpdateRequest =>
  readUpdateRequest(body, readOwnFields(body))

type CallBody = WireRequest<'v2', 'importBankConnection' | 'updateBankConnection'>['body']

const readOwnFields = (body: CallBody) => ({
  interface: body.bankingInterface,
  credentials: { kind: 'labelled' as const, values: body.loginCredentials ?? [] },
  storeSecrets: body.storeSecrets,
  skipBalancesDownload: body.skipBalancesDownload,
  accountTypes: readNonEmpty(body.accountTypes),
})
