/** Publishes each kind of event to its subscribers, in the order in which they subscribed. */
export interface Events<Kinds> {
  publish<Kind extends keyof Kinds>(kind: Kind, event: Kinds[Kind]): void
  /** Calls the listener with every event of a kind from now on. Returns a function that unsubscribes it. */
  subscribe<Kind extends keyof Kinds>(kind: Kind, listener: (event: Kinds[Kind]) => void): () => void
  /** Returns false if an event of this kind has no subscriber, so that a costly one need not be created. */
  hasSubscribers(kind: keyof Kinds): boolean
}

export const createEvents = <Kinds>(): Events<Kinds> => {
  // Replaced when it changes, so that a listener may subscribe or unsubscribe while an event is published.
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
