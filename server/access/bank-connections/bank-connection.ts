import { defineCollection } from '../../core/collection.ts'
import { flag, id, list, moment, object, oneOf, optional, text, whole } from '../../core/shape.ts'
import { bankingInterface, challengeType, type TwoStepProcedure } from '../../sca/challenge.ts'
import type { BankingInterface } from '../banks/bank.ts'

/** A user's connection to a bank, created by an import. Times are milliseconds since 1970. */
export interface BankConnection {
  id: number
  userKey: string
  bankId: number
  name: string | undefined
  updateStatus: 'IN_PROGRESS' | 'READY'
  categorizationStatus: 'PENDING' | 'IN_PROGRESS' | 'READY'
  interfaces: ConnectionInterface[]
  accountIds: number[]
}

/** An interface of a bank connection, with its login credentials and its consent. */
export interface ConnectionInterface {
  interface: BankingInterface
  /** The scenario of the import or the latest update, which the next update uses again. */
  scenario: string
  /** A credential for each login field of the bank's interface, in the same order. */
  credentials: StoredCredential[]
  /** The bank, interface and login; two imports with the same are the same connection. */
  fingerprint: string
  defaultTwoStepProcedureId: string | undefined
  twoStepProcedures: TwoStepProcedure[]
  aisConsent: Consent | undefined
  lastManualUpdate: UpdateResult | undefined
  lastAutoUpdate: UpdateResult | undefined
  userActionRequired: boolean
  maxDaysForDownload: number
}

/** A login credential that finAPI has stored, or the field of one that it has not. */
export interface StoredCredential {
  label: string
  isSecret: boolean
  /** Undefined if no value is stored. */
  value: string | undefined
}

/** The AIS consent of an interface at the bank. */
export interface Consent {
  status: 'PRESENT' | 'NOT_PRESENT'
  expiresAt: number | undefined
  supportsImportNewAccounts: boolean
}

/** The result of an import or update. */
export interface UpdateResult {
  result: 'OK' | 'BANK_SERVER_REJECTION' | 'INTERNAL_SERVER_ERROR'
  errorMessage: string | undefined
  errorType: 'BUSINESS' | 'TECHNICAL' | undefined
  timestamp: number
}

/** Returns true while a connection is imported, updated or categorised; it cannot be changed then. */
export const isBusy = (connection: BankConnection): boolean =>
  connection.updateStatus !== 'READY' || connection.categorizationStatus !== 'READY'

/** The most days that finAPI's contract allows. */
const MAX_DAYS = 2 ** 31 - 1

const updateResult = object<UpdateResult>({
  result: oneOf('OK', 'BANK_SERVER_REJECTION', 'INTERNAL_SERVER_ERROR'),
  errorMessage: optional(text),
  errorType: optional(oneOf('BUSINESS', 'TECHNICAL')),
  timestamp: moment,
})

const connectionInterface = object<ConnectionInterface>({
  interface: bankingInterface,
  scenario: text,
  credentials: list(object<StoredCredential>({ label: text, isSecret: flag, value: optional(text) })),
  fingerprint: text,
  defaultTwoStepProcedureId: optional(text),
  twoStepProcedures: list(
    object<TwoStepProcedure>({
      procedureId: text,
      procedureName: text,
      procedureChallengeType: optional(challengeType),
      implicitExecute: flag,
    }),
  ),
  aisConsent: optional(
    object<Consent>({
      status: oneOf('PRESENT', 'NOT_PRESENT'),
      expiresAt: optional(moment),
      supportsImportNewAccounts: flag,
    }),
  ),
  lastManualUpdate: optional(updateResult),
  lastAutoUpdate: optional(updateResult),
  userActionRequired: flag,
  maxDaysForDownload: whole(0, MAX_DAYS),
})

export const bankConnectionStore = defineCollection({
  key: ({ id }: BankConnection) => id,
  owner: ({ userKey }) => userKey,
  firstId: 3_540_001,
  shape: object<BankConnection>({
    id,
    userKey: text,
    bankId: id,
    name: optional(text),
    updateStatus: oneOf('IN_PROGRESS', 'READY'),
    categorizationStatus: oneOf('PENDING', 'IN_PROGRESS', 'READY'),
    interfaces: list(connectionInterface),
    accountIds: list(id),
  }),
  requires: (connections: readonly BankConnection[]) => ({
    scenarios: connections.flatMap(({ interfaces }) => interfaces.map(({ scenario }) => scenario)),
    banks: connections.map(({ bankId }) => bankId),
  }),
})
