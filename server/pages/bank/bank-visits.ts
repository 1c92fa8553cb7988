/** A visit at the bank as its pages show it. It contains no secrets. */
export interface BankVisit {
  bankName: string
  bankBlz: string
  /** Name of the requesting TPP. */
  clientName: string
  accounts: readonly BankVisitAccount[]
  /** YYYY-MM-DD */
  consentValidUntil: string
  /** The bank's labels of the login fields. */
  loginFields: { user: string; pin: string }
  /** A valid login, shown as a note to developers. */
  loginHint?: { user: string; pin: string } | undefined
}

/** An account on the approval page. */
export interface BankVisitAccount {
  name: string
  iban: string | undefined
  /** The account type of finAPI, such as `Checking`. */
  type: string
}

/** The result of a search for a visit. */
export type VisitLookup =
  | { kind: 'open'; visit: BankVisit }
  | { kind: 'unknown' }
  | { kind: 'finished' }
  | { kind: 'expired' }

/** The visits of a bank's pages. `state` is the id of a visit and part of the redirect URL. */
export interface BankVisits {
  /** Returns the visit with its data if it is open. */
  find(state: string): VisitLookup
  /** Returns a one-time session for the approval page; undefined if login or PIN is wrong. */
  login(state: string, user: string, pin: string): string | undefined
  /** Records the decision and returns the URL to return to; undefined if the session is invalid. */
  decide(state: string, session: string, decision: 'approve' | 'cancel'): string | undefined
  /** Cancels before login and returns the URL to return to; undefined if the visit is not open. */
  cancel(state: string): string | undefined
}
