import { html } from 'hono/html'
import type { Language } from '../language.ts'
import type { Html } from '../layout.ts'
import { textsIn } from './texts.ts'

/** Returns the progress of the PSU. The bars are hidden from screen readers, because the text says the same. */
export const stepLine = (step: 1 | 2, language: Language): Html => {
  const second = step === 2 ? html`<i class="done"></i>` : html`<i></i>`
  const bars = html`<span class="bars" aria-hidden="true"><i class="done"></i>${second}</span>`
  return html`<p class="step">${bars}<span>${textsIn(language).step(step)}</span></p>`
}
