import { formatCount, formatDuration, lowerFirst } from './phrases.ts'
import type { AccountDownload, Download, Scenario } from './types.ts'

/** Returns what happens after the 201 of an import, in sentences. */
export const describeOutcome = ({ accounts, download, consent, update }: Scenario): string[] =>
  present([
    when(accounts, (names) => `${deliveredWords(names)}.`),
    ...describeDownload(download),
    when(consent?.validFor, (time) => `The consent is valid for ${formatDuration(time)}.`),
    when(
      consent?.revokedAfter,
      (time) => `The PSU revokes the consent after ${formatDuration(time)}; the next update authenticates again.`,
    ),
    ...describeUpdate(update),
  ])

/** Returns the sentence about a value; undefined if there is none. */
const when = <Value>(value: Value | undefined, sentence: (value: Value) => string): string | undefined =>
  value === undefined ? undefined : sentence(value)

const present = (sentences: readonly (string | undefined)[]): string[] =>
  sentences.filter((sentence) => sentence !== undefined)

const deliveredWords = (accounts: NonNullable<Scenario['accounts']>): string =>
  accounts === 'none' ? 'The bank delivers no account' : `The bank delivers only these accounts: ${accounts.join(', ')}`

const describeDownload = (download: Download = {}): string[] => {
  const { takes, fails, transactions, accounts = {}, categorization } = download
  return present([
    when(takes, (time) => `The download takes ${formatDuration(time)}.`),
    when(fails, describeFailure),
    when(transactions, (limit) => `Of each account ${transactionWords(limit)}.`),
    ...Object.entries(accounts).flatMap(([name, special]) => accountWords(special).map((words) => `${name} ${words}.`)),
    when(categorization?.takes, (time) => `The categorisation takes ${formatDuration(time)}.`),
    categorization?.stuck ? 'The categorisation stays PENDING for ever.' : undefined,
  ])
}

const describeFailure = ({ result, message }: NonNullable<Download['fails']>): string => {
  const quoted = message === undefined ? '' : ` ("${message}")`
  return `The download fails with ${result}${quoted}; every account is DOWNLOAD_FAILED and the connection stays.`
}

const transactionWords = (transactions: NonNullable<Download['transactions']>): string =>
  transactions === 'none' ? 'no transaction arrives' : `the latest ${formatCount(transactions, 'transaction')} arrive`

const accountWords = (account: AccountDownload): string[] => {
  const { fails, transactions, adjustingEntry, potentialDuplicates, bookings = [] } = account
  return present([
    fails ? 'is DOWNLOAD_FAILED, the other accounts arrive' : undefined,
    when(transactions, (limit) => `has a limit: ${transactionWords(limit)}`),
    when(adjustingEntry, (amount) => `gets an adjusting entry of ${amount} and is UPDATED_FIXED`),
    when(
      potentialDuplicates,
      (count) => `gets its latest ${formatCount(count, 'transaction')} twice, as potential duplicates`,
    ),
    ...bookings.map(({ amount, inDays, purpose }) => `has a booking of ${amount} ${dayWords(inDays)}: ${purpose}`),
  ])
}

const dayWords = (inDays: number): string => {
  if (inDays === 0) return 'dated today'
  return inDays > 0 ? `dated ${formatCount(inDays, 'day')} ahead` : `dated ${formatCount(-inDays, 'day')} back`
}

const describeUpdate = ({ steps, accounts, download }: NonNullable<Scenario['update']> = {}): string[] =>
  present([
    when(
      steps,
      ({ length }) => `An update needs ${formatCount(length, 'step')} of authentication, even with a valid consent.`,
    ),
    when(
      accounts,
      (names) =>
        `At an update ${lowerFirst(deliveredWords(names))}; an imported account that is missing becomes DEPRECATED.`,
    ),
    ...describeDownload(download).map((sentence) => `At an update: ${lowerFirst(sentence)}`),
  ])

/** Returns how the download of an import ends, as the label of an arrow. */
export const downloadLabel = ({ download: { takes, fails } = {} }: Scenario): string => {
  const outcome = fails === undefined ? 'download' : `download fails, ${fails.result}`
  return takes === undefined ? outcome : `${outcome}, after ${formatDuration(takes)}`
}

/** Returns what is special about updates, as the label of an arrow; undefined for an update that simply works. */
export const updateLabel = ({ update, consent }: Scenario): string | undefined => {
  const parts = present([
    when(consent?.revokedAfter, () => 'consent revoked'),
    when(consent?.validFor, (time) => `consent over after ${formatDuration(time)}`),
    when(update?.steps, () => 'authenticates again'),
    when(update?.accounts, () => 'other accounts'),
    when(update?.download?.fails, ({ result }) => `fails, ${result}`),
  ])
  return parts.length === 0 ? undefined : `update, ${parts.join(', ')}`
}
