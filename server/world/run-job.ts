import type { BankConnection } from '../access/bank-connections/bank-connection.ts'
import { revokeConsent } from '../access/bank-connections/consent.ts'
import {
  abortCategorization,
  failDownload,
  finishCategorization,
  finishDownload,
  startCategorization,
} from '../access/bank-connections/download.ts'
import { deliverCallback } from '../callbacks/deliver.ts'
import type { Job } from './jobs.ts'
import type { World } from './world.ts'

type NamedJob<Name extends Job['job']> = Extract<Job, { job: Name }>

type Handler<Name extends Job['job']> = (world: World, job: NamedJob<Name>) => void

type Handlers = { readonly [Name in Job['job']]: Handler<Name> }

/** Wraps a handler so that it does nothing if the bank connection was deleted in the meantime. */
const forConnection =
  <Name extends Job['job']>(
    handle: (world: World, connection: BankConnection, job: NamedJob<Name>) => void,
  ): ((world: World, job: NamedJob<Name> & { connectionId: number }) => void) =>
  (world, job) => {
    const connection = world.bankConnections.get(job.connectionId)
    if (connection !== undefined) handle(world, connection, job)
  }

const handlers: Handlers = {
  'finish-download': forConnection<'finish-download'>(finishDownload),
  'start-categorization': forConnection<'start-categorization'>((world, connection, { delay }) =>
    startCategorization(world, connection, delay),
  ),
  'finish-categorization': forConnection<'finish-categorization'>(finishCategorization),
  'revoke-consent': forConnection<'revoke-consent'>((_, connection, job) => revokeConsent(connection, job)),
  'release-response': (world, { responseId }) => world.delayedResponses.release(responseId),
  'deliver-callback': (world, { callbackId }) => {
    deliverCallback(world, callbackId).catch((error: unknown) => console.error(error))
  },
}

/** Runs a due job. */
export const runJob = <Name extends Job['job']>(world: World, job: NamedJob<Name>): void => {
  const handler = handlers[job.job] as Handler<Name>
  handler(world, job)
}

/** The ends of jobs that threw an error, for their bank connections. Without an entry, the job is dropped and nothing else changes. */
const failureHandlers: { readonly [Name in Job['job']]?: Handler<Name> } = {
  'finish-download': forConnection<'finish-download'>(failDownload),
  'start-categorization': forConnection<'start-categorization'>((_, connection) => abortCategorization(connection)),
  'finish-categorization': forConnection<'finish-categorization'>((_, connection) => abortCategorization(connection)),
}

/** Ends the work of a job that threw an error, so that its bank connection does not stay in progress for ever. */
export const failJob = <Name extends Job['job']>(world: World, job: NamedJob<Name>): void => {
  const handler = failureHandlers[job.job] as Handler<Name> | undefined
  handler?.(world, job)
}

const DEADLINES: ReadonlySet<Job['job']> = new Set(['revoke-consent'])

/** Returns whether a job is a deadline, which `clock.settle()` does not run. */
export const isDeadline = ({ job }: Job): boolean => DEADLINES.has(job)
