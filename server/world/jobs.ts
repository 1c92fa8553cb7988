import type { BankConnectionJob } from '../access/bank-connections/jobs.ts'
import type { DeliverCallback } from '../callbacks/outbox.ts'
import type { ReleaseResponse } from '../core/delayed-responses.ts'

/** Everything that a world's clock can run, as plain data, so that a copied world keeps what is still to come. */
export type Job = BankConnectionJob | ReleaseResponse | DeliverCallback
