import { request } from 'undici'
import type { Answer } from '../answer.ts'
import type { OperationId } from '../api.ts'
import type { Exchange } from '../exchange.ts'
import type { Session } from './session.ts'

/** A request as it goes out. */
export interface PlainRequest {
  readonly method: string
  /** With query, without host. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** On whose behalf an exchange takes place. */
export interface ExchangeContext {
  readonly operationId?: OperationId
  readonly signal?: AbortSignal | undefined
}

/** No answer came: the target is down, unreachable, or took too long. */
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

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  // Node wraps several refused addresses in one AggregateError without a message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error.message || error.name
}

/** Sends one request and reads the whole answer; never follows a redirect, never throws because of a status. */
export const exchange = async (
  session: Session,
  plain: PlainRequest,
  { operationId, signal }: ExchangeContext = {},
): Promise<Answer<undefined>> => {
  const { settings } = session
  const limit = AbortSignal.timeout(settings.limits.request)
  const started = performance.now()
  const sent = { accept: 'application/json', ...plain.headers }
  try {
    const answer = await request(new URL(plain.path, settings.baseUrl), {
      dispatcher: session.agent,
      method: plain.method,
      headers: sent,
      body: plain.body ?? null,
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    })
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    )
    const text = await answer.body.text()
    const complete: Exchange = {
      operationId,
      version: settings.version,
      request: { method: plain.method, path: plain.path, headers: sent, body: plain.body },
      response: { status: answer.statusCode, headers, body: text },
      milliseconds: Math.round(performance.now() - started),
    }
    for (const listener of session.listeners) listener(complete)
    return {
      operationId: undefined,
      version: settings.version,
      status: answer.statusCode,
      headers,
      body: parse(text, headers['content-type'] ?? ''),
      request: { method: plain.method, path: plain.path },
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw new TargetUnreachable(
      `${settings.baseUrl} did not answer ${plain.method} ${plain.path}: ${reasonOf(error)}`,
      {
        cause: error,
      },
    )
  }
}
