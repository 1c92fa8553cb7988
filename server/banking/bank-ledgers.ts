import type { Day } from './day.ts'
import { createLedgers, extendLedgers, type LedgerBook } from './ledger.ts'
import type { Persona } from './persona.ts'

/** The books of the banks: what each persona's accounts hold up to a day, made when first asked for. */
export interface BankLedgers {
  through(persona: Persona, day: Day): LedgerBook
  /** The book as it was last asked for. */
  book(persona: Persona): LedgerBook | undefined
}

export const createBankLedgers = (seed: string): BankLedgers => {
  const books = new Map<string, LedgerBook>()
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
  }
}
