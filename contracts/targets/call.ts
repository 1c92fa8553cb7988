import { findOperation, type OperationId } from '../api.ts'
import type { OperationResponse } from '../response.ts'
import { compareWithContract } from '../shapes/fit.ts'
import { type ExchangeContext, exchange } from './http.ts'
import type { Session } from './session.ts'
import type { CallOptions, PlainRequest, Query } from './target.ts'

const encodeQuery = (query: Query = {}): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    // Lists are sent as `ids=1,2`, but `order` is repeated, because its values contain commas.
    if (!Array.isArray(value)) search.append(name, String(value))
    else if (name === 'order') for (const entry of value) search.append(name, String(entry))
    else search.append(name, value.join(','))
  }
  return search.size === 0 ? '' : `?${search.toString().replaceAll('%2C', ',')}`
}

const encodeContent = ({ body, form }: CallOptions): Pick<PlainRequest, 'body' | 'headers'> => {
  if (form)
    return {
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }
  if (body === undefined) return {}
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** Calls a documented operation, and compares the response with its schema for the shape rules. */
export const callOperation = async <Id extends OperationId>(
  session: Session,
  id: Id,
  options: CallOptions,
  token: string | undefined,
  context: Omit<ExchangeContext, 'operationId'>,
): Promise<OperationResponse<Id>> => {
  const operation = findOperation(session.settings.version, id)
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(options.path?.[name] ?? '')).replaceAll('%2C', ','),
  )
  const content = encodeContent(options)
  const response = await exchange(
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
  const finding = await compareWithContract(session.settings.version, id, response)
  context.track.add(() => session.seen.push({ operationId: id, status: response.status, finding }))
  return { ...response, operationId: id }
}
