import type { BankVisit, BankVisits, VisitLookup } from '../../server/pages/bank/bank-visits.ts'
import { returnUrl } from '../../server/sca/return-url.ts'

export const aVisit: BankVisit = {
  bankName: 'Musterbank am Fluss',
  bankBlz: 'DEMO0002',
  clientName: 'Haushaltsbuch',
  accounts: [
    { name: 'Girokonto', iban: 'DE89370400440532013000', type: 'Checking' },
    { name: 'Rücklagen', iban: 'DE85533700080333333300', type: 'Savings' },
    { name: 'Kreditkarte Gold', iban: undefined, type: 'CreditCard' },
  ],
  consentValidUntil: '2026-05-09',
  loginFields: { user: 'Onlinebanking-ID', pin: 'PIN' },
  loginHint: { user: 'demo', pin: 'demo' },
}

/** Visits in memory: any state that starts with "open" is a new visit, where `demo`/`demo` is the login. */
export const fakeVisits = (redirectUrl: string, changes: Partial<BankVisit> = {}): BankVisits => {
  const visit = { ...aVisit, ...changes }
  const finished = new Set<string>()
  const sessions = new Map<string, string>()

  const find = (state: string): VisitLookup => {
    if (finished.has(state)) return { kind: 'finished' }
    if (state.startsWith('expired')) return { kind: 'expired' }
    return state.startsWith('open') ? { kind: 'open', visit } : { kind: 'unknown' }
  }
  const finish = (state: string, code: string): string => {
    finished.add(state)
    return returnUrl(redirectUrl, [
      ['state', state],
      ['code', code],
    ])
  }
  return {
    find,
    login(state, user, pin) {
      if (user === 'locked') finished.add(state)
      if (user !== 'demo' || pin !== 'demo') return undefined
      sessions.set(state, `session-of-${state}`)
      return `session-of-${state}`
    },
    decide: (state, session, decision) =>
      sessions.get(state) === session ? finish(state, decision === 'approve' ? 'approved' : 'cancelled') : undefined,
    cancel: (state) => (find(state).kind === 'open' ? finish(state, 'cancelled') : undefined),
  }
}
