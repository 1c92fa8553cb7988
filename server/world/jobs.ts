import { revokeConsent } from '../access/bank-connections/consent.ts'
import {
  finishCategorization,
  finishDownload,
  type OrderedDownload,
  startCategorization,
} from '../access/bank-connections/download.ts'
import type { BankingInterface } from '../access/banks/bank.ts'
import type { World } from './world.ts'

/** Everything that can fall due, as plain data, so that a copied world keeps what is still to come. */
export type Job =
  | ({ job: 'finish-download'; connectionId: number } & OrderedDownload)
  | { job: 'start-categorization'; connectionId: number; delay: number }
  | { job: 'finish-categorization'; connectionId: number }
  | { job: 'revoke-consent'; connectionId: number; interface: BankingInterface; expiresAt: number }
  | { job: 'release-answer'; hold: number }

/** Jobs that only wait for a deadline; whoever lets everything settle does not wait for them. */
export const isDeadline = (job: Job): boolean => DEADLINES.has(job.job)

const DEADLINES: ReadonlySet<Job['job']> = new Set(['revoke-consent'])

/** Does what is due. A job whose bank connection is gone has nothing to do. */
export const runJob = (world: World, job: Job): void => {
  if (job.job === 'release-answer') {
    world.heldAnswers.release(job.hold)
    return
  }
  const connection = world.bankConnections.get(job.connectionId)
  if (connection === undefined) return
  switch (job.job) {
    case 'finish-download':
      finishDownload(world, connection, job)
      break
    case 'start-categorization':
      startCategorization(world, connection, job.delay)
      break
    case 'finish-categorization':
      finishCategorization(world, connection)
      break
    case 'revoke-consent':
      revokeConsent(connection, job)
      break
    default:
      job satisfies never
  }
}
