import type { Field, Form, Link, Page, SubmitButton } from './page.ts'
import type { PsuDecision } from './walker.ts'

/** German and English words on banks' buttons. Refusing words take precedence: "Anmeldung abbrechen" is a refusal. */
const REFUSING =
  /cancel|abort|deny|declin|reject|refus|disagree|abbrech|abbruch|ablehn|verweiger|nicht (zustimm|freigeb|erlaub)|\bno\b|\bnein\b/i
/** Refuses only if nothing else does: on a second page it leads to the first one. */
const RETREATING = /zur(ü|ue)ck|\bback\b/i
/** Without the short words: a link "No account yet?" is no refusal. */
const REFUSING_LINK = /cancel|abort|deny|declin|reject|refus|abbrech|abbruch|ablehn|verweiger/i
const APPROVING =
  /approv|confirm|allow|accept|agree|grant|authori[sz]e|continue|proceed|submit|log ?in|sign ?in|next|\bok\b|\byes\b|best(ä|ae)tig|zustimm|freigeb|erlaub|einwillig|anmeld|einlogg|weiter|fortfahr|absend|\bja\b/i
const USER_WORDS = /user|login|benutzer|anmelde|kunde|customer|banking|account|alias|e-?mail|\bid\b|kennung|nummer/i
const SEARCH_WORDS = /\b(search|suche?n?|q|query)\b/i
const CONSENT_BANNER = /cookie|tracking|newsletter|privatsph|privacy/i
/** On a banner: agrees to as little as possible, or closes it. */
const DISMISSING = /necessary|essential|notwendig|erforderlich|close|dismiss|schlie(ß|ss)|later|später|[×✕✖]/i
/** Longer links are text rather than buttons. */
const MAX_LINK_TEXT = 60
const SETTINGS = /setting|einstellung|manage|verwalten|custom|anpassen|option|details|mehr|more/i
/** Types of fields for text. */
const TYPED = new Set(['text', 'email', 'tel', 'number', 'search', 'url', 'textarea'])

const toWords = (button: SubmitButton): string => `${button.text} ${button.name ?? ''} ${button.value}`

const refuses = (button: SubmitButton): boolean => REFUSING.test(toWords(button))
const retreats = (button: SubmitButton): boolean => RETREATING.test(toWords(button))
const approves = (button: SubmitButton): boolean => APPROVING.test(toWords(button))

/** Finds the field for the password or PIN. */
export const findPasswordField = (form: Form): Field | undefined =>
  form.fields.find((field) => field.type === 'password')

const isSearch = ({ type, label, name }: Field): boolean => type === 'search' || SEARCH_WORDS.test(`${label} ${name}`)

/** Finds a field that is labelled as the one for the login name. */
const findNamedUserField = (fields: readonly Field[]): Field | undefined =>
  fields.find((field) => /username|email/.test(field.autocomplete)) ??
  fields.find((field) => USER_WORDS.test(`${field.label} ${field.name}`))

/** Finds the field for the login name: by autocomplete, then by label, then the first one beside a password. */
export const findUserField = (form: Form): Field | undefined => {
  const typed = form.fields.filter((field) => TYPED.has(field.type) && !isSearch(field))
  return findNamedUserField(typed) ?? (findPasswordField(form) && typed[0])
}

/** Finds the button of a decision. */
export const findButton = (form: Form, decision: PsuDecision): SubmitButton | undefined => {
  if (decision === 'cancel') return form.buttons.find(refuses) ?? form.buttons.find(retreats)
  const others = form.buttons.filter((button) => !refuses(button) && !retreats(button))
  // Outside of a form the first button may open a menu, so it has to be one that approves.
  return others.find(approves) ?? (form.loose ? undefined : others[0])
}

/** Finds the button that closes a banner: one that agrees to as little as possible, and does not open settings. */
export const findDismissButton = (banner: Form): SubmitButton | undefined => {
  const plain = banner.buttons.filter((button) => !SETTINGS.test(toWords(button)))
  return plain.find((button) => refuses(button) || DISMISSING.test(toWords(button))) ?? plain.find(approves) ?? plain[0]
}

export interface Move {
  readonly form: Form
  readonly button: SubmitButton | undefined
}

export const isBanner = (form: Form): boolean =>
  CONSENT_BANNER.test(form.about) && findPasswordField(form) === undefined && !form.fields.some(isUserName)

const isUserName = ({ autocomplete }: Field): boolean => autocomplete === 'username'

const toMove = (form: Form | undefined, decision: PsuDecision): Move | undefined =>
  form && { form, button: findButton(form, decision) }

const findRefusal = (forms: readonly Form[], isLogin: boolean): Move | undefined => {
  const refusing = forms.find((form) => form.buttons.some(refuses))
  if (refusing) return toMove(refusing, 'cancel')
  // "Back" on a login page goes round in circles: log in first, and refuse later.
  return isLogin
    ? undefined
    : toMove(
        forms.find((form) => findButton(form, 'cancel')),
        'cancel',
      )
}

/**
 * Chooses the form and button to use on a page: first a refusal if the decision is to cancel, then a login (the name
 * before the password, if they are on different pages), then any approval, and a banner only if there is nothing else.
 */
export const chooseMove = (page: Page, decision: PsuDecision): Move | undefined => {
  const forms = page.forms.filter((form) => !isBanner(form))
  const login =
    forms.find(findPasswordField) ?? forms.find((form) => findUserField(form) && findButton(form, 'approve'))
  if (decision === 'cancel') {
    const refusal = findRefusal(forms, login !== undefined)
    if (refusal) return refusal
    if (findLink(page, decision)) return undefined
  }
  const candidates = [...forms, ...page.forms.filter(isBanner)].filter((form) => findButton(form, 'approve'))
  const approving = candidates.find((form) => !isBanner(form) && form.buttons.some((button) => approves(button)))
  return toMove(login ?? approving ?? candidates[0], 'approve')
}

/** Finds the link of a decision: some banks have a link instead of a cancel button. */
export const findLink = ({ links }: Page, decision: PsuDecision): Link | undefined => {
  const short = links.filter(({ text }) => text.length < MAX_LINK_TEXT)
  return decision === 'cancel'
    ? short.find(({ text }) => REFUSING_LINK.test(text))
    : short.find(({ text }) => APPROVING.test(text) && !REFUSING.test(text))
}
