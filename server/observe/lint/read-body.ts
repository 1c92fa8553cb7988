import type { JournalEntry } from '../journal/entry.ts'

/** A field within bodies of any shape; undefined where a part of the path is missing. */
export const fieldOf = (body: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined,
    body,
  )

export const textOf = (body: unknown, ...path: readonly string[]): string | undefined => {
  const value = fieldOf(body, ...path)
  return typeof value === 'string' ? value : undefined
}

export const numberOf = (body: unknown, ...path: readonly string[]): number | undefined => {
  const value = fieldOf(body, ...path)
  return typeof value === 'number' ? value : undefined
}

export const listOf = (body: unknown, ...path: readonly string[]): readonly unknown[] => {
  const value = fieldOf(body, ...path)
  return Array.isArray(value) ? value : []
}

/** The hash that a follow-up call names. */
export const sentHashOf = ({ request }: JournalEntry): string | undefined =>
  textOf(request.body, 'multiStepAuthentication', 'hash')

export const millisecondsBetween = (earlier: JournalEntry, later: JournalEntry): number =>
  Date.parse(later.at) - Date.parse(earlier.at)

/** Entries by a name that some of them have, in their order. */
export const groupBy = (
  entries: readonly JournalEntry[],
  nameOf: (entry: JournalEntry) => string | undefined,
): Map<string, JournalEntry[]> => {
  const groups = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const name = nameOf(entry)
    if (name === undefined) continue
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [entry])
    else group.push(entry)
  }
  return groups
}

/** Each entry with the one before it. */
export const pairsOf = (entries: readonly JournalEntry[]): { before: JournalEntry; after: JournalEntry }[] =>
  entries.flatMap((after, index) => {
    const before = entries[index - 1]
    return before === undefined ? [] : [{ before, after }]
  })
