import type { ScheduledJob } from '../core/job-queue.ts'
import { byValue, flag, id, list, milliseconds, moment, object, oneOf, type Shape, text, whole } from '../core/shape.ts'
import { bankingInterface } from '../sca/challenge.ts'
import type { Job } from './jobs.ts'

type NamedJob<Name extends Job['job']> = Extract<Job, { job: Name }>

const shapes: { readonly [Name in Job['job']]: Shape<NamedJob<Name>> } = {
  'finish-download': object<NamedJob<'finish-download'>>({
    job: oneOf('finish-download'),
    connectionId: id,
    interface: bankingInterface,
    scenario: text,
    purpose: oneOf('import', 'update'),
    skipPositions: flag,
    skipBalances: flag,
  }),
  'start-categorization': object<NamedJob<'start-categorization'>>({
    job: oneOf('start-categorization'),
    connectionId: id,
    delay: milliseconds,
  }),
  'finish-categorization': object<NamedJob<'finish-categorization'>>({
    job: oneOf('finish-categorization'),
    connectionId: id,
  }),
  'revoke-consent': object<NamedJob<'revoke-consent'>>({
    job: oneOf('revoke-consent'),
    connectionId: id,
    interface: bankingInterface,
    expiresAt: moment,
  }),
  'release-response': object<NamedJob<'release-response'>>({ job: oneOf('release-response'), responseId: id }),
  'deliver-callback': object<NamedJob<'deliver-callback'>>({ job: oneOf('deliver-callback'), callbackId: id }),
}

/** The pending jobs of a clock in a snapshot. */
export const pendingJobs = list(
  object<ScheduledJob<Job>>({ at: moment, order: whole(), job: byValue<Job>('job', shapes) }),
)
