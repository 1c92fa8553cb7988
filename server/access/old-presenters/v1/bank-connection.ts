import type { World } from '../../../world/world.ts'
import type { BankConnection, ConnectionInterface, UpdateResult } from '../../bank-connections/bank-connection.ts'
import { localTime, PROTECTED } from '../common.ts'
import { presentBank } from './bank.ts'
import { presentProcedure } from './challenge.ts'
import type { Schemas } from './schemas.ts'

export const presentBankConnection = (world: World, connection: BankConnection): Schemas['BankConnection'] => {
  const bank = world.library.bank(connection.bankId)
  if (bank === undefined) throw new Error(`bank ${connection.bankId} of a bank connection is not in the library`)
  const interfaces = connection.interfaces.map(presentInterface)
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
    bank: presentBank(bank),
    furtherLoginNotRecommended: false,
  }
}

const presentInterface = (connectionInterface: ConnectionInterface): Schemas['BankConnectionInterface'] => ({
  interface: connectionInterface.interface,
  loginCredentials: connectionInterface.credentials.map(({ label, isSecret, value }) => ({
    label,
    value: value === undefined ? null : isSecret ? PROTECTED : value,
  })),
  defaultTwoStepProcedureId: connectionInterface.defaultTwoStepProcedureId ?? null,
  twoStepProcedures: connectionInterface.twoStepProcedures.map(presentProcedure),
  aisConsent:
    connectionInterface.aisConsent === undefined
      ? null
      : {
          status: connectionInterface.aisConsent.status,
          expiresAt:
            connectionInterface.aisConsent.expiresAt === undefined
              ? null
              : localTime(connectionInterface.aisConsent.expiresAt),
        },
  lastManualUpdate: presentUpdateResult(connectionInterface.lastManualUpdate),
  lastAutoUpdate: presentUpdateResult(connectionInterface.lastAutoUpdate),
  userActionRequired: connectionInterface.userActionRequired,
  maxDaysForDownload: connectionInterface.maxDaysForDownload,
})

const presentUpdateResult = (result: UpdateResult | undefined): Schemas['UpdateResult'] | null =>
  result === undefined
    ? null
    : {
        result: result.result,
        errorMessage: result.errorMessage ?? null,
        errorType: result.errorType ?? null,
        timestamp: localTime(result.timestamp),
      }
