import { html } from 'hono/html'
import type { Language } from '../language.ts'
import { type Html, loginLink, page } from '../layout.ts'
import type { Problem } from './page-texts.ts'
import { textsIn } from './texts.ts'

/** The variable parts of a problem page. */
export interface ProblemPageParts {
  problem: Problem
  language: Language
  /** The state in the request, for the language switch. */
  state: string | undefined
  /** True to link to the login. */
  again?: boolean
}

const sign = html`<svg class="sign" viewBox="0 0 44 44" aria-hidden="true" focusable="false">
<circle cx="22" cy="22" r="22" /><path d="M22 12v12M22 31.5v.1" />
</svg>`

/** Returns a page that explains a problem. */
export const problemPage = ({ problem, language, state, again = false }: ProblemPageParts): Html => {
  const texts = textsIn(language)
  const { title, text } = texts.problems[problem]
  const content = html`${sign}
<h1>${title}</h1>
<p class="intro">${text}</p>
${again && state && html`<a class="button" href="${loginLink(state, language)}">${texts.again}</a>`}`
  const otherLanguage = state ? loginLink(state, texts.otherLanguage.code) : undefined
  return page({ language, title, otherLanguage, content })
}
