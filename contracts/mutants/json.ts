/** Returns whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the new value for a key; undefined removes the key. */
export type Change = (key: string, value: unknown) => unknown

/** Changes every value in a JSON value, the inner ones first; the outermost has the key `''`. */
export const rewrite = (value: unknown, change: Change, key = ''): unknown => {
  if (Array.isArray(value))
    return change(
      key,
      value.map((one: unknown, index) => rewrite(one, change, String(index))),
    )
  if (!isRecord(value)) return change(key, value)
  const rewritten: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    const changed = rewrite(inner, change, name)
    if (changed !== undefined) rewritten[name] = changed
  }
  return change(key, rewritten)
}

/** Parses JSON; returns undefined for text that is none. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns the objects in a list of a body; empty if there is no such list. */
export const recordsIn = (body: Record<string, unknown>, key: string): Record<string, unknown>[] => {
  const list = body[key]
  return Array.isArray(list) ? list.filter(isRecord) : []
}
