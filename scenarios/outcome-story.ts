import { spoken, times } from './sentences.ts'
import type { Scenario } from './types.ts'

type Download = NonNullable<Scenario['download']>
type AccountDownload = NonNullable<Download['accounts']>[string]

/** What becomes of an import after its 201, in sentences. */
export const tellOutcome = (scenario: Scenario): string[] => {
  const { accounts, download, consent, update } = scenario
  return [
    ...(accounts === undefined ? [] : [`Of the accounts ${deliveredWords(accounts)}.`]),
    ...tellDownload(download),
    ...(consent?.validFor === undefined ? [] : [`The consent lasts ${spoken(consent.validFor)}.`]),
    ...(consent?.revokedAfter === undefined
      ? []
      : [`The user revokes the consent after ${spoken(consent.revokedAfter)}; then an update authenticates again.`]),
    ...tellUpdate(update),
  ]
}

const deliveredWords = (accounts: NonNullable<Scenario['accounts']>): string =>
  accounts === 'none' ? 'none arrives' : `only these arrive: ${accounts.join(', ')}`

const tellDownload = (download: Download | undefined): string[] => {
  if (download === undefined) return []
  const { takes, fails, transactions, accounts = {}, categorization } = download
  return [
    ...(takes === undefined ? [] : [`The download takes ${spoken(takes)}.`]),
    ...(fails === undefined
      ? []
      : [
          `The download fails with ${fails.result}${fails.message === undefined ? '' : ` ("${fails.message}")`}; ` +
            'every account is DOWNLOAD_FAILED and the connection stays.',
        ]),
    ...(transactions === undefined ? [] : [`Of each account ${transactionWords(transactions)}.`]),
    ...Object.entries(accounts).flatMap(([name, special]) => accountWords(special).map((words) => `${name} ${words}.`)),
    ...(categorization?.takes === undefined ? [] : [`The categorisation takes ${spoken(categorization.takes)}.`]),
    ...(categorization?.stuck ? ['The categorisation stays PENDING for ever.'] : []),
  ]
}

const transactionWords = (transactions: NonNullable<Download['transactions']>): string =>
  transactions === 'none' ? 'no transaction arrives' : `the latest ${times(transactions, 'transaction')} arrive`

const accountWords = (account: AccountDownload): string[] => {
  const { fails, transactions, adjustingEntry, potentialDuplicates, bookings = [] } = account
  return [
    ...(fails ? ['is DOWNLOAD_FAILED, while the others arrive'] : []),
    ...(transactions === undefined ? [] : [`is special: ${transactionWords(transactions)}`]),
    ...(adjustingEntry === undefined ? [] : [`gets an adjusting entry of ${adjustingEntry} and is UPDATED_FIXED`]),
    ...(potentialDuplicates === undefined
      ? []
      : [`gets its latest ${times(potentialDuplicates, 'transaction')} twice, as potential duplicates`]),
    ...bookings.map(({ amount, inDays, purpose }) => `has a booking of ${amount} ${dayWords(inDays)}: ${purpose}`),
  ]
}

const dayWords = (inDays: number): string =>
  inDays === 0 ? 'today' : inDays > 0 ? `dated ${times(inDays, 'day')} ahead` : `dated ${times(-inDays, 'day')} back`

const tellUpdate = (update: Scenario['update']): string[] => {
  if (update === undefined) return []
  const { steps, accounts, download } = update
  return [
    ...(steps === undefined
      ? []
      : [`An update asks for ${times(steps.length, 'step')} of authentication, even with a valid consent.`]),
    ...(accounts === undefined
      ? []
      : [`At an update ${deliveredWords(accounts)}; an imported account that is missing becomes DEPRECATED.`]),
    ...tellDownload(download).map(
      (sentence) => `At an update: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
    ),
  ]
}

/** How the download ends, as the label of an arrow. */
export const downloadLabel = ({ download }: Scenario): string => {
  const { takes, fails } = download ?? {}
  const how = fails === undefined ? 'download' : `download fails, ${fails.result}`
  return takes === undefined ? how : `${how}, after ${spoken(takes)}`
}

/** What an update does that is worth an arrow; undefined where it simply works. */
export const updateLabel = ({ update, consent }: Scenario): string | undefined => {
  const parts = [
    ...(consent?.revokedAfter === undefined ? [] : ['consent revoked']),
    ...(consent?.validFor === undefined ? [] : [`consent over after ${spoken(consent.validFor)}`]),
    ...(update?.steps === undefined ? [] : ['authenticates again']),
    ...(update?.accounts === undefined ? [] : ['other accounts']),
    ...(update?.download?.fails === undefined ? [] : [`fails, ${update.download.fails.result}`]),
  ]
  return parts.length === 0 ? undefined : `update, ${parts.join(', ')}`
}
