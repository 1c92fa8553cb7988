/** A request as it is sent; its body is text or, where it is no valid text, bytes. */
export interface FuzzRequest {
  /** The key of the operation that it was generated for. */
  readonly operation: string
  readonly method: string
  /** Path and query, with the prefix of a world. */
  readonly path: string
  readonly headers: readonly Header[]
  readonly body: string | Uint8Array | undefined
}

export type Header = readonly [name: string, value: string]

/** A response that was read completely. */
export interface FuzzResponse {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Names in a path that begins with the prefix of a world; `default` without one. */
export const findWorld = (path: string): string => /^\/w\/([\w.-]+)(?=[/?#]|$)/.exec(path)?.[1] ?? 'default'

/** Returns the path without the prefix of a world and the query. */
export const findOwnPath = (path: string): string =>
  (path.split(/[?#]/, 1)[0] ?? '').replace(/^\/w\/[A-Za-z0-9][\w.-]{0,63}(?=\/|$)/, '') || '/'

export const findHeader = ({ headers }: FuzzRequest, name: string): string | undefined =>
  headers.find(([given]) => given.toLowerCase() === name)?.[1]

/** Replaces headers of the same names. */
export const withHeaders = (request: FuzzRequest, ...added: readonly Header[]): FuzzRequest => {
  const names = new Set(added.map(([name]) => name.toLowerCase()))
  return { ...request, headers: [...request.headers.filter(([name]) => !names.has(name.toLowerCase())), ...added] }
}

/** Parses JSON; undefined for anything else. */
export const tryParse = (text: string | Uint8Array | undefined): unknown => {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
