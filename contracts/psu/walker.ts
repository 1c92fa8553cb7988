/** What the person at the bank decides in the end. */
export type PsuDecision = 'approve' | 'cancel'

export interface BankVisit {
  /** The bank's page, as the API handed it out. */
  readonly url: string
  /** Where the bank sends the person back to; nobody needs to listen there. */
  readonly returnUrl: string
  readonly login: { readonly user: string; readonly password: string }
  readonly decision: PsuDecision
  readonly signal?: AbortSignal
}

/** Plays the person at the bank and answers the query string with which the bank sends them back. */
export type PsuWalker = (visit: BankVisit) => Promise<string>

/** The walk ended before the bank sent the person back. */
export class WalkFailed extends Error {
  override name = 'WalkFailed'
}
