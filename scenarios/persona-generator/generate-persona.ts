import { createRandom } from '../../server/core/random.ts'
import type { Habit, Persona, PersonaAccount, PersonaSpec, PersonaToGenerate, Spending } from '../types.ts'
import { ACCOUNT_NAMES, type DrawnAccount, drawAccount, drawForeignAccount } from './accounts.ts'
import { BANKS, HOME_BANK } from './banks.ts'
import { createDrawer, type Drawer } from './drawer.ts'
import { INCOMES } from './incomes.ts'
import { ODDITIES } from './oddities.ts'
import { DEFAULT_SPENDING, type Place, SPENDING } from './spending.ts'

type AccountType = PersonaAccount['type']

const DEFAULT_MONTHS = 24

interface Plan {
  readonly spec: PersonaSpec
  readonly holder: string
  /** Draws from random numbers of its own for each label, so that one more income changes no other detail. */
  readonly drawFor: (label: string) => Drawer
}

/**
 * Makes up a persona. The same specification gives the same persona, byte for byte. Incomes, spending and oddities need a
 * checking account; without one they are left out.
 */
export const generatePersona = ({ name, description, generate: spec }: PersonaToGenerate): Persona => {
  const random = createRandom(spec.seed ?? name).fork('persona')
  const drawFor = (label: string): Drawer => createDrawer(random.fork(label))
  const plan: Plan = { spec, holder: drawHolder(spec, drawFor('holder')), drawFor }
  return {
    name,
    holder: plan.holder,
    ...(description === undefined ? {} : { description }),
    history: spec.months ?? DEFAULT_MONTHS,
    banks: [HOME_BANK, ...BANKS],
    accounts: fillAccounts(plan, drawAccounts(plan)),
  }
}

const drawHolder = ({ oddities = [] }: PersonaSpec, draw: Drawer): string => {
  const [firstName = ''] = draw.person().split(' ')
  return `${firstName} ${oddities.includes('umlauts') ? draw.lastNameWithUmlaut() : draw.lastName()}`
}

/** Draws the accounts of the specification, still without incomes and spending. */
const drawAccounts = ({ spec, drawFor }: Plan): DrawnAccount[] => {
  const counts = spec.accounts ?? { Checking: 1 }
  const types = Object.keys(counts)
    .filter(isAccountType)
    .flatMap((type) => Array.from({ length: counts[type] ?? 0 }, (_, index) => ({ type, index })))
  const customer = drawFor('customer').digits(7)
  const hasMain = types.some(({ type }) => type === 'Checking')
  return types.map(({ type, index }, position) => {
    const name = numbered(ACCOUNT_NAMES[type], index)
    const isMain = type === 'Checking' && index === 0
    const context = {
      name,
      // Card numbers that begin with 9999 belong to no card organisation.
      accountNumber: type === 'CreditCard' ? `9999${drawFor(name).digits(12)}` : accountNumber(customer, position),
      main: isMain || !hasMain ? undefined : ACCOUNT_NAMES.Checking,
    }
    return drawAccount(type, context, drawFor(`account/${name}`))
  })
}

const isAccountType = (type: string): type is AccountType => Object.hasOwn(ACCOUNT_NAMES, type)

const accountNumber = (customer: string, position: number): string => `${customer}${String(position).padStart(2, '0')}`

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name} ${index + 1}`)

/** Gives each account its share of incomes, spending and oddities. */
const fillAccounts = (plan: Plan, drawn: readonly DrawnAccount[]): PersonaAccount[] => {
  const accounts = drawn.map(({ account }) => account)
  const checking = accounts.filter(({ type }) => type === 'Checking')
  const [main] = checking
  if (main === undefined) return accounts
  const everyday = checking.at(-1) ?? main
  const card = accounts.find(({ type }) => type === 'CreditCard') ?? everyday
  const places: Readonly<Record<Place, PersonaAccount>> = { fixed: main, everyday, card }
  const mainHabits = drawn.flatMap((one) => one.mainHabits)
  const filled = accounts.map((account) => {
    const own = [
      ...(account === main ? drawIncomes(plan) : []),
      ...drawSpending(plan, (place) => places[place] === account),
      ...(account === main ? [...mainHabits, ...drawOddities(plan), ...closingHabits(plan)] : []),
      ...(account.habits ?? []),
    ]
    return own.length === 0 ? account : { ...account, habits: own }
  })
  if (!plan.spec.oddities?.includes('foreign-currency')) return filled
  const customer = plan.drawFor('customer').digits(7)
  const draw = plan.drawFor('account/foreign')
  return [...filled, drawForeignAccount(accountNumber(customer, 99), plan.holder, draw)]
}

const drawIncomes = ({ spec: { incomes = ['salary'] }, drawFor }: Plan): Habit[] =>
  incomes.map((income, position) => {
    const repetition = incomes.slice(0, position).filter((other) => other === income).length
    const habit = INCOMES[income](drawFor(`income/${income}/${repetition}`))
    return { ...habit, name: numbered(habit.name, repetition) }
  })

const drawSpending = ({ spec, drawFor }: Plan, isHere: (place: Place) => boolean): Habit[] => {
  const kinds: readonly Spending[] = spec.spending ?? DEFAULT_SPENDING
  return kinds
    .filter((kind) => isHere(SPENDING[kind].place))
    .flatMap((kind) => SPENDING[kind].draw(drawFor(`spending/${kind}`)))
}

const drawOddities = ({ spec: { oddities = [] }, drawFor }: Plan): Habit[] =>
  oddities.flatMap((oddity) => ODDITIES[oddity](drawFor(`oddity/${oddity}`)))

/** The bank's fee, and the savings elsewhere that keep the balance of the first checking account where it is. */
const closingHabits = ({ holder, drawFor }: Plan): Habit[] => {
  const draw = drawFor('closing')
  return [
    {
      kind: 'scheduled',
      name: 'Kontoführung',
      day: 31,
      weekend: 'previous',
      amount: -draw.pick([3.9, 4.9, 6.9, 8.9]),
      method: 'fee',
      with: { name: HOME_BANK.name },
      purpose: 'Entgelt Kontoführung {month}',
      categoryId: 334,
    },
    {
      kind: 'surplus',
      name: 'Rücklage',
      day: 6,
      roundTo: 10,
      to: draw.payee(holder),
      purpose: 'Rücklage {lastMonth}',
      categoryId: 532,
    },
  ]
}
