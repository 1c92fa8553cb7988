import type { Field, Form, Page, SubmitButton } from './forms.ts'
import type { PsuDecision } from './walker.ts'

/**
 * Words on the buttons that banks use, German and English. Refusing words win: "Anmeldung abbrechen" is a refusal,
 * whatever else it names.
 */
const REFUSING =
  /cancel|abort|deny|declin|reject|refus|disagree|abbrech|abbruch|ablehn|verweiger|zur(ü|ue)ck|\bback\b|\bno\b|\bnein\b/i
const APPROVING =
  /approv|confirm|allow|accept|agree|grant|authori[sz]e|continue|proceed|submit|log ?in|sign ?in|next|\bok\b|\byes\b|best(ä|ae)tig|zustimm|freigeb|erlaub|einwillig|anmeld|einlogg|weiter|absend|\bja\b/i
const USER_WORDS = /user|login|benutzer|anmelde|kunde|customer|banking|account|alias|e-?mail|\bid\b|kennung|nummer/i
const CONSENT_BANNER = /cookie|tracking|newsletter/i
/** What a person can type text into. */
const TYPED = new Set(['text', 'email', 'tel', 'number', 'search', 'url', 'textarea'])

const wordsOn = (button: SubmitButton): string => `${button.text} ${button.name ?? ''} ${button.value}`

export const isRefusing = (button: SubmitButton): boolean => REFUSING.test(wordsOn(button))

/** The field for the secret; a page without one is not a login page. */
export const passwordFieldOf = (form: Form): Field | undefined => form.fields.find((field) => field.type === 'password')

/** The field for the login name: by what it is for, then by what it is called, then the first one to type into. */
export const userFieldOf = (form: Form): Field | undefined => {
  const typed = form.fields.filter((field) => TYPED.has(field.type))
  return (
    typed.find((field) => /username|email/.test(field.autocomplete)) ??
    typed.find((field) => USER_WORDS.test(`${field.label} ${field.name}`)) ??
    typed[0]
  )
}

/** The button that says what the person decided; undefined when no button says it. */
export const buttonFor = (form: Form, decision: PsuDecision): SubmitButton | undefined => {
  if (decision === 'cancel') return form.buttons.find(isRefusing)
  const willing = form.buttons.filter((button) => !isRefusing(button))
  return willing.find((button) => APPROVING.test(wordsOn(button))) ?? willing[0]
}

export interface Move {
  readonly form: Form
  readonly button: SubmitButton | undefined
}

const isBanner = (form: Form): boolean => CONSENT_BANNER.test(form.about) && passwordFieldOf(form) === undefined

/**
 * What the person does on this page. Refusing comes first when they mean to refuse and a button offers it; a login
 * comes before anything else on the page; banners are left alone while there is anything else to do.
 */
export const chooseMove = (page: Page, decision: PsuDecision): Move | undefined => {
  const forms = [...page.forms.filter((form) => !isBanner(form)), ...page.forms.filter(isBanner)]
  const login = forms.find(passwordFieldOf)
  if (decision === 'cancel') {
    const refusing = forms.find((form) => !isBanner(form) && buttonFor(form, 'cancel'))
    if (refusing) return { form: refusing, button: buttonFor(refusing, 'cancel') }
  }
  const form = login ?? forms.find((candidate) => buttonFor(candidate, 'approve')) ?? undefined
  return form && { form, button: buttonFor(form, 'approve') }
}
