import type { Persona } from '../../scenarios/types.ts'
import type { Day } from '../core/days.ts'
import { day, list, object, refine, text } from '../core/shape.ts'
import { defineStore, type Store } from '../core/store.ts'
import type { Booking } from './booking.ts'
import { createLedgers, extendLedgers, type LedgerBook, ledgerEnd, ledgerStart, pendingBookings } from './ledger.ts'

/** The banks' ledgers: the bookings of each persona's accounts up to a day, generated on first use. */
export interface BankLedgers extends Store<readonly LedgerState[]> {
  /** Returns the ledgers of a persona, extended to a day. */
  through(persona: Persona, day: Day): LedgerBook
  /** Returns the ledgers as they were last extended; undefined for a persona that was never imported. */
  book(persona: Persona): LedgerBook | undefined
  /** Returns the bookings that the bank announces for an account on a day. */
  announced(persona: Persona, account: number, day: Day): readonly Booking[]
}

/** The days that a ledger book covers. The slices of accounts count bookings from the first of them. */
export interface LedgerState {
  readonly persona: string
  readonly from: Day
  readonly through: Day
}

/** Ledger books by persona, seed and first day. Their contents follow from these, so worlds can share them. */
export interface LedgerCache {
  book(persona: Persona, seed: string, from: Day, through: Day): LedgerBook
}

/** The number of books that are kept without a world that uses them: those of a test that resets its world. */
const MAX_UNUSED = 4

/**
 * Creates a cache for all worlds of a server, because generating a book takes about 20 ms. It releases a book with the
 * last world that uses it, because a book has a few megabytes.
 */
export const createLedgerCache = (): LedgerCache => {
  // The key is the persona itself, because two libraries may have different personas of one name.
  const books = new Map<Persona, Map<string, WeakRef<LedgerBook>>>()
  let latest: readonly LedgerBook[] = []

  const findOwn = (persona: Persona): Map<string, WeakRef<LedgerBook>> => {
    const own = books.get(persona) ?? new Map<string, WeakRef<LedgerBook>>()
    books.set(persona, own)
    for (const [key, book] of own) if (book.deref() === undefined) own.delete(key)
    return own
  }

  return {
    book: (persona, seed, from, through) => {
      const own = findOwn(persona)
      const key = JSON.stringify([seed, from])
      const known = own.get(key)?.deref()
      const book = known ?? createLedgers(persona, seed, through, from)
      if (known === undefined) own.set(key, new WeakRef(book))
      else extendLedgers(known, through)
      latest = [book, ...latest.filter((other) => other !== book)].slice(0, MAX_UNUSED)
      return book
    },
  }
}

export interface BankLedgersOptions {
  readonly seed: string
  readonly cache: LedgerCache
  readonly findPersona: (name: string) => Persona
}

export const createBankLedgers = ({ seed, cache, findPersona }: BankLedgersOptions): BankLedgers => {
  const books = new Map<string, LedgerBook>()
  // Every import of a day needs the same announcements, so those of the latest day are kept.
  const announcements = new Map<string, readonly Booking[]>()
  let announcedDay: Day | undefined
  return {
    through: (persona, day) => {
      const known = books.get(persona.name)
      if (known === undefined) {
        const book = cache.book(persona, seed, ledgerStart(day, persona.history), day)
        books.set(persona.name, book)
        return book
      }
      extendLedgers(known, day)
      return known
    },
    book: (persona) => books.get(persona.name),
    announced: (persona, account, day) => {
      const book = books.get(persona.name)
      if (book === undefined) return []
      if (day !== announcedDay) announcements.clear()
      announcedDay = day
      const key = `${persona.name}/${account}`
      const known = announcements.get(key) ?? pendingBookings(book, account, day)
      announcements.set(key, known)
      return known
    },
    state: () => [...books.values()].map(({ persona, from, through }) => ({ persona: persona.name, from, through })),
    restore: (state) => {
      books.clear()
      announcements.clear()
      for (const { persona, from, through } of state) {
        books.set(persona, cache.book(findPersona(persona), seed, from, through))
      }
    },
  }
}

export interface LedgerKernel {
  readonly options: { readonly seed: string }
  readonly library: { persona(name: string): Persona }
  readonly ledgerCache: LedgerCache
}

export const ledgerStore = defineStore({
  create: ({ options, library, ledgerCache }: LedgerKernel): BankLedgers =>
    createBankLedgers({ seed: options.seed, cache: ledgerCache, findPersona: library.persona }),
  shape: list(
    refine(
      object<LedgerState>({ persona: text, from: day, through: day }),
      ({ from, through }) => from <= through && through <= ledgerEnd(from, 'decade'),
      'the first and the last day of a ledger, at most 30 years apart',
    ),
  ),
  requires: (books: readonly LedgerState[]) => ({ personas: books.map(({ persona }) => persona) }),
})
