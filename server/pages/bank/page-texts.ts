import type { Language } from '../language.ts'

/** The reasons for which a PSU cannot go on. */
export type Problem = 'unknown' | 'finished' | 'expired' | 'incomplete' | 'too-large' | 'not-a-form' | 'not-a-page'

/** The texts of the bank's pages. A pair of strings surrounds a value that the page sets apart, such as a name or a date. */
export interface Texts {
  otherLanguage: { code: Language; name: string }
  testBank: string
  testBankNote: string
  blz: string
  step: (step: 1 | 2) => string
  login: {
    title: string
    button: string
    intro: [string, string]
    hint: string
    and: string
    wrong: string
    lost: string
    missing: string
  }
  approval: {
    title: string
    intro: [string, string]
    accounts: string
    noAccounts: string
    granted: string
    grants: readonly string[]
    notGranted: string
    validUntil: [string, string]
    approve: string
  }
  cancel: string
  error: string
  problems: Record<Problem, { title: string; text: string }>
  again: string
  accountTypes: ReadonlyMap<string, string>
}
