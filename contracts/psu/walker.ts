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
export interface PsuWalker {
  (visit: BankVisit): Promise<string>
  /** Milliseconds that one visit may take, where that has nothing to do with how fast the API answers. */
  readonly visitLimit?: number
  /** Where the bank has to send the person, for walkers that wait there: the target's return URL must be this. */
  readonly returnUrl?: string
  /** Ends visits under way and what was started for them. The walker may be used again afterwards. */
  close?(): Promise<void>
}

/** The walk ended before the bank sent the person back. */
export class WalkFailed extends Error {
  override name = 'WalkFailed'
}

/** Whether an address is the return URL, whatever the bank added to its query. */
export const isReturn = (url: string, returnUrl: string): boolean => {
  if (!URL.canParse(url)) return false
  const there = new URL(url)
  const expected = new URL(returnUrl)
  return there.origin === expected.origin && there.pathname === expected.pathname
}

/** What the bank says by the address it sends the person to. */
export const queryOf = (url: string): string => new URL(url).search.slice(1)
