import type { Language } from '../language.ts'
import type { Texts } from './page-texts.ts'
import { de } from './texts-de.ts'
import { en } from './texts-en.ts'

const texts: Record<Language, Texts> = { de, en }

/** Returns the texts in a language. */
export const textsIn = (language: Language): Texts => texts[language]
