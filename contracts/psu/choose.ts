import type { Field, Form, Link, Page, SubmitButton } from './forms.ts'
import type { PsuDecision } from './walker.ts'

/**
 * Words on the buttons that banks use, German and English. Refusing words win: "Anmeldung abbrechen" is a refusal,
 * whatever else it names.
 */
const REFUSING =
  /cancel|abort|deny|declin|reject|refus|disagree|abbrech|abbruch|ablehn|verweiger|nicht (zustimm|freigeb|erlaub)|\bno\b|\bnein\b/i
/** Leaves the page, but only refuses where nothing else does: on a second page it leads to the first one. */
const RETREATING = /zur(ü|ue)ck|\bback\b/i
/** On a link the little words say nothing: "No account yet?" refuses nothing. */
const REFUSING_LINK = /cancel|abort|deny|declin|reject|refus|abbrech|abbruch|ablehn|verweiger/i
const APPROVING =
  /approv|confirm|allow|accept|agree|grant|authori[sz]e|continue|proceed|submit|log ?in|sign ?in|next|\bok\b|\byes\b|best(ä|ae)tig|zustimm|freigeb|erlaub|einwillig|anmeld|einlogg|weiter|fortfahr|absend|\bja\b/i
const USER_WORDS = /user|login|benutzer|anmelde|kunde|customer|banking|account|alias|e-?mail|\bid\b|kennung|nummer/i
const SEARCH_WORDS = /\b(search|suche?n?|q|query)\b/i
const CONSENT_BANNER = /cookie|tracking|newsletter|privatsph|privacy/i
/** On a banner: what agrees to as little as possible, or only makes it go away. */
const DISMISSING = /necessary|essential|notwendig|erforderlich|close|dismiss|schlie(ß|ss)|later|später|[×✕✖]/i
const SETTINGS = /setting|einstellung|manage|verwalten|custom|anpassen|option|details|mehr|more/i
/** What a person can type text into. */
const TYPED = new Set(['text', 'email', 'tel', 'number', 'search', 'url', 'textarea'])

const wordsOn = (button: SubmitButton): string => `${button.text} ${button.name ?? ''} ${button.value}`

const refuses = (button: SubmitButton): boolean => REFUSING.test(wordsOn(button))
const retreats = (button: SubmitButton): boolean => RETREATING.test(wordsOn(button))
const approves = (button: SubmitButton): boolean => APPROVING.test(wordsOn(button))

/** The field for the secret; a page without one is not a login page. */
export const passwordFieldOf = (form: Form): Field | undefined => form.fields.find((field) => field.type === 'password')

const isSearch = ({ type, label, name }: Field): boolean => type === 'search' || SEARCH_WORDS.test(`${label} ${name}`)

/** The typed field that says of itself that it is for the login name. */
const namedUserFieldOf = (fields: readonly Field[]): Field | undefined =>
  fields.find((field) => /username|email/.test(field.autocomplete)) ??
  fields.find((field) => USER_WORDS.test(`${field.label} ${field.name}`))

/** The field for the login name: by what it is for, then by what it is called, then the first one beside a password. */
export const userFieldOf = (form: Form): Field | undefined => {
  const typed = form.fields.filter((field) => TYPED.has(field.type) && !isSearch(field))
  return namedUserFieldOf(typed) ?? (passwordFieldOf(form) && typed[0])
}

/** The button that says what the person decided; undefined when no button says it. */
export const buttonFor = (form: Form, decision: PsuDecision): SubmitButton | undefined => {
  if (decision === 'cancel') return form.buttons.find(refuses) ?? form.buttons.find(retreats)
  const willing = form.buttons.filter((button) => !refuses(button) && !retreats(button))
  // Where buttons stand anywhere on the page, the first one may be a menu: only words count.
  return willing.find(approves) ?? (form.loose ? undefined : willing[0])
}

/** The button that takes a banner away: agreeing to as little as possible, and never by way of its settings. */
export const dismissingButton = (banner: Form): SubmitButton | undefined => {
  const plain = banner.buttons.filter((button) => !SETTINGS.test(wordsOn(button)))
  return plain.find((button) => refuses(button) || DISMISSING.test(wordsOn(button))) ?? plain.find(approves) ?? plain[0]
}

export interface Move {
  readonly form: Form
  readonly button: SubmitButton | undefined
}

export const isBanner = (form: Form): boolean =>
  CONSENT_BANNER.test(form.about) && passwordFieldOf(form) === undefined && !form.fields.some(isUserName)

const isUserName = ({ autocomplete }: Field): boolean => autocomplete === 'username'

const moveIn = (form: Form | undefined, decision: PsuDecision): Move | undefined =>
  form && { form, button: buttonFor(form, decision) }

const refusalIn = (forms: readonly Form[], isLogin: boolean): Move | undefined => {
  const refusing = forms.find((form) => form.buttons.some(refuses))
  if (refusing) return moveIn(refusing, 'cancel')
  // "Back" on a page that asks for the login leads around in a circle: log in first, and refuse later.
  return isLogin
    ? undefined
    : moveIn(
        forms.find((form) => buttonFor(form, 'cancel')),
        'cancel',
      )
}

/**
 * What the person does on this page. Refusing comes first when they mean to refuse and a button or a link offers it;
 * a login comes before anything else on the page, its name before its password where they are asked for one by one;
 * banners are left alone while there is anything else to do.
 */
export const chooseMove = (page: Page, decision: PsuDecision): Move | undefined => {
  const forms = page.forms.filter((form) => !isBanner(form))
  const login = forms.find(passwordFieldOf) ?? forms.find((form) => userFieldOf(form) && buttonFor(form, 'approve'))
  if (decision === 'cancel') {
    const refusal = refusalIn(forms, login !== undefined)
    if (refusal) return refusal
    if (linkFor(page, decision)) return undefined
  }
  const offering = [...forms, ...page.forms.filter(isBanner)].filter((form) => buttonFor(form, 'approve'))
  const saying = offering.find((form) => !isBanner(form) && form.buttons.some((button) => approves(button)))
  return moveIn(login ?? saying ?? offering[0], 'approve')
}

/** A link that says what the person decided: some banks only have a link to leave by. */
export const linkFor = ({ links }: Page, decision: PsuDecision): Link | undefined => {
  const buttonLike = links.filter(({ text }) => text.length < 60)
  return decision === 'cancel'
    ? buttonLike.find(({ text }) => REFUSING_LINK.test(text))
    : buttonLike.find(({ text }) => APPROVING.test(text) && !REFUSING.test(text))
}
