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
  if (isJsonList(value)) return value.map((entry) => mapLeaves(entry, change, key))
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapLeaves(inner, change, name)]))
  return change(value, key)
}
