import type { JournalEntry } from '../journal/entry.ts'

/** Returns a field of a body of any shape; undefined if a part of the path is missing. */
export const readField = (body: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined,
    body,
  )

/** Returns a text in a body; undefined if it is missing or of another type. */
export const readText = (body: unknown, ...path: readonly string[]): string | undefined => {
  const value = readField(body, ...path)
  return typeof value === 'string' ? value : undefined
}

/** Returns a number in a body; undefined if it is missing or of another type. */
export const readNumber = (body: unknown, ...path: readonly string[]): number | undefined => {
  const value = readField(body, ...path)
  return typeof value === 'number' ? value : undefined
}

/** Returns a list in a body; empty if it is missing or of another type. */
export const readList = (body: unknown, ...path: readonly string[]): readonly unknown[] => {
  const value = readField(body, ...path)
  return Array.isArray(value) ? value : []
}

/** Returns the hash of a follow-up call. */
export const readSentHash = ({ request }: JournalEntry): string | undefined =>
  readText(request.body, 'multiStepAuthentication', 'hash')

/** Returns the milliseconds between two requests. */
export const millisecondsBetween = (earlier: JournalEntry, later: JournalEntry): number =>
  Date.parse(later.at) - Date.parse(earlier.at)

/** Groups entries by a name; entries without one are omitted. */
export const groupBy = (
  entries: readonly JournalEntry[],
  readName: (entry: JournalEntry) => string | undefined,
): Map<string, JournalEntry[]> => {
  const groups = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const name = readName(entry)
    if (name === undefined) continue
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [entry])
    else group.push(entry)
  }
  return groups
}

/** Returns each entry but the first with the one before it. */
export const toPairs = (entries: readonly JournalEntry[]): { before: JournalEntry; after: JournalEntry }[] =>
  entries.flatMap((after, index) => {
    const before = entries[index - 1]
    return before === undefined ? [] : [{ before, after }]
  })
