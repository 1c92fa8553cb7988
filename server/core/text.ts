/** finAPI's own texts exist in German and English; what is said in one language only is a plain string. */
export type Text = string | { de: string; en: string }

export type Language = 'de' | 'en'

export const inLanguage = (text: Text, language: Language): string => (typeof text === 'string' ? text : text[language])

/**
 * The language of an `Accept-Language` header. Only its first language counts and sub-tags are ignored; Czech and
 * Slovak are accepted by finAPI too, but its own texts are documented in German (the default) and English only.
 */
export const preferredLanguage = (header: string | null | undefined): Language =>
  header?.trimStart().slice(0, 2).toLowerCase() === 'en' ? 'en' : 'de'
