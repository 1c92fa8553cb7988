/** What the PSU is shown while the browser is at the bank: plain data, nothing secret except to whoever logs in. */
export interface BankVisit {
  bankName: string
  bankBlz: string
  /** The requesting application, as the PSU knows it (the TPP). */
  clientName: string
  accounts: readonly BankVisitAccount[]
  /** YYYY-MM-DD */
  consentValidUntil: string
  /** How this bank calls the two things it asks for; labels, not values. */
  loginFields: { user: string; pin: string }
  /** A login that works here, shown as a note to developers. */
  loginHint?: { user: string; pin: string } | undefined
}

export interface BankVisitAccount {
  name: string
  iban: string | undefined
  /** finAPI's account type, such as `Checking`. */
  type: string
}

export type VisitLookup =
  | { kind: 'open'; visit: BankVisit }
  | { kind: 'unknown' }
  | { kind: 'finished' }
  | { kind: 'expired' }

/** Everything the bank's pages ask of the domain. `state` names the visit and travels in the redirect URL. */
export interface BankVisits {
  find(state: string): VisitLookup
  /** A one-time session for the approval page, or undefined when login or PIN is wrong. */
  login(state: string, user: string, pin: string): string | undefined
  /** The URL to return to, or undefined when the session is not valid. */
  decide(state: string, session: string, decision: 'approve' | 'cancel'): string | undefined
  /** Cancelling before login: the URL to return to, or undefined when the visit is not open. */
  cancel(state: string): string | undefined
}
