import type { World } from '../../../world/world.ts'
import type { BankConnection, ConnectionInterface, UpdateResult } from '../../bank-connections/bank-connection.ts'
import { offsetTime, PROTECTED } from '../common.ts'
import { presentBank } from './bank.ts'
import { presentProcedure } from './challenge.ts'
import type { Schemas } from './schemas.ts'

export const presentBankConnection = (world: World, connection: BankConnection): Schemas['BankConnection'] => {
  const bank = world.library.bank(connection.bankId)
  if (bank === undefined) throw new Error(`bank ${connection.bankId} of a bank connection is not in the library`)
  return {
    id: connection.id,
    name: connection.name,
    updateStatus: connection.updateStatus,
    categorizationStatus: connection.categorizationStatus,
    interfaces: connection.interfaces.map(presentInterface),
    accountIds: connection.accountIds,
    bank: presentBank(bank),
  }
}

const presentInterface = (connectionInterface: ConnectionInterface): Schemas['BankConnectionInterface'] => {
  const { aisConsent } = connectionInterface
  return {
    bankingInterface: connectionInterface.interface,
    loginCredentials: connectionInterface.credentials.map(({ label, isSecret, value }) => ({
      label,
      value: value !== undefined && isSecret ? PROTECTED : value,
    })),
    defaultTwoStepProcedureId: connectionInterface.defaultTwoStepProcedureId,
    twoStepProcedures: connectionInterface.twoStepProcedures.map(presentProcedure),
    aisConsent:
      aisConsent === undefined
        ? undefined
        : {
            status: aisConsent.status,
            expiresAt: aisConsent.expiresAt === undefined ? undefined : offsetTime(aisConsent.expiresAt),
            supportsImportNewAccounts: aisConsent.supportsImportNewAccounts,
          },
    lastManualUpdate: presentUpdateResult(connectionInterface.lastManualUpdate),
    lastAutoUpdate: presentUpdateResult(connectionInterface.lastAutoUpdate),
    userActionRequired: connectionInterface.userActionRequired,
    maxDaysForDownload: connectionInterface.maxDaysForDownload,
  }
}

const presentUpdateResult = (result: UpdateResult | undefined): Schemas['UpdateResult'] | undefined =>
  result === undefined ? undefined : { ...result, timestamp: offsetTime(result.timestamp) }
