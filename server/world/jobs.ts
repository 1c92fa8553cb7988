import type { BankConnectionJob } from '../access/bank-connections/jobs.ts'
import type { DeliverCallback } from '../callbacks/outbox.ts'
import type { ReleaseResponse } from '../core/delayed-responses.ts'

/** The jobs of a world's clock, as plain data, so that a copied world keeps the pending ones. */
export type Job = BankConnectionJob | ReleaseResponse | DeliverCallback
