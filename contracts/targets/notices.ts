/** What a run came across that is no rule's business but should be read: repeats, left users, a spent budget. */
export interface Notices {
  /** The same text twice is one notice that counts. */
  note(text: string): void
  list(): readonly string[]
}

export const createNotices = (): Notices => {
  const counts = new Map<string, number>()
  return {
    note: (text) => {
      counts.set(text, (counts.get(text) ?? 0) + 1)
    },
    list: () => [...counts].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`)),
  }
}
