import { abortable, type Sleep } from '../abort.ts'
import { AbortedError } from '../errors.ts'
import type { BankConnection } from './bank-connections.ts'
import { DownloadFailedError, findFailedInterfaces, WaitTimeoutError } from './errors.ts'

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds until WaitTimeoutError; five minutes by default. */
  readonly timeout?: number | undefined
  /** Milliseconds between two requests; three seconds by default. */
  readonly interval?: number | undefined
  /** Returns the connection even if a download failed; see the results in its `interfaces` and the accounts' `status`. */
  readonly allowPartial?: boolean | undefined
}

const DEFAULT_TIMEOUT = 5 * 60_000
const DEFAULT_INTERVAL = 3_000

/**
 * Polls a bank connection until finAPI has downloaded and categorised everything. A successful import only means that
 * the bank accepted the login: finAPI downloads balances and transactions afterwards, and that can fail.
 *
 * `categorizationStatus` is READY before the download, too, so it counts only together with `updateStatus` READY.
 */
export const waitUntilReady = async <Connection extends BankConnection>(
  load: () => Promise<Connection>,
  { signal, timeout = DEFAULT_TIMEOUT, interval = DEFAULT_INTERVAL, allowPartial = false }: WaitOptions,
  { now, sleep }: { readonly now: () => number; readonly sleep: Sleep },
): Promise<Connection> => {
  if (signal?.aborted) throw new AbortedError(signal)
  const deadline = now() + timeout
  while (true) {
    const connection = await load()
    if (connection.updateStatus === 'READY' && connection.categorizationStatus === 'READY') {
      if (!allowPartial && findFailedInterfaces(connection).length > 0) throw new DownloadFailedError(connection)
      return connection
    }
    const remaining = deadline - now()
    if (remaining <= 0) throw new WaitTimeoutError(connection, timeout)
    await abortable(sleep(Math.min(interval, remaining), signal), signal)
  }
}
