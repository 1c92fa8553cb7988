import type { Callback, CallbackAttempt, CallbackWorld } from './outbox.ts'

/** Sends an HTTP request and returns the status of the response. Rejects if there is none. */
export type SendRequest = (callback: Callback) => Promise<number>

/**
 * The delays before each further attempt, in milliseconds of the world's clock. Assumption: no source says how often
 * finAPI repeats a failed callback.
 */
const RETRY_DELAYS: readonly number[] = [60_000, 300_000, 1_800_000]

/** The real milliseconds that a client's server may take to respond. */
const TIMEOUT = 10_000

/**
 * Delivers a callback that is due and records the result in the outbox. The request is sent in real time, as its
 * receiver runs in real time; a failed callback is scheduled again on the world's clock, so that no attempt has to
 * wait.
 */
export const deliverCallback = async (
  world: CallbackWorld,
  callbackId: number,
  send: SendRequest = postCallback,
): Promise<void> => {
  const callback = world.outbox.get(callbackId)
  if (callback === undefined || callback.status !== 'PENDING') return
  const result = await attemptDelivery(callback, send)
  // The world may have been reset meanwhile.
  if (world.outbox.get(callbackId) !== callback) return
  const attempt: CallbackAttempt = { at: world.clock.now(), ...result }
  callback.attempts.push(attempt)
  const isDelivered = attempt.status !== undefined && attempt.status < 300
  const delay = RETRY_DELAYS[callback.attempts.length - 1]
  if (isDelivered) callback.status = 'DELIVERED'
  else if (delay === undefined) callback.status = 'FAILED'
  else world.clock.schedule(delay, { job: 'deliver-callback', callbackId })
  world.events.publish('callback', { callback, attempt })
}

const attemptDelivery = async (callback: Callback, send: SendRequest): Promise<Omit<CallbackAttempt, 'at'>> => {
  try {
    return { status: await send(callback), error: undefined }
  } catch (error) {
    return { status: undefined, error: error instanceof Error ? error.message : String(error) }
  }
}

const postCallback: SendRequest = async ({ url, headers, body }) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  })
  await response.body?.cancel()
  return response.status
}
