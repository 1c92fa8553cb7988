import type { Chance } from '../helpers/chance.ts'

/** Returns true in some percent of all calls. */
export const happens = (chance: Chance, percent: number): boolean => chance.int(1, 1000) <= percent * 10

/** Picks an item by its weight. */
export const pickWeighted = <Item extends { readonly weight: number }>(
  chance: Chance,
  items: readonly Item[],
): Item => {
  const total = items.reduce((sum, { weight }) => sum + weight, 0)
  let left = (chance.int(1, 1_000_000) / 1_000_000) * total
  for (const item of items) {
    left -= item.weight
    if (left <= 0) return item
  }
  return chance.pick(items)
}
