import type { ApiVersion } from '../../contracts/openapi/api-types.ts'
import type { Sleep } from '../abort.ts'
import type { Psu } from '../sca/psu.ts'
import { completeSca, type ScaStep } from '../sca.ts'
import type { BankConnection, BankConnections } from './bank-connections.ts'
import { type ImportRequest, toImportBody, toUpdateBody, type UpdateRequest } from './requests.ts'
import { type WaitOptions, waitUntilReady } from './wait-until-ready.ts'

/** The limits of an import or update. */
export interface FlowOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole flow; 15 minutes by default. */
  readonly timeout?: number | undefined
  /** The number of questions that the bank may ask; 20 by default. */
  readonly maxSteps?: number | undefined
}

const DEFAULT_TIMEOUT = 15 * 60_000
const DEFAULT_MAX_STEPS = 20

/** Imports and updates with all their requests, from the first one to the downloaded accounts. */
export interface BankConnectionFlows<V extends ApiVersion> {
  /**
   * Imports a bank connection; `psu` answers the bank's questions.
   *
   * @example
   * const connection = await session.importBankConnection(
   *   { bankId, bankingInterface: 'XS2A', loginCredentials: [{ label: 'PIN', value: pin }] },
   *   { chooseProcedure: () => 'DEMO-SMS', answerChallenge: ({ message }) => askPsu(message) },
   * )
   */
  importBankConnection(request: ImportRequest, psu: Psu, options?: FlowOptions): Promise<BankConnection<V>>
  /**
   * Downloads the newest data of a bank connection. The bank asks nothing while its consent is valid; otherwise `psu`
   * answers, as in an import. 422 INVALID_CONSENT means that the consent has just expired: the same call again, with
   * the PSU present, gets a new one.
   */
  updateBankConnection(request: UpdateRequest, psu: Psu, options?: FlowOptions): Promise<BankConnection<V>>
  /** Waits for the download after an import or update; throws DownloadFailedError if it failed. */
  waitUntilReady(connectionId: number, options?: WaitOptions): Promise<BankConnection<V>>
}

export interface FlowDependencies<V extends ApiVersion> {
  readonly version: V
  readonly bankConnections: BankConnections<V>
  readonly pollInterval: number
  readonly now: () => number
  readonly sleep: Sleep
}

export const createBankConnectionFlows = <V extends ApiVersion>(
  dependencies: FlowDependencies<V>,
): BankConnectionFlows<V> => {
  const { version, bankConnections, pollInterval, now, sleep } = dependencies
  const complete = <T>(step: ScaStep<T>, psu: Psu, options: FlowOptions): Promise<T> => {
    const { signal, timeout = DEFAULT_TIMEOUT, maxSteps = DEFAULT_MAX_STEPS } = options
    return completeSca(step, psu, { signal, timeout, maxSteps, pollInterval, now, sleep })
  }
  return {
    importBankConnection: (request, psu, options = {}) => {
      const { signal } = options
      const step: ScaStep<BankConnection<V>> = (callback) =>
        bankConnections.import(toImportBody[version](request, callback), { signal })
      return complete(step, psu, options)
    },
    updateBankConnection: (request, psu, options = {}) => {
      const { signal } = options
      const step: ScaStep<BankConnection<V>> = (callback) =>
        bankConnections.update(toUpdateBody[version](request, callback), { signal })
      return complete(step, psu, options)
    },
    waitUntilReady: (connectionId, options = {}) =>
      waitUntilReady(() => bankConnections.get(connectionId, { signal: options.signal }), options, { now, sleep }),
  }
}
