import { html, raw } from 'hono/html'
import type { Language } from '../../core/text.ts'
import type { PendingAction } from '../../world/psu.ts'
import { textsIn } from '../bank/texts.ts'
import { type Html, page } from '../layout.ts'
import { text as liveScript } from './generated/live.client.js.ts'
import { deviceTexts } from './texts.ts'

/** The variable parts of the device page. */
export interface DevicePageParts {
  language: Language
  pending: readonly PendingAction[]
  /** True if the last action came too late. */
  isGone: boolean
}

/** Returns the page of the PSU's device with the pending actions of a world, newest first. */
export const devicePage = ({ language, pending, isGone }: DevicePageParts): Html => {
  const texts = deviceTexts[language]
  const items = pending.toReversed().map((item) => pendingItem(item, language))
  const content = html`<h1>${texts.title}</h1>
<p class="intro">${texts.intro}</p>
${isGone && html`<p class="alert" role="alert">${texts.gone}</p>`}
${items.length === 0 ? html`<p class="nothing" role="status">${texts.nothing}</p>` : items}`
  return page({
    language,
    title: texts.title,
    otherLanguage: `device?lang=${textsIn(language).otherLanguage.code}`,
    content,
    head: html`<noscript><meta http-equiv="refresh" content="5"></noscript>`,
    script: html`<script>${raw(liveScript)}</script>`,
  })
}

const pendingItem = (item: PendingAction, language: Language): Html => {
  const texts = deviceTexts[language]
  const id = `item-${item.hash}`
  return html`<article class="pending" aria-labelledby="${id}">
<h2 id="${id}"><bdi>${item.bank.name}</bdi></h2>
<p class="limits">${texts.forUser} <bdi>${item.user}</bdi> · <bdi>${item.client}</bdi></p>
${item.message !== undefined && html`<p class="message">${item.message}</p>`}
${instructions(item, language)}
<p class="limits">${texts.until} ${formatTime(item.expiresAt, language)}</p>
</article>`
}

const instructions = (item: PendingAction, language: Language): Html | '' => {
  const texts = deviceTexts[language]
  switch (item.status) {
    case 'TWO_STEP_PROCEDURE_REQUIRED':
      return html`<p>${texts.choose}</p>
<ul class="grants">${item.procedures?.map(({ procedureName }) => html`<li><bdi>${procedureName}</bdi></li>`)}</ul>`
    case 'CHALLENGE_RESPONSE_REQUIRED':
      return html`<p>${texts.code}: <code class="code">${item.answer}</code></p>${form(item, language, ['expire'])}`
    case 'REDIRECT_REQUIRED':
      return item.decision === undefined
        ? html`<a class="button" href="${item.redirectUrl}">${texts.visit}</a>`
        : html`<p role="status">${texts.decided[item.decision]}</p>`
    case 'DECOUPLED_AUTH_REQUIRED':
    case 'DECOUPLED_AUTH_IN_PROGRESS':
      return item.decision === undefined
        ? form(item, language, ['approve', 'decline', 'expire'])
        : html`<p role="status">${texts.decided[item.decision]}</p>`
    default:
      return item.status satisfies never
  }
}

/** Returns a form with a relative action, because a world's prefix or a public URL with a path may precede it. */
const form = (
  { hash }: PendingAction,
  language: Language,
  actions: readonly ('approve' | 'decline' | 'expire')[],
): Html => {
  const texts = deviceTexts[language]
  const buttons = actions.map(
    (action) =>
      html`<button type="submit" id="${action}-${hash}" name="action" value="${action}" class="${action === 'approve' ? '' : 'quiet'}">${texts[action]}</button>`,
  )
  return html`<form method="post" action="device" class="actions">
<input type="hidden" name="hash" value="${hash}">
<input type="hidden" name="lang" value="${language}">
${buttons}
</form>`
}

/** Formats a time in the time zone of the German banks. */
const formatTime = (moment: number, language: Language): Html => {
  const shown = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Europe/Berlin',
  }).format(moment)
  return html`<time datetime="${new Date(moment).toISOString()}">${shown}</time>`
}

/** Returns a page that requires the control API's token, for servers that other machines can reach. */
export const lockedPage = (language: Language): Html => {
  const texts = deviceTexts[language]
  const content = html`<h1>${texts.title}</h1>
<p class="intro">${texts.locked}</p>
<form method="post" action="device">
<input type="hidden" name="lang" value="${language}">
<label for="token">${texts.token}</label>
<input id="token" name="token" type="password" autocomplete="off" required>
<button type="submit">${texts.unlock}</button>
</form>`
  return page({
    language,
    title: texts.title,
    otherLanguage: `device?lang=${textsIn(language).otherLanguage.code}`,
    content,
  })
}
