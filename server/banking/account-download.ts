import type { World } from '../world.ts'
import type { Account, AccountStatus, OwnBookings } from './account.ts'
import type { Booking } from './booking.ts'
import { addDays, type Day, dayInGermany } from './day.ts'
import { balanceAfter, indexOfDay, type Ledger } from './ledger.ts'
import { toCents } from './ledger-plan.ts'
import { adjustingEntry, extraBookings } from './own-bookings.ts'
import type { AccountDownload } from './scenario.ts'

/** What one download is to bring of one account. */
export interface AccountRequest {
  skipPositions: boolean
  skipBalances: boolean
  /** Nothing before this day is asked for. */
  firstDay: Day
  /** What is special about it in the scenario. */
  special: AccountDownload
}

/** The balance and the transactions of one account arrive; answers what the account's status is then. */
export const downloadAccount = (world: World, account: Account, request: AccountRequest): AccountStatus => {
  const now = world.clock.now()
  const today = dayInGermany(now)
  const persona = world.library.persona(account.persona)
  const ledger = world.ledgers.through(persona, today).ledgers[account.personaAccount]
  if (ledger === undefined) return 'DOWNLOAD_FAILED'
  const to = indexOfDay(ledger, addDays(today, 1))
  const isFixed = !request.skipPositions && addTransactions(world, account, { ...request, ledger, to, today, now })
  if (!request.skipBalances) account.balance = balanceAfter(ledger, to) + account.deviation
  if (!request.skipPositions) {
    const announced = world.ledgers.announced(persona, account.personaAccount, today)
    const firstId = world.ids.nextTransactions(announced.length)
    account.announced = announced.length === 0 ? undefined : { firstId, day: today, importedAt: now }
  }
  return isFixed ? 'UPDATED_FIXED' : 'UPDATED'
}

interface Arrival extends AccountRequest {
  ledger: Ledger
  /** How many bookings of the ledger the bank has by now. */
  to: number
  today: Day
  now: number
}

/** Adds what is new since the last download, and answers whether an adjusting entry was needed. */
const addTransactions = (world: World, account: Account, arrival: Arrival): boolean => {
  const { ledger, to, today, now, special } = arrival
  const from = firstIndex(account, arrival)
  if (to > from) {
    const firstId = world.ids.nextTransactions(to - from)
    account.slices.push({ firstId, from, to, importedAt: now, isCategorized: false, own: undefined })
  }
  const missed = account.knownTo === undefined ? 0 : balanceAfter(ledger, from) - balanceAfter(ledger, account.knownTo)
  account.knownTo = to

  const add = (mark: OwnBookings['mark'], bookings: readonly Booking[]): void => {
    if (bookings.length === 0) return
    const firstId = world.ids.nextTransactions(bookings.length)
    const own = { mark, bookings }
    account.slices.push({ firstId, from: 0, to: bookings.length, importedAt: now, isCategorized: false, own })
  }
  add('potential-duplicate', ledger.bookings.slice(Math.max(from, to - (special.potentialDuplicates ?? 0)), to))
  const extras = extraBookings(special.bookings ?? [], today, account.currency)
  add(undefined, extras)
  const deviation = toCents(special.adjustingEntry ?? 0)
  account.deviation += deviation
  for (const { day, amount } of extras) if (day <= today) account.deviation += amount
  const adjustment = missed + deviation
  if (adjustment !== 0) add('adjusting-entry', [adjustingEntry(adjustment, today, account.currency)])
  return adjustment !== 0
}

/** The first booking that arrives: none that is known, too old, or more than the scenario lets through. */
const firstIndex = ({ knownTo }: Account, { ledger, to, firstDay, special }: Arrival): number => {
  const { transactions } = special
  const most = transactions === 'none' ? 0 : (transactions ?? to)
  return Math.min(to, Math.max(knownTo ?? 0, indexOfDay(ledger, firstDay), to - most))
}
