/** Events of a run that no rule is about: repeated requests, users left behind, a spent budget. */
export interface Notices {
  /** Adds a notice, or counts it if the same text was noted before. */
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
