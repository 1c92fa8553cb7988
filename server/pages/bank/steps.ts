import { html } from 'hono/html'
import type { Language } from '../language.ts'
import type { Html } from '../layout.ts'
import { textsIn } from './texts.ts'

/** Where the PSU is on the way; the bars repeat the words for the eye only. */
export function stepOf(step: 1 | 2, language: Language): Html {
  const second = step === 2 ? html`<i class="done"></i>` : html`<i></i>`
  const bars = html`<span class="bars" aria-hidden="true"><i class="done"></i>${second}</span>`
  return html`<p class="step">${bars}<span>${textsIn(language).step(step)}</span></p>`
}
