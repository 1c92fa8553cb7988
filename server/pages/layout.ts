import { html, raw } from 'hono/html'
import { textsIn } from './bank/texts.ts'
import { text as style } from './generated/style.css.ts'
import type { Language } from './language.ts'

export type Html = ReturnType<typeof html>

/** The variable parts of a page. */
export interface PageParts {
  language: Language
  title: string
  bank?: { bankName: string; bankBlz: string } | undefined
  /** Link to the page in the other language; the page has no language switch without it. */
  otherLanguage?: string | undefined
  content: Html
  /** Additional elements of the head. */
  head?: Html | undefined
  /** A script; the page's policy must allow its hash. */
  script?: Html | undefined
}

const mark = html`<svg class="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
  <rect width="40" height="40" rx="11" /><path d="M9 25c5-9 9-9 11-4s6 5 11-4M9 31h22" />
</svg>`

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="11" fill="#0a655c"/>' +
    '<path d="M9 25c5-9 9-9 11-4s6 5 11-4M9 31h22" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>',
)}`

/** Returns a whole page. The style has no white space between its tags, because browsers check its hash. */
export const page = ({ language, title, bank, otherLanguage, content, head, script }: PageParts): Html => {
  const texts = textsIn(language)
  const name = bank?.bankName ?? 'finapi-mock'
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} – ${name}</title>
<link rel="icon" href="${icon}">
<style>${raw(style)}</style>
${head}
</head>
<body>
<header>
<div class="bar">
${mark}
<div class="bank">
<strong><bdi>${name}</bdi></strong>
<small>${bank && html`<span>${texts.blz} <bdi>${bank.bankBlz}</bdi></span>`}<span class="badge">${texts.testBank}</span></small>
</div>
${otherLanguage && switchLink(texts.otherLanguage, otherLanguage)}
</div>
</header>
<main>
<div class="card">
${content}
</div>
</main>
<footer><p>${texts.testBankNote}</p></footer>
${script}
</body>
</html>
`
}

const switchLink = ({ code, name }: { code: Language; name: string }, href: string): Html =>
  html`<a class="language" href="${href}" lang="${code}" hreflang="${code}">${name}</a>`

/** Returns a relative link to the login, because a world's prefix or a public URL with a path may precede it. */
export const loginLink = (state: string, language: Language): string =>
  `login?${new URLSearchParams({ state, lang: language })}`
