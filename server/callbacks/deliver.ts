import type { Callback, CallbackAttempt, CallbackWorld } from './outbox.ts'

/** Sends an HTTP request and returns its status. Rejects if there is no response. */
export type SendRequest = (callback: Callback) => Promise<number>

/**
 * Milliseconds of the world's clock before each further attempt. No source says how often finAPI repeats a callback that
 * fails; these are an assumption.
 */
const RETRY_DELAYS: readonly number[] = [60_000, 300_000, 1_800_000]

/** Real milliseconds that a client's server may take to respond. */
const TIMEOUT = 10_000

/**
 * Delivers a callback that is due. The request goes out in real time, because its receiver lives there; its result is
 * recorded in the outbox, and a failed one is scheduled again on the world's clock, so no attempt ever sleeps.
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
