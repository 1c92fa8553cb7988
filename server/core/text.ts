/** A text in German and English, as finAPI's own texts are; a plain string if it exists in one language only. */
export type Text = string | { de: string; en: string }

export type Language = 'de' | 'en'

/** Returns a text in a language; a plain string is the same in each. */
export const inLanguage = (text: Text, language: Language): string => (typeof text === 'string' ? text : text[language])

/**
 * Returns the language of an `Accept-Language` header. Only its first language counts and sub-tags are ignored. finAPI
 * accepts Czech and Slovak too, but documents its own texts in German (the default) and English only.
 */
export const preferredLanguage = (header: string | undefined): Language =>
  header?.trimStart().slice(0, 2).toLowerCase() === 'en' ? 'en' : 'de'
