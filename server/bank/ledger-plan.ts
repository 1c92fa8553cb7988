import type {
  Amount,
  Counterpart,
  FrequentHabit,
  Habit,
  Method,
  Persona,
  ScheduledHabit,
  SurplusHabit,
  TransferHabit,
} from '../../scenarios/types.ts'
import { ownCounterpart, type ResolvedCounterpart, resolveCounterpart } from './counterpart.ts'
import { compilePurpose, type PurposeWriter } from './purpose.ts'

/** A range of amounts in whole cents, both ends included. A fixed amount has equal ends. */
export interface CentRange {
  readonly from: number
  readonly to: number
  readonly step: number
}

interface PlannedBasics {
  /** The label of the random fork, made of names instead of positions, so that a new habit changes no other one. */
  readonly label: string
  readonly accountIndex: number
  readonly counterparts: readonly ResolvedCounterpart[]
  readonly purposes: readonly PurposeWriter[]
  readonly method: Method
  /** The account of the persona that gets the mirrored booking, and the counterpart of that booking. */
  readonly mirror: { readonly accountIndex: number; readonly counterpart: ResolvedCounterpart } | undefined
}

/** A habit with the values that do not depend on the month. */
export interface PlannedHabit extends PlannedBasics {
  readonly habit: ScheduledHabit | FrequentHabit | TransferHabit
  readonly amount: CentRange
}

/** A planned surplus habit, separate from the others because it depends on their bookings. */
export interface PlannedSurplus extends PlannedBasics {
  readonly habit: SurplusHabit
  readonly roundTo: number
}

/** The habits of all accounts of a persona, ready to be written month by month. */
export interface LedgerPlan {
  readonly currencies: readonly string[]
  readonly habits: readonly PlannedHabit[]
  readonly surpluses: readonly PlannedSurplus[]
}

/** Prepares a persona's habits. Throws for an unknown account and for accounts that sweep into each other. */
export const planLedgers = (persona: Persona): LedgerPlan => {
  const habits: PlannedHabit[] = []
  const surpluses: PlannedSurplus[] = []
  for (const [accountIndex, account] of persona.accounts.entries()) {
    for (const habit of account.habits ?? []) {
      const basics = planBasics(persona, accountIndex, habit)
      if (habit.kind === 'surplus') {
        surpluses.push({ ...basics, habit, roundTo: toCents(habit.roundTo ?? 0.01) })
      } else if (habit.kind === 'transfer') {
        // Personas state transfers as positive amounts; they are debits of this account.
        habits.push({ ...basics, habit, amount: negate(centRange(habit.amount)) })
      } else {
        habits.push({ ...basics, habit, amount: centRange(habit.amount) })
      }
    }
  }
  refuseCycles(persona, surpluses)
  return { currencies: persona.accounts.map((account) => account.currency ?? 'EUR'), habits, surpluses }
}

/** Converts euros to whole cents. */
export const toCents = (euros: number): number => Math.round(euros * 100)

const planBasics = (persona: Persona, accountIndex: number, habit: Habit): PlannedBasics => {
  const account = persona.accounts[accountIndex]
  const label = `${account?.name ?? ''}/${habit.name}/`
  const purposes = (Array.isArray(habit.purpose) ? habit.purpose : [habit.purpose]).map(compilePurpose)
  if (habit.kind === 'scheduled' || habit.kind === 'frequent') {
    const counterparts = resolveAll(persona, habit.with)
    return { label, accountIndex, counterparts, purposes, method: habit.method, mirror: undefined }
  }
  const method = habit.kind === 'transfer' ? 'standing-order' : 'transfer'
  if (typeof habit.to !== 'string') {
    const counterparts = resolveAll(persona, habit.to)
    return { label, accountIndex, counterparts, purposes, method, mirror: undefined }
  }
  const targetIndex = persona.accounts.findIndex((candidate) => candidate.name === habit.to)
  const target = persona.accounts[targetIndex]
  if (target === undefined || account === undefined || target === account) {
    throw new Error(`Persona ${persona.name}, habit ${habit.name}: "${habit.to}" is not another account of the persona`)
  }
  const mirror = { accountIndex: targetIndex, counterpart: ownCounterpart(persona, account) }
  return { label, accountIndex, counterparts: [ownCounterpart(persona, target)], purposes, method, mirror }
}

const resolveAll = (persona: Persona, counterparts: Counterpart | Counterpart[]): ResolvedCounterpart[] => {
  const list = Array.isArray(counterparts) ? counterparts : [counterparts]
  return list.map((counterpart) => resolveCounterpart(persona, counterpart))
}

const centRange = (amount: Amount): CentRange => {
  if (typeof amount === 'number') return { from: toCents(amount), to: toCents(amount), step: 1 }
  return { from: toCents(amount.from), to: toCents(amount.to), step: toCents(amount.step ?? 0.01) }
}

const negate = (range: CentRange): CentRange => ({ from: -range.from, to: -range.to, step: range.step })

/** The surplus of an account depends on what is swept into it, so a cycle of surplus habits has no solution. */
const refuseCycles = (persona: Persona, surpluses: readonly PlannedSurplus[]): void => {
  for (const start of surpluses) {
    const seen = new Set<number>()
    let frontier = [start.accountIndex]
    while (frontier.length > 0) {
      frontier = frontier.flatMap((from) =>
        surpluses.flatMap((surplus) =>
          surplus.accountIndex === from && surplus.mirror !== undefined ? [surplus.mirror.accountIndex] : [],
        ),
      )
      if (frontier.includes(start.accountIndex)) {
        const name = persona.accounts[start.accountIndex]?.name
        throw new Error(`Persona ${persona.name}: the surplus of "${name}" comes back to it; remove one surplus habit`)
      }
      frontier = frontier.filter((index) => !seen.has(index))
      for (const index of frontier) seen.add(index)
    }
  }
}
