/** The final decision of the PSU at the bank. */
export type PsuDecision = 'approve' | 'cancel'

export interface BankVisit {
  /** The bank's page, as the API returned it. */
  readonly url: string
  /** The URL that the bank redirects to afterwards; nobody has to listen there. */
  readonly returnUrl: string
  readonly login: { readonly user: string; readonly password: string }
  readonly decision: PsuDecision
  readonly signal?: AbortSignal
}

/** Visits the bank in the role of the PSU, and returns the query string that the bank adds to the return URL. */
export interface PsuWalker {
  (visit: BankVisit): Promise<string>
  /** Milliseconds for one visit, if it takes longer than requests to the API. */
  readonly visitLimit?: number
  /** The URL that the walker waits at, which has to be the target's return URL. */
  readonly returnUrl?: string
  /** Ends running visits and releases resources; the walker can be used again. */
  close?(): Promise<void>
}

/** The visit ended before the bank redirected to the return URL. */
export class WalkFailed extends Error {
  override name = 'WalkFailed'
}

/** Returns whether a URL is the return URL, with any query. */
export const isReturn = (url: string, returnUrl: string): boolean => {
  if (!URL.canParse(url)) return false
  const actual = new URL(url)
  const expected = new URL(returnUrl)
  return actual.origin === expected.origin && actual.pathname === expected.pathname
}

/** Returns the query string of a URL, without the question mark. */
export const readQuery = (url: string): string => new URL(url).search.slice(1)
