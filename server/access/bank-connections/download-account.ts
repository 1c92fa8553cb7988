import type { AccountDownload } from '../../../scenarios/types.ts'
import { balanceAfter, indexOfDay, type Ledger } from '../../bank/ledger.ts'
import { toCents } from '../../bank/ledger-plan.ts'
import { adjustingEntry, extraBookings } from '../../bank/own-bookings.ts'
import { addDays, type Day, dayInGermany } from '../../core/days.ts'
import type { World } from '../../world/world.ts'
import type { Account, AccountStatus, OwnBookings } from '../accounts/account.ts'

/** The options of the download of one account. */
export interface AccountRequest {
  skipPositions: boolean
  skipBalances: boolean
  /** The first day that is downloaded. */
  firstDay: Day
  /** The scenario's settings for this account. */
  special: AccountDownload
}

/** Downloads the balance and the transactions of one account. Returns the account's new status. */
export const downloadAccount = (world: World, account: Account, request: AccountRequest): AccountStatus => {
  const now = world.clock.now()
  const today = dayInGermany(now)
  const persona = world.library.persona(account.persona)
  const ledger = world.ledgers.through(persona, today).ledgers[account.personaAccount]
  if (ledger === undefined) return 'DOWNLOAD_FAILED'
  const to = indexOfDay(ledger, addDays(today, 1))
  const { firstDay, special } = request
  const isFixed =
    !request.skipPositions && addTransactions(world, account, { ledger, to, firstDay, today, now, special })
  if (!request.skipBalances) account.balance = balanceAfter(ledger, to) + account.deviation
  if (!request.skipPositions) {
    const announced = world.ledgers.announced(persona, account.personaAccount, today)
    const firstId = world.transactionIds.take(announced.length)
    account.announced = announced.length === 0 ? undefined : { firstId, day: today, importedAt: now }
  }
  return isFixed ? 'UPDATED_FIXED' : 'UPDATED'
}

interface NewBookings extends Pick<AccountRequest, 'firstDay' | 'special'> {
  ledger: Ledger
  /** The number of bookings that the ledger has by now. */
  to: number
  today: Day
  now: number
}

/** Adds the bookings since the last download. Returns true if an adjusting entry was needed. */
const addTransactions = (world: World, account: Account, newBookings: NewBookings): boolean => {
  const { ledger, to, today, now, special } = newBookings
  const from = firstIndex(account, newBookings)
  if (to > from) {
    const firstId = world.transactionIds.take(to - from)
    account.slices.push({ firstId, from, to, importedAt: now, isCategorized: false, own: undefined })
  }
  const missed = account.knownTo === undefined ? 0 : balanceAfter(ledger, from) - balanceAfter(ledger, account.knownTo)
  account.knownTo = to

  const { potentialDuplicates = 0, bookings = [], adjustingEntry: deviation = 0 } = special
  if (potentialDuplicates > 0) {
    const latest = ledger.bookings.slice(Math.max(from, to - potentialDuplicates), to)
    addOwn(world, account, { mark: 'potential-duplicate', bookings: latest })
  }
  if (bookings.length > 0) {
    const extras = extraBookings(bookings, today, account.currency)
    addOwn(world, account, { mark: undefined, bookings: extras })
    for (const { day, amount } of extras) if (day <= today) account.deviation += amount
  }
  const adjustment = missed + toCents(deviation)
  if (adjustment === 0) return false
  account.deviation += toCents(deviation)
  addOwn(world, account, {
    mark: 'adjusting-entry',
    bookings: [adjustingEntry(adjustment, today, account.currency)],
  })
  return true
}

const addOwn = (world: World, account: Account, own: OwnBookings): void => {
  const to = own.bookings.length
  if (to === 0) return
  const firstId = world.transactionIds.take(to)
  account.slices.push({ firstId, from: 0, to, importedAt: world.clock.now(), isCategorized: false, own })
}

/** Returns the index of the first booking to add: after the known ones, not too old, within the scenario's limit. */
const firstIndex = ({ knownTo }: Account, { ledger, to, firstDay, special }: NewBookings): number => {
  const { transactions } = special
  const limit = transactions === 'none' ? 0 : (transactions ?? to)
  return Math.min(to, Math.max(knownTo ?? 0, indexOfDay(ledger, firstDay), to - limit))
}
