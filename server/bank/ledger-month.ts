import type { Interval, Method } from '../../scenarios/types.ts'
import { addMonths, compareDays, type Day } from '../core/days.ts'
import type { Random } from '../core/random.ts'
import { BOOKING_TEXTS, type Booking } from './booking.ts'
import type { ResolvedCounterpart } from './counterpart.ts'
import type { CentRange, LedgerPlan, PlannedHabit, PlannedSurplus } from './ledger-plan.ts'
import { bankingDayIn, createMonthCalendar, type MonthCalendar } from './month-calendar.ts'
import { digits } from './purpose.ts'

/** Writes the bookings of a calendar month (named by its first day), per account and ascending by day. */
export interface MonthWriter {
  write(firstDay: Day): readonly (readonly Booking[])[]
}

/** A movement, which becomes one booking, or two if it is between accounts of the same persona. */
interface Movement {
  readonly day: Day
  readonly amount: number
  readonly method: Method
  readonly counterpart: ResolvedCounterpart
  readonly purpose: string | undefined
  readonly categoryId: number | undefined
}

/** Methods whose bookings carry a reference of the sender's or the bank's software. */
const REFERENCED_METHODS: ReadonlySet<Method> = new Set(['transfer', 'salary', 'direct-debit', 'card'])

const MONTHS_BETWEEN: Readonly<Record<Interval, number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 }

/**
 * Creates a writer for the months of a persona. Its result depends on the plan, the random and the month, never on the
 * months written before; the stored sums only save time.
 */
export const createMonthWriter = (plan: LedgerPlan, random: Random): MonthWriter => {
  const regularSums = new Map<Day, readonly number[]>()

  const writeRegular = (calendar: MonthCalendar): Booking[][] => {
    const { firstDay } = calendar
    const ledgers = plan.currencies.map((): Booking[] => [])
    for (const planned of plan.habits) {
      if (!isDue(planned, calendar.month)) continue
      const own = random.fork(planned.label + firstDay)
      for (const day of drawDays(planned, calendar, own)) {
        const isSkewed = planned.habit.kind === 'frequent'
        addBookings(
          plan,
          ledgers,
          planned,
          drawMovement(planned, day, drawAmount(planned.amount, isSkewed, own), own),
          own,
        )
      }
    }
    regularSums.set(firstDay, ledgers.map(sumAmounts))
    return ledgers
  }

  /** Returns the sum of a month's bookings without the account's own surplus, which is computed from it. */
  const monthlyNet = (accountIndex: number, firstDay: Day): number => {
    let sums = regularSums.get(firstDay)
    if (sums === undefined) {
      writeRegular(createMonthCalendar(firstDay))
      sums = regularSums.get(firstDay)
    }
    const swept = plan.surpluses.reduce(
      (sum, surplus) => (surplus.mirror?.accountIndex === accountIndex ? sum + monthlySurplus(surplus, firstDay) : sum),
      0,
    )
    return (sums?.[accountIndex] ?? 0) + swept
  }

  /** Returns the amount swept in a month: the surplus of the month before. The plan has no cycles, so this ends. */
  const monthlySurplus = (planned: PlannedSurplus, firstDay: Day): number => {
    const net = monthlyNet(planned.accountIndex, addMonths(firstDay, -1))
    return Math.round(net / planned.roundTo) * planned.roundTo
  }

  return {
    write(firstDay) {
      const calendar = createMonthCalendar(firstDay)
      const ledgers = writeRegular(calendar)
      for (const planned of plan.surpluses) {
        const surplus = monthlySurplus(planned, firstDay)
        if (surplus === 0) continue
        const own = random.fork(planned.label + firstDay)
        const day = bankingDayIn(calendar, planned.habit.day, planned.habit.weekend)
        addBookings(plan, ledgers, planned, drawMovement(planned, day, -surplus, own), own)
      }
      for (const bookings of ledgers) bookings.sort((left, right) => compareDays(left.day, right.day))
      return ledgers
    },
  }
}

const isDue = ({ habit }: PlannedHabit, month: number): boolean => {
  if (habit.kind === 'frequent') return true
  const distance = MONTHS_BETWEEN[habit.every ?? 'month']
  return (month - (habit.month ?? 1) + 12) % distance === 0
}

const drawDays = ({ habit }: PlannedHabit, calendar: MonthCalendar, random: Random): Day[] => {
  if (habit.kind !== 'frequent') return [bankingDayIn(calendar, habit.day, habit.weekend)]
  const { times, weekdays } = habit
  const count = typeof times === 'number' ? times : random.int(times.from, times.to)
  // Card and cash payments are booked on any day; everything else goes through the banks' clearing.
  const usable = habit.method === 'card' || habit.method === 'cash' ? calendar.days : calendar.shifted.next
  const days =
    weekdays === undefined ? usable : usable.filter((_, index) => weekdays.includes(calendar.weekdays[index] ?? 0))
  return Array.from({ length: count }, () => random.pick(days))
}

/** Frequent spending has many small amounts and few large ones, so its draw is squared; other amounts are even. */
const drawAmount = (range: CentRange, isSkewed: boolean, random: Random): number => {
  const { from, to, step } = range
  if (from === to) return from
  const steps = Math.floor(Math.abs(to - from) / step)
  const drawn = isSkewed && step === 1 ? Math.floor(random.next() ** 2 * (steps + 1)) : random.int(0, steps)
  return from + Math.sign(to - from) * drawn * step
}

const drawMovement = (planned: PlannedHabit | PlannedSurplus, day: Day, amount: number, random: Random): Movement => {
  const counterpart = random.pick(planned.counterparts)
  return {
    day,
    amount,
    method: planned.method,
    counterpart,
    purpose: random.pick(planned.purposes)(day, random),
    categoryId: counterpart.categoryId ?? planned.habit.categoryId,
  }
}

const addBookings = (
  plan: LedgerPlan,
  ledgers: readonly Booking[][],
  planned: PlannedHabit | PlannedSurplus,
  movement: Movement,
  random: Random,
): void => {
  // Both sides of a transfer carry the same reference.
  const reference = REFERENCED_METHODS.has(planned.method) ? digits(10, random) : ''
  ledgers[planned.accountIndex]?.push(makeBooking(movement, plan.currencies[planned.accountIndex], reference))
  if (planned.mirror === undefined) return
  const { accountIndex, counterpart } = planned.mirror
  const mirrored = { ...movement, amount: -movement.amount, counterpart }
  ledgers[accountIndex]?.push(makeBooking(mirrored, plan.currencies[accountIndex], reference))
}

const makeBooking = (movement: Movement, currency: string | undefined, reference: string): Booking => {
  const { day, amount, method, counterpart } = movement
  const text = BOOKING_TEXTS[method][amount < 0 ? 'debit' : 'credit']
  const isDirectDebit = method === 'direct-debit'
  return {
    day,
    valueDay: day,
    amount,
    currency: currency ?? 'EUR',
    purpose: movement.purpose,
    counterpartName: counterpart.name,
    counterpartIban: counterpart.iban,
    counterpartBic: counterpart.bic,
    counterpartBlz: counterpart.blz,
    counterpartBankName: counterpart.bankName,
    counterpartAccountNumber: counterpart.accountNumber,
    mandateReference: isDirectDebit ? counterpart.mandateReference : undefined,
    creditorId: isDirectDebit ? counterpart.creditorId : undefined,
    customerReference: method === 'transfer' || method === 'salary' ? reference : undefined,
    endToEndReference: isDirectDebit || method === 'card' ? reference : undefined,
    type: text.type,
    typeCodeZka: text.typeCodeZka,
    typeCodeSwift: text.typeCodeSwift,
    sepaPurposeCode: text.sepaPurposeCode,
    bankTransactionCode: text.bankTransactionCode,
    primanota: text.primanota,
    categoryId: movement.categoryId,
  }
}

const sumAmounts = (bookings: readonly Booking[]): number => bookings.reduce((sum, booking) => sum + booking.amount, 0)
