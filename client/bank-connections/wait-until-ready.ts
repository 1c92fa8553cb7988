import { abortable, type Sleep } from './abort.ts'
import type { BankConnection } from './api-types.ts'
import { AbortedError, DownloadFailedError, failedDownloads, WaitTimeoutError } from './errors.ts'

export interface WaitOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds until WaitTimeoutError. */
  timeout?: number | undefined
  /** Milliseconds between two looks. */
  interval?: number | undefined
  /** Answer the connection even if a download failed; its `interfaces` and the accounts' `status` tell which. */
  allowPartial?: boolean | undefined
}

const DEFAULT_TIMEOUT = 5 * 60_000
const DEFAULT_INTERVAL = 3_000

/**
 * Looks at a bank connection until finAPI has downloaded and categorised everything. A 201 only means that the bank
 * let the PSU in: balances and transactions follow, and that download can fail.
 *
 * `categorizationStatus` is READY before the download, too, so it means something only beside `updateStatus` READY.
 */
export const waitUntilReady = async <C extends BankConnection>(
  load: () => Promise<C>,
  { signal, timeout = DEFAULT_TIMEOUT, interval = DEFAULT_INTERVAL, allowPartial = false }: WaitOptions,
  { now, sleep }: { now: () => number; sleep: Sleep },
): Promise<C> => {
  if (signal?.aborted) throw new AbortedError(signal)
  const giveUpAt = now() + timeout
  while (true) {
    const connection = await load()
    if (connection.updateStatus === 'READY' && connection.categorizationStatus === 'READY') {
      if (!allowPartial && failedDownloads(connection).length > 0) throw new DownloadFailedError(connection)
      return connection
    }
    const remaining = giveUpAt - now()
    if (remaining <= 0) throw new WaitTimeoutError(connection, timeout)
    await abortable(sleep(Math.min(interval, remaining), signal), signal)
  }
}
