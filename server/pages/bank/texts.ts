import type { Language } from '../language.ts'
import { de } from './texts-de.ts'
import { en } from './texts-en.ts'

/** The reason for which the PSU cannot continue. */
export type Problem = 'unknown' | 'finished' | 'expired' | 'incomplete' | 'too-large' | 'not-a-form' | 'not-a-page'

/** The texts of the bank's pages. A pair of strings surrounds a value that the page emphasises, such as a name. */
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

const texts: Record<Language, Texts> = { de, en }

/** Returns the texts in a language. */
export const textsIn = (language: Language): Texts => texts[language]
