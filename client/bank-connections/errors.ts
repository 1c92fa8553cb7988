import { FinApiError, TimeoutError } from '../errors.ts'
import type { BankConnection } from './bank-connections.ts'

/** The bank connection was not ready when the time was up; its last state is in `connection`. */
export class WaitTimeoutError extends TimeoutError {
  override readonly name = 'WaitTimeoutError'

  constructor(
    readonly connection: BankConnection,
    timeout: number,
  ) {
    const { id, updateStatus, categorizationStatus } = connection
    super(
      `Bank connection ${id} is not ready after ${timeout} ms ` +
        `(updateStatus ${updateStatus}, categorizationStatus ${categorizationStatus})`,
      timeout,
    )
  }
}

/** finAPI accepted the import or update, but the download failed on at least one interface. */
export class DownloadFailedError extends FinApiError {
  override readonly name = 'DownloadFailedError'

  constructor(readonly connection: BankConnection) {
    const reasons = findFailedInterfaces(connection).map(
      ({ lastManualUpdate: update }) => `${update?.result}${update?.errorMessage ? `: ${update.errorMessage}` : ''}`,
    )
    super(`The download of bank connection ${connection.id} failed (${reasons.join('; ')})`)
  }
}

/** Returns the interfaces whose last manual update failed. */
export const findFailedInterfaces = (connection: BankConnection): BankConnection['interfaces'][number][] => {
  const interfaces: BankConnection['interfaces'][number][] = connection.interfaces
  // An interface without a manual update has null here in v1 and nothing in v2; neither is a failure.
  return interfaces.filter(({ lastManualUpdate }) => lastManualUpdate && lastManualUpdate.result !== 'OK')
}

export const isDownloadFailedError = (error: unknown): error is DownloadFailedError =>
  error instanceof DownloadFailedError
