/** The part of an id before the dot: rules of one group are about one thing. */
export const groupOf = (id: string): string => id.split('.')[0] ?? id

/** Puts together what has the same key, in the order in which each key first comes. */
export const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
