import {
  chooseMove,
  findButton,
  findDismissButton,
  findLink,
  findPasswordField,
  findUserField,
  isBanner,
} from './choose.ts'
import type { LivePage } from './live-page.ts'
import type { LiveElement, LiveField, LiveForm } from './page.ts'
import { type BankVisit, isReturn, type PsuDecision } from './walker.ts'

/** The next action of the PSU on a rendered page. */
export interface LiveMove {
  readonly typing: readonly { readonly field: LiveField; readonly text: string }[]
  readonly ticking: readonly LiveField[]
  /** Undefined to press Enter in the last field. */
  readonly press: LiveElement | undefined
  /** True if the password is typed. */
  readonly logsIn: boolean
  /** The name of the action in error messages. */
  readonly words: string
}

const pressOnly = (press: LiveElement, words: string): LiveMove => ({
  typing: [],
  ticking: [],
  press,
  logsIn: false,
  words,
})

const findIn = <T extends LiveElement>(list: readonly T[], found: unknown): T | undefined =>
  list.find((element) => element === found)

const toLiveMove = (form: LiveForm, decision: PsuDecision, found: unknown, login: BankVisit['login']): LiveMove => {
  const button = findIn(form.buttons, found)
  const isRefusal = decision === 'cancel' && button !== undefined && findButton(form, 'cancel') === button
  // Nothing is typed before cancelling.
  if (isRefusal) return pressOnly(button, button.text)
  const user = findIn(form.fields, findUserField(form))
  const secret = findIn(form.fields, findPasswordField(form))
  return {
    typing: [
      ...(user ? [{ field: user, text: login.user }] : []),
      ...(secret ? [{ field: secret, text: login.password }] : []),
    ],
    // A disabled button may depend on a checkbox that is not marked as required.
    ticking: form.fields.filter(
      ({ type, checked, required }) => type === 'checkbox' && !checked && (required || button?.disabled === true),
    ),
    press: button,
    logsIn: secret !== undefined,
    words: button?.text ?? 'Enter',
  }
}

const findFirstElement = (move: LiveMove): LiveElement | undefined => move.typing[0]?.field ?? move.press

/** Finds the action that dismisses an overlay: a banner always, anything else if it covers the wanted element. */
const findDismissal = (page: LivePage, wanted: LiveMove | undefined, wantedForm: LiveForm | undefined) => {
  const isCovered = wanted !== undefined && findFirstElement(wanted)?.covered === true
  for (const form of page.forms) {
    if (!form.floating || form === wantedForm || findPasswordField(form)) continue
    const button = isCovered || isBanner(form) ? findIn(form.buttons, findDismissButton(form)) : undefined
    if (button && !button.covered) return pressOnly(button, button.text)
  }
  return undefined
}

/** Chooses the next action on a rendered page; undefined if there is none (yet). */
export const chooseLiveMove = (page: LivePage, { decision, login, returnUrl }: BankVisit): LiveMove | undefined => {
  const chosen = chooseMove(page, decision)
  const form = page.forms.find((candidate) => candidate === chosen?.form)
  const wanted = form && toLiveMove(form, decision, chosen?.button, login)
  const link = page.links.find(({ href }) => isReturn(href, returnUrl)) ?? findIn(page.links, findLink(page, decision))
  const move = wanted ?? (link && pressOnly(link, link.text))
  return findDismissal(page, move, form) ?? move
}
