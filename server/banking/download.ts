import type { World } from '../world.ts'
import type { Account } from './account.ts'
import type { BankingInterface } from './bank.ts'
import type { BankConnection } from './bank-connection.ts'
import { addDays, addMonths, type Day, dayInGermany } from './day.ts'
import { balanceAfter, indexOfDay } from './ledger.ts'

/** How much history the demo bank delivers when the client sets no limit: measured as about 24 months. */
const MONTHS_OF_HISTORY = 24

/** Categorisation waits a quarter of the download time and takes another; no source tells how long it really takes. */
const categorizationStep = (world: World): number => Math.ceil(world.options.downloadTime / 4)

interface Download {
  interface: BankingInterface
  skipPositions: boolean
  skipBalances: boolean
}

/** Balances and transactions arrive, the update is over, and the new transactions wait to be categorised. */
export const finishDownload = (world: World, connection: BankConnection, download: Download): void => {
  const now = world.clock.now()
  const connectionInterface = connection.interfaces.find((candidate) => candidate.interface === download.interface)
  const days = connectionInterface?.maxDaysForDownload ?? 0
  for (const accountId of connection.accountIds) {
    const account = world.accounts.get(accountId)
    if (account !== undefined) downloadAccount(world, account, download, days, now)
  }
  if (connectionInterface !== undefined) {
    connectionInterface.lastManualUpdate = {
      result: 'OK',
      errorMessage: undefined,
      errorType: undefined,
      timestamp: now,
    }
  }
  connection.updateStatus = 'READY'
  if (download.skipPositions) return
  connection.categorizationStatus = 'PENDING'
  world.clock.schedule(categorizationStep(world), { job: 'start-categorization', connectionId: connection.id })
}

export const startCategorization = (world: World, connection: BankConnection): void => {
  connection.categorizationStatus = 'IN_PROGRESS'
  world.clock.schedule(categorizationStep(world), { job: 'finish-categorization', connectionId: connection.id })
}

export const finishCategorization = (world: World, connection: BankConnection): void => {
  connection.categorizationStatus = 'READY'
  for (const accountId of connection.accountIds) {
    for (const slice of world.accounts.get(accountId)?.slices ?? []) slice.isCategorized = true
  }
}

const downloadAccount = (world: World, account: Account, download: Download, days: number, now: number): void => {
  const today = dayInGermany(now)
  const persona = world.library.persona(account.persona)
  const book = world.ledgers.through(persona, today)
  const ledger = book.ledgers[account.personaAccount]
  if (ledger === undefined) return
  const to = indexOfDay(ledger, addDays(today, 1))
  if (!download.skipBalances) account.balance = balanceAfter(ledger, to)
  if (!download.skipPositions) {
    const from = indexOfDay(ledger, firstDay(today, days))
    if (to > from) {
      const firstId = world.ids.nextTransactions(to - from)
      account.slices.push({ firstId, from, to, importedAt: now, isCategorized: false })
    }
    const announced = world.ledgers.announced(persona, account.personaAccount, today)
    const firstId = world.ids.nextTransactions(announced.length)
    account.announced = announced.length === 0 ? undefined : { firstId, day: today, importedAt: now }
  }
  for (const accountInterface of account.interfaces) {
    if (accountInterface.interface !== download.interface) continue
    accountInterface.status = 'UPDATED'
    accountInterface.lastSuccessfulUpdate = now
  }
}

/** `days` counts today as the first; 0 means no limit by the client. */
const firstDay = (today: Day, days: number): Day =>
  days === 0 ? addMonths(today, -MONTHS_OF_HISTORY) : addDays(today, 1 - days)
