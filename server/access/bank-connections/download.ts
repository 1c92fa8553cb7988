import { deliveredAccounts, downloadOf } from '../../../scenarios/outcome.ts'
import type { Download } from '../../../scenarios/types.ts'
import { addDays, addMonths, type Day, dayInGermany } from '../../core/days.ts'
import { requireDuration } from '../../core/duration.ts'
import type { World } from '../../world/world.ts'
import type { Account, AccountStatus } from '../accounts/account.ts'
import type { BankingInterface } from '../banks/bank.ts'
import type { BankConnection, ConnectionInterface, UpdateResult } from './bank-connection.ts'
import { downloadAccount } from './download-account.ts'
import type { DownloadOrder } from './jobs.ts'

/** The history that a bank delivers without a limit by the client; measured at the demo bank as about 24 months. */
const MONTHS_OF_HISTORY = 24

/** The limit of an update, which finAPI sets so that banks require no authentication. */
const MAX_DAYS_OF_UPDATE = 89

/** Starts a download. It takes the time that the scenario sets, otherwise the server's default. */
export const startDownload = (world: World, connection: BankConnection, order: DownloadOrder): void => {
  const { takes } = downloadOf(world.library.scenario(order.scenario), order.purpose)
  connection.updateStatus = 'IN_PROGRESS'
  world.clock.schedule(takes === undefined ? world.options.downloadTime : requireDuration(takes), {
    job: 'finish-download',
    connectionId: connection.id,
    ...order,
  })
}

/** Adds balances and transactions, or fails; then ends the update and schedules the categorisation. */
export const finishDownload = (world: World, connection: BankConnection, order: DownloadOrder): void => {
  const now = world.clock.now()
  const download = downloadOf(world.library.scenario(order.scenario), order.purpose)
  const connectionInterface = connection.interfaces.find((candidate) => candidate.interface === order.interface)
  const downloadInto = createAccountDownload(world, order, download, connectionInterface?.maxDaysForDownload ?? 0)
  for (const accountId of connection.accountIds) {
    const account = world.accounts.get(accountId)
    if (account !== undefined) setStatus(account, order.interface, downloadInto(account), now)
  }
  if (connectionInterface !== undefined) setResult(connectionInterface, download, now)
  connection.updateStatus = 'READY'
  if (order.skipPositions || download.fails !== undefined) return
  connection.categorizationStatus = 'PENDING'
  if (download.categorization?.stuck) return
  const delay = categorizationStep(world, download)
  world.clock.schedule(delay, { job: 'start-categorization', connectionId: connection.id, delay })
}

/**
 * Returns half of the categorisation's time: it waits for one half and runs for the other. No source gives its time.
 */
const categorizationStep = (world: World, { categorization }: Download): number =>
  categorization?.takes === undefined
    ? Math.ceil(world.options.downloadTime / 4)
    : Math.ceil(requireDuration(categorization.takes) / 2)

export const startCategorization = (world: World, connection: BankConnection, delay: number): void => {
  connection.categorizationStatus = 'IN_PROGRESS'
  world.clock.schedule(delay, { job: 'finish-categorization', connectionId: connection.id })
}

export const finishCategorization = (world: World, connection: BankConnection): void => {
  connection.categorizationStatus = 'READY'
  for (const accountId of connection.accountIds) {
    for (const slice of world.accounts.get(accountId)?.slices ?? []) slice.isCategorized = true
  }
}

/** Creates a function that downloads an account and returns its new status. */
const createAccountDownload = (
  world: World,
  { scenario: name, purpose, skipPositions, skipBalances }: DownloadOrder,
  download: Download,
  days: number,
): ((account: Account) => AccountStatus) => {
  const scenario = world.library.scenario(name)
  const persona = world.library.personaOf(scenario)
  const delivered = deliveredAccounts(persona, scenario, purpose)
  const limit = purpose === 'import' ? days : Math.min(days || MAX_DAYS_OF_UPDATE, MAX_DAYS_OF_UPDATE)
  const firstDay = findFirstDay(dayInGermany(world.clock.now()), limit)
  return (account) => {
    const personaAccount = account.persona === persona.name ? persona.accounts[account.personaAccount] : undefined
    const special = download.accounts?.[personaAccount?.name ?? ''] ?? {}
    if (download.fails !== undefined || special.fails) return 'DOWNLOAD_FAILED'
    if (personaAccount === undefined || !delivered.includes(personaAccount)) return 'DEPRECATED'
    const transactions = special.transactions ?? download.transactions
    const wanted = transactions === undefined ? special : { ...special, transactions }
    return downloadAccount(world, account, { skipPositions, skipBalances, firstDay, special: wanted })
  }
}

/** Returns the first day of a download. `days` includes today; 0 means no limit by the client. */
const findFirstDay = (today: Day, days: number): Day =>
  days === 0 ? addMonths(today, -MONTHS_OF_HISTORY) : addDays(today, 1 - days)

const setStatus = (account: Account, bankingInterface: BankingInterface, status: AccountStatus, now: number): void => {
  for (const accountInterface of account.interfaces) {
    if (accountInterface.interface !== bankingInterface) continue
    accountInterface.status = status
    if (status === 'UPDATED' || status === 'UPDATED_FIXED') accountInterface.lastSuccessfulUpdate = now
  }
}

const setResult = (connectionInterface: ConnectionInterface, { fails }: Download, now: number): void => {
  connectionInterface.lastManualUpdate = fails === undefined ? succeeded(now) : failed(fails.result, fails.message, now)
  connectionInterface.userActionRequired =
    fails === undefined
      ? connectionInterface.aisConsent?.status === 'NOT_PRESENT'
      : (fails.userActionRequired ?? fails.result === 'BANK_SERVER_REJECTION')
}

/**
 * Ends a download that an error of this server interrupted, in the way that finAPI reports an error of its own. Accounts
 * keep what they had.
 */
export const failDownload = (world: World, connection: BankConnection, order: DownloadOrder): void => {
  const now = world.clock.now()
  connection.updateStatus = 'READY'
  connection.categorizationStatus = 'READY'
  const connectionInterface = connection.interfaces.find((candidate) => candidate.interface === order.interface)
  if (connectionInterface !== undefined) setResult(connectionInterface, { fails: MOCK_ERROR }, now)
  for (const accountId of connection.accountIds) {
    const account = world.accounts.get(accountId)
    if (account !== undefined) setStatus(account, order.interface, 'DOWNLOAD_FAILED', now)
  }
}

const MOCK_ERROR = {
  result: 'INTERNAL_SERVER_ERROR',
  message: 'The download failed because of an error in the mock, which its console shows.',
} as const

/** Ends a categorisation that an error of this server interrupted; the transactions stay without categories. */
export const abortCategorization = (connection: BankConnection): void => {
  connection.categorizationStatus = 'READY'
}

const succeeded = (timestamp: number): UpdateResult => ({
  result: 'OK',
  errorMessage: undefined,
  errorType: undefined,
  timestamp,
})

/** Returns the result of a failed update. The text of a bank's rejection is for the PSU, any other for developers. */
export const failed = (
  result: Exclude<UpdateResult['result'], 'OK'>,
  errorMessage: string | undefined,
  timestamp: number,
): UpdateResult => ({
  result,
  errorMessage,
  errorType: result === 'BANK_SERVER_REJECTION' ? 'BUSINESS' : 'TECHNICAL',
  timestamp,
})
