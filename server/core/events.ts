/** Publishes what happens, each kind of event to its subscribers, in the order in which they subscribed. */
export interface Events<Kinds> {
  publish<Kind extends keyof Kinds>(kind: Kind, event: Kinds[Kind]): void
  /** Calls the listener with every event of a kind from now on; the returned function ends that. */
  subscribe<Kind extends keyof Kinds>(kind: Kind, listener: (event: Kinds[Kind]) => void): () => void
  /** Whether anybody listens: an event that costs something to describe need not be made for nobody. */
  hasSubscribers(kind: keyof Kinds): boolean
}

export const createEvents = <Kinds>(): Events<Kinds> => {
  // Replaced when it changes, so that a listener may subscribe or leave while an event is published.
  const listeners: { [Kind in keyof Kinds]?: readonly ((event: Kinds[Kind]) => void)[] } = {}
  return {
    publish: (kind, event) => {
      const called = listeners[kind]
      if (called === undefined) return
      for (const listener of called) listener(event)
    },
    subscribe: (kind, listener) => {
      listeners[kind] = [...(listeners[kind] ?? []), listener]
      return () => {
        listeners[kind] = listeners[kind]?.filter((other) => other !== listener) ?? []
      }
    },
    hasSubscribers: (kind) => (listeners[kind]?.length ?? 0) > 0,
  }
}
