import { html } from 'hono/html'
import type { Language } from '../language.ts'
import { type Html, loginLink, page } from '../layout.ts'
import type { BankVisit } from './bank-visits.ts'
import { stepOf } from './steps.ts'
import { textsIn } from './texts.ts'

export interface LoginPageParts {
  state: string
  language: Language
  visit: BankVisit
  /** What was typed as user name last time. There is no such field for the PIN: it is never sent back. */
  user?: string | undefined
  problem?: 'wrong' | 'missing' | 'lost' | undefined
}

export function loginPage({ state, language, visit, user = '', problem }: LoginPageParts): Html {
  const texts = textsIn(language)
  const { title, button, intro } = texts.login
  // "lost" means that time has passed, not that something was typed wrongly.
  const described = problem ? html`aria-describedby="problem"` : ''
  const invalid = problem && problem !== 'lost' ? html`aria-invalid="true"` : ''
  const focus = html`autofocus`
  // Messages are ours, in the page's language, and read the same in every browser: hence novalidate.
  const content = html`${stepOf(1, language)}
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

// A form of its own, so that cancelling does not send a PIN that was typed already.
const cancelForm = (state: string, language: Language): Html => html`<form method="post" action="decision">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="lang" value="${language}">
<button type="submit" class="quiet" name="decision" value="cancel">${textsIn(language).cancel}</button>
</form>`

const hint = (login: { user: string; pin: string }, texts: { hint: string; and: string }): Html =>
  html`<p class="hint">${texts.hint} <code>${login.user}</code> ${texts.and} <code>${login.pin}</code></p>`
