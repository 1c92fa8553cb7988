import { describe, expect, it } from 'vitest'
import { languageOf } from './language.ts'

describe('languageOf', () => {
  it.each([
    { asked: 'nothing', chosen: undefined, header: undefined, language: 'de' },
    { asked: 'British English', chosen: undefined, header: 'en-GB,en;q=0.9', language: 'en' },
    { asked: 'Swiss German before English', chosen: undefined, header: 'de-CH,en;q=0.5', language: 'de' },
    { asked: 'French before English', chosen: undefined, header: 'fr-FR,fr;q=0.9,en;q=0.3,de;q=0.1', language: 'en' },
    { asked: 'anything but English', chosen: undefined, header: 'en;q=0, *', language: 'de' },
    { asked: 'nonsense', chosen: undefined, header: ';;,q=,en;q=x,-', language: 'de' },
    { asked: 'English by a German browser', chosen: 'en', header: 'de', language: 'en' },
    { asked: 'German by an English browser', chosen: 'de', header: 'en', language: 'de' },
    { asked: 'a language there is not', chosen: 'fr', header: 'en', language: 'en' },
  ])('answers $language to $asked', ({ chosen, header, language }) => {
    expect(languageOf(chosen, header)).toBe(language)
  })
})
