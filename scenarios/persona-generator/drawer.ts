import { base, de, Faker } from '@faker-js/faker'
import { makeCreditorId } from '../../server/bank/iban.ts'
import { digits } from '../../server/bank/purpose.ts'
import type { Random } from '../../server/core/random.ts'
import type { Counterpart } from '../types.ts'
import { BANKS } from './banks.ts'

/** Draws the details of a persona. What it draws follows from the seed of its random numbers, on every machine. */
export interface Drawer {
  int(min: number, max: number): number
  pick<Item extends NonNullable<unknown>>(items: readonly Item[]): Item
  /** An amount in whole cents. */
  euros(min: number, max: number): number
  /** An amount in whole euros. */
  wholeEuros(min: number, max: number): number
  digits(length: number): string
  /** First and last name. */
  person(): string
  lastName(): string
  /** A last name with ä, ö, ü or ß. */
  lastNameWithUmlaut(): string
  street(): string
  /** Latin words that are exactly so many characters long. */
  words(length: number): string
  /** A company's name: the given word, a double name (which no real company should have) and a legal form. */
  company(word: string): string
  /** A counterpart with an account, for transfers. */
  payee(name: string): Counterpart
  /** A counterpart that collects direct debits. */
  creditor(name: string): Counterpart
}

export const createDrawer = (random: Random): Drawer => {
  // Faker draws from the project's own random numbers. It never gets a seed of its own, so there is nothing to reseed.
  const faker = new Faker({ locale: [de, base], randomizer: { next: () => random.next(), seed: () => {} } })
  const umlauts = de.person?.last_name?.generic?.filter((name) => /[äöüß]/.test(name)) ?? []

  const drawer: Drawer = {
    int: (min, max) => random.int(min, max),
    pick: (items) => random.pick(items),
    euros: (min, max) => random.int(min * 100, max * 100) / 100,
    wholeEuros: (min, max) => random.int(min, max),
    digits: (length) => digits(length, random),
    person: () => `${faker.person.firstName()} ${faker.person.lastName()}`,
    lastName: () => faker.person.lastName(),
    lastNameWithUmlaut: () => random.pick(umlauts),
    street: () => `${faker.location.street()} ${random.int(1, 140)}`,
    words: (length) => fillUp(length, () => faker.lorem.words(12)),
    company: (word) => {
      const form = random.pick(['GmbH', 'AG', 'KG', 'eG'])
      return `${word} ${faker.person.lastName()}-${faker.person.lastName()} ${form}`
    },
    payee: (name) => {
      const { blz } = random.pick(BANKS)
      return { name, blz, accountNumber: drawer.digits(8) }
    },
    creditor: (name) => ({
      ...drawer.payee(name),
      // Real German creditor ids count up from 0; those that begin with 099 are far from being given out.
      creditorId: makeCreditorId(`099${drawer.digits(8)}`),
      mandateReference: `M-${drawer.digits(9)}`,
    }),
  }
  return drawer
}

/** Joins texts until there are enough characters; a blank at the end would be lost, so it becomes a letter. */
const fillUp = (length: number, draw: () => string): string => {
  let text = draw()
  while (text.length < length) text += ` ${draw()}`
  return text.slice(0, length).replace(/ $/, 'x')
}
