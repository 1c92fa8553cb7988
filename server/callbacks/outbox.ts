import type { Events } from '../core/events.ts'
import { anything, id, list, moment, object, oneOf, optional, record, text, whole } from '../core/shape.ts'
import { defineStore, type Store } from '../core/store.ts'

/** An HTTP request that finAPI sends to a client's server, such as a notification. Plain data. */
export interface Callback {
  id: number
  /** The kind of event that it reports, for the journal. */
  kind: string
  /** The user that the event belongs to; undefined for an event of the client. */
  userKey: string | undefined
  url: string
  headers: Readonly<Record<string, string>>
  body: unknown
  status: 'PENDING' | 'DELIVERED' | 'FAILED'
  /** Milliseconds since 1970. */
  createdAt: number
  attempts: CallbackAttempt[]
}

/** An attempt to deliver a callback: the response's status, or the reason why there was none. */
export interface CallbackAttempt {
  at: number
  status: number | undefined
  error: string | undefined
}

/** The event of an attempt to deliver a callback. */
export interface CallbackEvents {
  callback: { callback: Callback; attempt: CallbackAttempt }
}

/** The job that makes a callback due for its next attempt. */
export interface DeliverCallback {
  job: 'deliver-callback'
  callbackId: number
}

/** The pending callbacks of a world, and the results of those that were sent. */
export interface Outbox extends Store<OutboxState> {
  add(callback: Pick<Callback, 'kind' | 'userKey' | 'url' | 'headers' | 'body'>, now: number): Callback
  get(id: number): Callback | undefined
  /** Returns the callbacks, oldest first. */
  all(): readonly Callback[]
}

export interface OutboxState {
  readonly callbacks: readonly Callback[]
  readonly nextId: number
}

/** The most callbacks that are kept; of more, the oldest finished one is dropped. */
const MAX_CALLBACKS = 1000

export const createOutbox = (): Outbox => {
  const callbacks = new Map<number, Callback>()
  let nextId = 1
  return {
    add: (given, now) => {
      const callback: Callback = { ...given, id: nextId++, status: 'PENDING', createdAt: now, attempts: [] }
      callbacks.set(callback.id, callback)
      if (callbacks.size > MAX_CALLBACKS) {
        const finished = [...callbacks.values()].find(({ status }) => status !== 'PENDING')
        callbacks.delete(finished?.id ?? Number.NaN)
      }
      return callback
    },
    get: (id) => callbacks.get(id),
    all: () => [...callbacks.values()],
    removeOwnedBy: (userKey) => {
      for (const callback of callbacks.values()) if (callback.userKey === userKey) callbacks.delete(callback.id)
    },
    state: () => ({ callbacks: [...callbacks.values()], nextId }),
    restore: (state) => {
      callbacks.clear()
      for (const callback of state.callbacks) callbacks.set(callback.id, callback)
      nextId = state.nextId
    },
  }
}

export const outboxStore = defineStore({
  create: createOutbox,
  shape: object<OutboxState>({
    callbacks: list(
      object<Callback>({
        id,
        kind: text,
        userKey: optional(text),
        url: text,
        headers: record(text),
        body: anything,
        status: oneOf('PENDING', 'DELIVERED', 'FAILED'),
        createdAt: moment,
        attempts: list(object<CallbackAttempt>({ at: moment, status: optional(whole()), error: optional(text) })),
      }),
    ),
    nextId: id,
  }),
})

/** The parts of a world that callbacks need. */
export interface CallbackWorld {
  readonly clock: { now(): number; schedule(delay: number, job: DeliverCallback): void }
  readonly outbox: Outbox
  readonly events: Pick<Events<CallbackEvents>, 'publish'>
}

/** Adds a callback to the outbox; its first attempt is due at once. */
export const sendCallback = (
  { clock, outbox }: CallbackWorld,
  callback: Pick<Callback, 'kind' | 'userKey' | 'url' | 'headers' | 'body'>,
): Callback => {
  const added = outbox.add(callback, clock.now())
  clock.schedule(0, { job: 'deliver-callback', callbackId: added.id })
  return added
}
