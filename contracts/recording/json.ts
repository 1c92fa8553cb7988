/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export const isJsonObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** Parses JSON; returns undefined for anything else. */
export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns a JSON value with changed leaves; `key` is the field of a leaf, also within lists. */
export const mapLeaves = (
  value: Json,
  change: (leaf: null | boolean | number | string, key: string) => Json,
  key = '',
): Json => {
  if (isJsonList(value)) {
    const items: Json[] = []
    for (const item of value) items.push(mapLeaves(item, change, key))
    return items
  }
  if (!isJsonObject(value)) return change(value, key)
  // A recording has a million objects: a copy with replaced values keeps its hidden class, which is fast.
  const copy = { ...value }
  for (const name in copy) copy[name] = mapLeaves(value[name] ?? null, change, name)
  return copy
}
