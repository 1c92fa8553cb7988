import type { Booking } from './booking.ts'
import type { Day } from './day.ts'
import { createLedgers, extendLedgers, type LedgerBook, pendingBookings } from './ledger.ts'
import type { Persona } from './persona.ts'

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

export const createBankLedgers = (seed: string): BankLedgers => {
  const books = new Map<string, LedgerBook>()
  // Every import of a day asks for the same; only the days that are still read again are computed again.
  const announcements = new Map<string, readonly Booking[]>()
  let announcedDay: Day | undefined
  return {
    through: (persona, day) => {
      const known = books.get(persona.name)
      if (known === undefined) {
        const book = createLedgers(persona, seed, day)
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
        books.set(persona, createLedgers(personaOf(persona), seed, through, from))
      }
    },
  }
}
