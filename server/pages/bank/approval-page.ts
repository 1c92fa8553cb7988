import { html } from 'hono/html'
import type { Language } from '../language.ts'
import { type Html, page } from '../layout.ts'
import type { BankVisit, BankVisitAccount } from './bank-visits.ts'
import { formatDate, groupIban } from './formats.ts'
import { stepLine } from './steps.ts'
import { textsIn } from './texts.ts'

/** The variable parts of the approval page. */
export interface ApprovalPageParts {
  state: string
  /** The session of the login, which proves that the same PSU decides. */
  session: string
  language: Language
  visit: BankVisit
}

/** Returns the approval page. It has no language switch, because a link would lose the login. */
export const approvalPage = ({ state, session, language, visit }: ApprovalPageParts): Html => {
  const texts = textsIn(language)
  const { title, intro, accounts, granted, grants, notGranted, validUntil, approve } = texts.approval
  const content = html`${stepLine(2, language)}
<h1>${title}</h1>
<p class="intro">${intro[0]}<strong><bdi>${visit.clientName}</bdi></strong>${intro[1]}</p>
<h2 id="accounts">${accounts}</h2>
${accountList(visit.accounts, language)}
<h2 id="grants">${granted}</h2>
<ul class="grants" aria-labelledby="grants">${grants.map((grant) => html`<li>${grant}</li>`)}</ul>
<p class="limits">${notGranted}</p>
<p class="limits">${validUntil[0]}${validityDate(visit.consentValidUntil, language)}${validUntil[1]}</p>
<form method="post" action="decision" class="choice">
<input type="hidden" name="state" value="${state}">
<input type="hidden" name="session" value="${session}">
<input type="hidden" name="lang" value="${language}">
<button type="submit" name="decision" value="approve">${approve}</button>
<button type="submit" name="decision" value="cancel" class="quiet">${texts.cancel}</button>
</form>`
  return page({ language, title, bank: visit, content })
}

const accountList = (accounts: readonly BankVisitAccount[], language: Language): Html => {
  const texts = textsIn(language)
  const items = accounts.map((account) => {
    const type = texts.accountTypes.get(account.type) ?? account.type
    const iban = account.iban && html`<small class="iban">${groupIban(account.iban)}</small>`
    // Omits the type if the account is named after it, as banks often do.
    const described = type !== account.name && html`<small>${type}</small>`
    return html`<li><strong><bdi>${account.name}</bdi></strong>${described}${iban}</li>`
  })
  const shown = items.length > 0 ? items : html`<li>${texts.approval.noAccounts}</li>`
  return html`<ul class="accounts" aria-labelledby="accounts">${shown}</ul>`
}

const validityDate = (date: string, language: Language): Html =>
  html`<time datetime="${date}">${formatDate(date, language)}</time>`
