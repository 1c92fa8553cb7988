import type { BankingInterface } from '../../../scenarios/types.ts'
import type { PurposeKind } from '../../sca/purpose.ts'

/** A download as it was ordered, in plain data. */
export interface DownloadOrder {
  interface: BankingInterface
  scenario: string
  /** A scenario may deliver other data to an update than to an import. */
  purpose: PurposeKind
  skipPositions: boolean
  skipBalances: boolean
}

/** The scheduled jobs of bank connections. */
export type BankConnectionJob =
  | ({ job: 'finish-download'; connectionId: number } & DownloadOrder)
  | { job: 'start-categorization'; connectionId: number; delay: number }
  | { job: 'finish-categorization'; connectionId: number }
  | { job: 'revoke-consent'; connectionId: number; interface: BankingInterface; expiresAt: number }
