/** Returns the JSON of an object whose last field is a list of items that are JSON already. */
export const formatWithList = (fields: object, list: string, items: readonly string[]): string =>
  `${JSON.stringify({ ...fields, [list]: [] }).slice(0, -']}'.length)}${items.join(',')}]}`
