import { buttonFor, chooseMove, dismissingButton, isBanner, linkFor, passwordFieldOf, userFieldOf } from './choose.ts'
import type { Drawn, LiveField, LiveForm, LivePage } from './live-page.ts'
import { type BankVisit, isReturn, type PsuDecision } from './walker.ts'

/** What the person does next on a page as it is drawn. */
export interface LiveMove {
  readonly typing: readonly { readonly field: LiveField; readonly text: string }[]
  readonly ticking: readonly LiveField[]
  /** Without anything to press, Enter sends what was typed. */
  readonly press: Drawn | undefined
  /** The secret is among what is typed. */
  readonly logsIn: boolean
  /** How to name it when it does not work. */
  readonly words: string
}

const pressing = (press: Drawn, words: string): LiveMove => ({ typing: [], ticking: [], press, logsIn: false, words })

const isIn = <T extends Drawn>(list: readonly T[], found: unknown): T | undefined => list.find((one) => one === found)

const moveOn = (form: LiveForm, decision: PsuDecision, found: unknown, login: BankVisit['login']): LiveMove => {
  const button = isIn(form.buttons, found)
  const isRefusal = decision === 'cancel' && button !== undefined && buttonFor(form, 'cancel') === button
  // A person who leaves types nothing before.
  if (isRefusal) return pressing(button, button.text)
  const user = isIn(form.fields, userFieldOf(form))
  const secret = isIn(form.fields, passwordFieldOf(form))
  return {
    typing: [
      ...(user ? [{ field: user, text: login.user }] : []),
      ...(secret ? [{ field: secret, text: login.password }] : []),
    ],
    // A button that cannot be pressed yet may wait for a tick that nobody calls required.
    ticking: form.fields.filter(
      ({ type, checked, required }) => type === 'checkbox' && !checked && (required || button?.disabled === true),
    ),
    press: button,
    logsIn: secret !== undefined,
    words: button?.text ?? 'Enter',
  }
}

const targetOf = (move: LiveMove): Drawn | undefined => move.typing[0]?.field ?? move.press

/** Takes away what floats above the page: a banner always, anything else when it is in the way. */
const dismissal = (page: LivePage, wanted: LiveMove | undefined, wantedForm: LiveForm | undefined) => {
  const inTheWay = wanted !== undefined && targetOf(wanted)?.covered === true
  for (const form of page.forms) {
    if (!form.floating || form === wantedForm || passwordFieldOf(form)) continue
    const button = inTheWay || isBanner(form) ? isIn(form.buttons, dismissingButton(form)) : undefined
    if (button && !button.covered) return pressing(button, button.text)
  }
  return undefined
}

/** The move on this page, or undefined when there is none (yet). */
export const liveMove = (page: LivePage, { decision, login, returnUrl }: BankVisit): LiveMove | undefined => {
  const chosen = chooseMove(page, decision)
  const form = page.forms.find((candidate) => candidate === chosen?.form)
  const wanted = form && moveOn(form, decision, chosen?.button, login)
  const link = page.links.find(({ href }) => isReturn(href, returnUrl)) ?? isIn(page.links, linkFor(page, decision))
  const move = wanted ?? (link && pressing(link, link.text))
  return dismissal(page, move, form) ?? move
}
