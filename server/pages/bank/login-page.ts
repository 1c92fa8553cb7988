import { html } from 'hono/html'
import type { Language } from '../language.ts'
import { type Html, loginLink, page } from '../layout.ts'
import type { BankVisit } from './bank-visits.ts'
import { stepLine } from './steps.ts'
import { textsIn } from './texts.ts'

/** The variable parts of the login page. */
export interface LoginPageParts {
  state: string
  language: Language
  visit: BankVisit
  /** The user name of the last attempt. The PIN has no such field, because it is never sent back. */
  user?: string | undefined
  problem?: 'wrong' | 'missing' | 'lost' | undefined
}

/** Returns the login page. */
export const loginPage = ({ state, language, visit, user = '', problem }: LoginPageParts): Html => {
  const texts = textsIn(language)
  const { title, button, intro } = texts.login
  // "lost" means that the session expired, so the fields are not invalid.
  const described = problem ? html`aria-describedby="problem"` : ''
  const invalid = problem && problem !== 'lost' ? html`aria-invalid="true"` : ''
  const focus = html`autofocus`
  // With novalidate, the messages are in the page's language and the same in every browser.
  const content = html`${stepLine(1, language)}
<h1>${title}</h1>
<p class="intro">${intro[0]}<strong><bdi>${visit.clientName}</bdi></strong>${intro[1]}</p>
${problem && html`<p class="alert" id="problem" role="alert">${texts.login[problem]}</p>`}
<form method="post" action="login" novalidate>
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="lang" value="${language}">
<label for="user">${visit.loginFields.user}</label>
<input id="user" name="user" type="text" value="${user}" required autocomplete="username" autocapitalize="none"
  autocorrect="off" spellcheck="false" ${described} ${invalid} ${user === '' ? focus : ''}>
<label for="pin">${visit.loginFields.pin}</label>
<input id="pin" name="pin" type="password" required autocomplete="current-password" ${described} ${invalid} ${user === '' ? '' : focus}>
<button type="submit">${button}</button>
</form>
${cancelForm(state, language)}
${visit.loginHint && hint(visit.loginHint, texts.login)}`
  return page({
    language,
    title: problem ? `${texts.error}: ${title}` : title,
    bank: visit,
    otherLanguage: loginLink(state, texts.otherLanguage.code),
    content,
  })
}

/** A separate form, so that cancelling does not send a typed PIN. */
const cancelForm = (state: string, language: Language): Html => html`<form method="post" action="decision">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="lang" value="${language}">
<button type="submit" class="quiet" name="decision" value="cancel">${textsIn(language).cancel}</button>
</form>`

const hint = (login: { user: string; pin: string }, texts: { hint: string; and: string }): Html =>
  html`<p class="hint">${texts.hint} <code>${login.user}</code> ${texts.and} <code>${login.pin}</code></p>`
