import type { Habit, PersonaAccount } from '../types.ts'
import { HOME_BANK } from './banks.ts'
import type { Drawer } from './drawer.ts'

type AccountType = PersonaAccount['type']

/** The name of the first account of each type; scenarios refer to it, so it does not depend on the seed. */
export const ACCOUNT_NAMES: Readonly<Record<AccountType, string>> = {
  Checking: 'Girokonto',
  Savings: 'Sparkonto',
  CreditCard: 'Kreditkarte',
  Security: 'Depot',
  Loan: 'Darlehen',
  Membership: 'Genossenschaftsanteile',
  Bausparen: 'Bausparvertrag',
}

export const FOREIGN_CURRENCY_ACCOUNT = 'Fremdwährungskonto'

/** The data that an account is generated from, besides random numbers. */
export interface AccountContext {
  readonly name: string
  readonly accountNumber: string
  /** The first checking account of the persona, unless this is it; undefined if the persona has none. */
  readonly main: string | undefined
}

/** An account, and what other accounts do because of it. */
export interface DrawnAccount {
  readonly account: PersonaAccount
  /** Habits of the first checking account, such as the rate of a loan. */
  readonly mainHabits: readonly Habit[]
}

/** Draws an account, with the habits that its type brings along. */
export const drawAccount = (type: AccountType, context: AccountContext, draw: Drawer): DrawnAccount => {
  const { habits = [], mainHabits = [], ...details } = DETAILS[type](context, draw)
  const { name, accountNumber } = context
  const account: PersonaAccount = { name, type, blz: HOME_BANK.blz, accountNumber, ...details }
  return {
    account: habits.length === 0 ? account : { ...account, habits },
    mainHabits: context.main === undefined ? [] : mainHabits,
  }
}

interface Details {
  readonly openingBalance: number
  readonly overdraftLimit?: number
  readonly habits?: Habit[]
  readonly mainHabits?: Habit[]
}

const transferTo = (name: string, to: string, day: number, amount: number, categoryId: number): Habit => ({
  kind: 'transfer',
  name,
  day,
  amount,
  to,
  purpose: `${name} {month} {year}`,
  categoryId,
})

const interest = (name: string, habit: { every: 'month' | 'quarter' | 'year'; from: number; to: number }): Habit => ({
  kind: 'scheduled',
  name,
  every: habit.every,
  month: habit.every === 'year' ? 12 : 3,
  day: 31,
  weekend: 'previous',
  amount: { from: habit.from, to: habit.to },
  method: 'interest',
  with: { name: HOME_BANK.name },
  purpose: 'Abschluss per {date}',
  categoryId: 337,
})

const DETAILS: Readonly<Record<AccountType, (context: AccountContext, draw: Drawer) => Details>> = {
  Checking: ({ main }, draw) => ({
    openingBalance: draw.euros(main === undefined ? 3500 : 1200, main === undefined ? 6500 : 2400),
    overdraftLimit: draw.pick([500, 1000, 2000, 3000]),
    habits:
      main === undefined
        ? []
        : [{ kind: 'surplus', name: 'Ausgleich', day: 4, to: main, purpose: 'Ausgleich {lastMonth}', categoryId: 341 }],
  }),
  Savings: ({ name }, draw) => ({
    openingBalance: draw.euros(2000, 12_000),
    habits: [interest('Zinsen', { every: 'quarter', from: 1.2, to: draw.euros(6, 24) })],
    mainHabits: [transferTo(`Sparrate ${name}`, name, draw.int(2, 6), draw.pick([25, 50, 75, 100]), 532)],
  }),
  CreditCard: ({ main }, draw) => ({
    openingBalance: 0,
    overdraftLimit: draw.pick([2000, 3500, 5000]),
    habits:
      main === undefined
        ? []
        : [
            {
              kind: 'surplus',
              name: 'Kreditkartenabrechnung',
              day: 7,
              to: main,
              purpose: 'Kreditkartenabrechnung {lastMonth}',
              categoryId: 340,
            },
          ],
  }),
  Security: ({ name }, draw) => ({
    openingBalance: draw.euros(3000, 25_000),
    mainHabits: [
      {
        kind: 'scheduled',
        name: `Dividende ${name}`,
        every: 'quarter',
        month: draw.int(1, 3),
        day: draw.int(5, 25),
        amount: { from: 4.1, to: draw.euros(20, 80) },
        method: 'dividend',
        with: { name: HOME_BANK.name },
        purpose: 'Dividende {mm}/{year} Depot {digits:6}',
        categoryId: 529,
      },
    ],
  }),
  Loan: ({ name, main }, draw) => ({
    openingBalance: -draw.euros(95_000, 180_000),
    // Without an account that pays the rates, interest alone would make the debt grow for ever.
    habits:
      main === undefined
        ? []
        : [interest('Zinsen', { every: 'month', from: -draw.euros(150, 200), to: -draw.euros(210, 280) })],
    mainHabits: [transferTo(`Rate ${name}`, name, draw.int(28, 30), draw.wholeEuros(420, 680), 338)],
  }),
  Membership: ({ name }, draw) => ({
    openingBalance: draw.wholeEuros(1, 20) * 50,
    mainHabits: [
      {
        kind: 'scheduled',
        name: `Dividende ${name}`,
        every: 'year',
        month: 6,
        day: draw.int(10, 25),
        amount: { from: 1.5, to: draw.euros(10, 40) },
        method: 'dividend',
        with: { name: HOME_BANK.name },
        purpose: 'Dividende auf Genossenschaftsanteile {year}',
        categoryId: 529,
      },
    ],
  }),
  Bausparen: ({ name }, draw) => ({
    openingBalance: draw.euros(800, 6000),
    habits: [interest('Guthabenzinsen', { every: 'year', from: 4, to: draw.euros(20, 60) })],
    mainHabits: [transferTo(`Sparrate ${name}`, name, draw.int(2, 6), draw.pick([30, 40, 50]), 530)],
  }),
}

/** Draws a checking account in another currency; its bookings keep its balance where it is. */
export const drawForeignAccount = (accountNumber: string, holder: string, draw: Drawer): PersonaAccount => ({
  name: FOREIGN_CURRENCY_ACCOUNT,
  type: 'Checking',
  blz: HOME_BANK.blz,
  accountNumber,
  currency: draw.pick(['CHF', 'USD', 'GBP']),
  openingBalance: draw.euros(900, 3200),
  habits: [
    {
      kind: 'scheduled',
      name: 'Honorar Ausland',
      day: draw.int(8, 20),
      amount: { from: draw.euros(120, 200), to: draw.euros(300, 600) },
      method: 'transfer',
      with: draw.payee(draw.company('Handelsbüro')),
      purpose: 'Invoice {digits:6} {date}',
      categoryId: 320,
    },
    {
      kind: 'frequent',
      name: 'Einkauf Ausland',
      times: { from: 1, to: 4 },
      amount: { from: -5.2, to: -draw.euros(40, 90) },
      method: 'card',
      with: { name: `STATION STORE ${draw.lastName().toUpperCase()}` },
      purpose: 'POS {date} {time}',
      categoryId: 385,
    },
    {
      kind: 'surplus',
      name: 'Umbuchung',
      day: 6,
      roundTo: 10,
      to: draw.payee(holder),
      purpose: 'Transfer {lastMonth}',
      categoryId: 341,
    },
  ],
})
