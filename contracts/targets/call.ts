import type { Answer } from '../answer.ts'
import { findOperation, type OperationId } from '../api.ts'
import { compareWithContract } from '../shapes/fit.ts'
import { type ExchangeContext, exchange, type PlainRequest } from './http.ts'
import type { Session } from './session.ts'

export type QueryValue = string | number | boolean
export type Query = Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>

/** Anything that carries an access token. */
export interface Bearer {
  readonly accessToken: string
}

export interface CallOptions {
  /** Whose token goes along; the client's own when left out, none at all for `nobody`. */
  readonly as?: Bearer | 'client' | 'nobody'
  /** Values for the `{…}` of the path. */
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

const encodeQuery = (query: Query = {}): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    // Lists travel as `ids=1,2`; `order` is repeated instead, because its values hold a comma themselves.
    if (!Array.isArray(value)) search.append(name, String(value))
    else if (name === 'order') for (const entry of value) search.append(name, String(entry))
    else search.append(name, value.join(','))
  }
  return search.size === 0 ? '' : `?${search.toString().replaceAll('%2C', ',')}`
}

const contentOf = ({ body, form }: CallOptions): Pick<PlainRequest, 'body' | 'headers'> => {
  if (form)
    return {
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }
  if (body === undefined) return {}
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** Calls a documented operation, and notes how well the answer fits the contract document. */
export const callOperation = async <Id extends OperationId>(
  session: Session,
  id: Id,
  options: CallOptions,
  token: string | undefined,
  context: Omit<ExchangeContext, 'operationId'> = {},
): Promise<Answer<Id>> => {
  const operation = findOperation(session.settings.version, id)
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(options.path?.[name] ?? '')).replaceAll('%2C', ','),
  )
  const content = contentOf(options)
  const answer = await exchange(
    session,
    {
      method: operation.method,
      path: `${path}${encodeQuery(options.query)}`,
      body: content.body,
      headers: {
        ...content.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...options.headers,
      },
    },
    { ...context, operationId: id },
  )
  const finding = await compareWithContract(session.settings.version, id, answer)
  session.seen.push({ operationId: id, status: answer.status, finding })
  return { ...answer, operationId: id }
}
