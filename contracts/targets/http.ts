import { request } from 'undici'
import type { OperationId } from '../api.ts'
import type { Exchange } from '../exchange.ts'
import { REPLAY_SERVER } from '../replay/live.ts'
import type { OperationResponse } from '../response.ts'
import type { Track } from './in-order.ts'
import { type Ending, pauseBeforeRepeat } from './patience.ts'
import type { Session } from './session.ts'
import { spend } from './spend.ts'
import type { PlainRequest, Purpose, Scope } from './target.ts'

/** The context of an exchange. */
export interface ExchangeContext {
  readonly operationId?: OperationId
  readonly signal?: AbortSignal | undefined
  /** `rules` when left out. */
  readonly purpose?: Purpose
  /** The place of the exchange among those of other rules. */
  readonly track: Pick<Track, 'add'>
  readonly onExchange?: Scope['onExchange']
}

/** No response came: the target is down, unreachable, or too slow. */
export class TargetUnreachable extends Error {
  override name = 'TargetUnreachable'
}

const parse = (text: string, contentType: string): unknown => {
  if (text === '') return undefined
  if (!contentType.includes('json')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no response in time'
  // Node wraps several refused addresses in one AggregateError without a message of its own.
  if (error instanceof AggregateError) return error.errors.map(describeError).join(', ')
  return error.message || error.name
}

/** Sends a request once and reads the whole response; throws the error of a network fault. */
const sendOnce = async (
  session: Session,
  plain: PlainRequest,
  { operationId, signal, track, onExchange }: ExchangeContext,
): Promise<OperationResponse<undefined>> => {
  const { settings } = session
  const limit = AbortSignal.timeout(settings.limits.request)
  const started = performance.now()
  const sent = { accept: 'application/json', ...plain.headers }
  const response = await request(new URL(plain.path, settings.baseUrl), {
    dispatcher: session.agent,
    method: plain.method,
    headers: sent,
    body: plain.body ?? null,
    signal: signal ? AbortSignal.any([limit, signal]) : limit,
  })
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  )
  const text = await response.body.text()
  const complete: Exchange = {
    operationId,
    version: settings.version,
    request: { method: plain.method, path: plain.path, headers: sent, body: plain.body },
    response: { status: response.statusCode, headers, body: text },
    milliseconds: Math.round(performance.now() - started),
  }
  if (headers.server === REPLAY_SERVER) session.concurrency = 1
  onExchange?.(complete, 'own')
  track.add(() => {
    for (const listener of session.listeners) listener(complete)
  })
  return {
    operationId: undefined,
    version: settings.version,
    status: response.statusCode,
    headers,
    body: parse(text, headers['content-type'] ?? ''),
    request: { method: plain.method, path: plain.path },
  }
}

/** The end of one attempt, and its response. */
type Attempt =
  | { readonly response: OperationResponse<undefined>; readonly ending: Ending & { kind: 'response' } }
  | { readonly response: undefined; readonly ending: Ending & { kind: 'fault' } }

const attempt = async (session: Session, plain: PlainRequest, context: ExchangeContext): Promise<Attempt> => {
  try {
    const response = await sendOnce(session, plain, context)
    const { status, headers, body } = response
    const isFinApi = typeof body === 'object' && body !== null && 'errors' in body
    return { response, ending: { kind: 'response', status, retryAfter: headers['retry-after'], isFinApi } }
  } catch (error) {
    context.signal?.throwIfAborted()
    return { response: undefined, ending: { kind: 'fault', error } }
  }
}

const sendUntilFinal = async (
  session: Session,
  plain: PlainRequest,
  context: ExchangeContext,
): Promise<OperationResponse<undefined>> => {
  const { settings, notices } = session
  const repeatable = { method: plain.method, operationId: context.operationId }
  for (let repeated = 0; ; repeated += 1) {
    spend(session, context.purpose ?? 'rules')
    const { response, ending } = await attempt(session, plain, context)
    const pause = pauseBeforeRepeat(repeatable, ending, repeated, settings.patience)
    if (pause !== undefined) {
      // Without ids and query, so that the same event in many places is one notice.
      const what = context.operationId ?? `${plain.method} ${plain.path.split('?')[0]}`
      const how =
        ending.kind === 'response' ? `got ${ending.status}` : `got no response (${describeError(ending.error)})`
      notices.note(`${what} ${how} and was sent again`)
      await settings.time.wait(pause, context.signal)
      continue
    }
    if (response) return response
    throw new TargetUnreachable(
      `${settings.baseUrl} did not answer ${plain.method} ${plain.path}: ${describeError(ending.error)}`,
      { cause: ending.error },
    )
  }
}

/**
 * Sends a request, repeats it where that is safe and likely to help, and returns the last response. Follows no
 * redirects, and does not throw because of a status. A request that pauses before it is repeated still counts as sent:
 * a server that is busy gets fewer at once.
 */
export const exchange = (
  session: Session,
  plain: PlainRequest,
  context: ExchangeContext,
): Promise<OperationResponse<undefined>> =>
  session.slots.use(() => sendUntilFinal(session, plain, context), context.signal)
