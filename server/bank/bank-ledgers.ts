import type { Persona } from '../../scenarios/types.ts'
import type { Day } from '../core/days.ts'
import type { Booking } from './booking.ts'
import { createLedgers, extendLedgers, type LedgerBook, ledgerStart, pendingBookings } from './ledger.ts'

/** The books of the banks: what each persona's accounts hold up to a day, made when first asked for. */
export interface BankLedgers {
  through(persona: Persona, day: Day): LedgerBook
  /** The book as it was last asked for. */
  book(persona: Persona): LedgerBook | undefined
  /** What the bank announces of an account on a day. */
  announced(persona: Persona, account: number, day: Day): readonly Booking[]
  /** Which days of whose books exist: transactions are numbered from the first of them. */
  state(): LedgerState[]
  restore(state: readonly LedgerState[], personaOf: (name: string) => Persona): void
}

export interface LedgerState {
  persona: string
  from: Day
  through: Day
}

/** Books by seed, persona and first day: what is in one follows from these, so worlds may read the same. */
export interface LedgerShelf {
  book(persona: Persona, seed: string, from: Day, through: Day): LedgerBook
}

/** Books cost some 20 ms each; a server with two hundred worlds makes each only once. */
export const createLedgerShelf = (): LedgerShelf => {
  const books = new Map<string, LedgerBook>()
  return {
    book: (persona, seed, from, through) => {
      const key = JSON.stringify([seed, persona.name, from])
      const known = books.get(key)
      if (known === undefined) {
        const book = createLedgers(persona, seed, through, from)
        books.set(key, book)
        return book
      }
      extendLedgers(known, through)
      return known
    },
  }
}

export const createBankLedgers = (seed: string, shelf: LedgerShelf): BankLedgers => {
  const books = new Map<string, LedgerBook>()
  // Every import of a day asks for the same; only the days that are still read again are computed again.
  const announcements = new Map<string, readonly Booking[]>()
  let announcedDay: Day | undefined
  return {
    through: (persona, day) => {
      const known = books.get(persona.name)
      if (known === undefined) {
        const book = shelf.book(persona, seed, ledgerStart(day, persona.history), day)
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
    restore: (state, personaOf) => {
      books.clear()
      announcements.clear()
      for (const { persona, from, through } of state) {
        books.set(persona, shelf.book(personaOf(persona), seed, from, through))
      }
    },
  }
}
