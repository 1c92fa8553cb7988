/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export const isJsonObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** Reads JSON; undefined when the text is none. */
export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes another JSON value by changing its leaves; each is told the key it stands under, through lists. */
export const mapLeaves = (
  value: Json,
  change: (leaf: null | boolean | number | string, key: string) => Json,
  key = '',
): Json => {
  if (isJsonList(value)) {
    const made: Json[] = []
    for (const entry of value) made.push(mapLeaves(entry, change, key))
    return made
  }
  if (!isJsonObject(value)) return change(value, key)
  // A recording has a million of these: a copy whose values are replaced keeps its layout, which is fast.
  const made = { ...value }
  for (const name in made) made[name] = mapLeaves(value[name] ?? null, change, name)
  return made
}
