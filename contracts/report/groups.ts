/** Returns the group of a rule: the part of its id before the dot. */
export const toGroup = (id: string): string => id.split('.')[0] ?? id

/** Groups items by key, in the order in which the keys first occur. */
export const groupBy = <Item>(items: readonly Item[], toKey: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = toKey(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
