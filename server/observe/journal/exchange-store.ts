import type { ExchangeTexts, RecordedExchange } from './entry.ts'
import { createJournalMemory, type JournalShare } from './journal-memory.ts'
import { readTexts, type StoredExchange, storeExchange } from './stored-exchange.ts'
import { createTextStore } from './text-store.ts'

/** The maximum memory of all stored exchanges, in bytes. */
const MAX_BYTES = 16 * 1024 * 1024
/** The estimated memory of an exchange without its texts, in bytes. */
const BYTES_PER_RECORD = 1024

/** The last exchanges, of which the oldest are dropped when there are too many, or they take too much memory. */
export interface ExchangeStore {
  readonly size: number
  /** The number of exchanges that were dropped. */
  readonly dropped: number
  /** Adds an exchange and sets its id. */
  add(record: RecordedExchange, texts: ExchangeTexts): void
  get(id: number): RecordedExchange | undefined
  /** Returns the texts of an exchange; undefined if it was dropped. */
  texts(record: RecordedExchange): ExchangeTexts | undefined
  /** Returns the stored exchanges, oldest first. */
  all(): RecordedExchange[]
  clear(): void
  /** Leaves the memory that it shares with other stores. */
  detach(): void
}

/** Creates a store of at most a number of exchanges. */
export const createExchangeStore = (limit: number, memory = createJournalMemory()): ExchangeStore => {
  // A ring, in which the id gives the position. (A map whose oldest entry is deleted repeatedly is slow to iterate.)
  const ring: (StoredExchange | undefined)[] = []
  const texts = createTextStore()
  let firstId = 1
  let lastId = 0
  let recordBytes = 0
  let isDetached = false

  const share: JournalShare = {
    get size() {
      return recordBytes + texts.size
    },
    shrink: (maxBytes) => {
      const before = share.size
      dropUntil(maxBytes)
      memory.resize(share, share.size - before)
    },
  }

  const at = (id: number): StoredExchange | undefined => (id < firstId || id > lastId ? undefined : ring[id % limit])

  const dropOldest = (): void => {
    const oldest = at(firstId)
    if (oldest !== undefined) {
      recordBytes -= estimateBytes(oldest.record)
      texts.drop(oldest.text)
    }
    ring[firstId % limit] = undefined
    firstId++
  }

  const dropUntil = (maxBytes: number): void => {
    while (share.size > maxBytes && store.size > 1) dropOldest()
  }

  const store: ExchangeStore = {
    get size() {
      return lastId - firstId + 1
    },
    get dropped() {
      return firstId - 1
    },
    add: (record, given) => {
      const before = share.size
      if (store.size === limit) dropOldest()
      record.id = ++lastId
      recordBytes += estimateBytes(record)
      ring[record.id % limit] = storeExchange(texts, record, given)
      dropUntil(MAX_BYTES)
      if (!isDetached) memory.resize(share, share.size - before)
    },
    get: (id) => at(id)?.record,
    texts: (record) => {
      const stored = at(record.id)
      // After the store was cleared, another exchange may have this id.
      return stored?.record === record ? readTexts(stored) : undefined
    },
    all: () => {
      const records: RecordedExchange[] = []
      for (let id = firstId; id <= lastId; id++) {
        const stored = at(id)
        if (stored !== undefined) records.push(stored.record)
      }
      return records
    },
    clear: () => {
      memory.remove(share)
      ring.length = 0
      texts.clear()
      recordBytes = 0
      firstId = 1
      lastId = 0
    },
    detach: () => {
      memory.remove(share)
      isDetached = true
    },
  }
  return store
}

/** Counts what a client can make long, with two bytes per character. */
const estimateBytes = ({ path, query, userId, clientId, sentHash, refusal }: RecordedExchange): number =>
  BYTES_PER_RECORD +
  2 *
    (path.length +
      (query?.length ?? 0) +
      (userId?.length ?? 0) +
      (clientId?.length ?? 0) +
      (sentHash?.length ?? 0) +
      (refusal?.length ?? 0))
