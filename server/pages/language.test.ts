import { describe, expect, it } from 'vitest'
import { chooseLanguage } from './language.ts'

describe('chooseLanguage', () => {
  it.each([
    { requested: 'nothing', chosen: undefined, header: undefined, language: 'de' },
    { requested: 'British English', chosen: undefined, header: 'en-GB,en;q=0.9', language: 'en' },
    { requested: 'Swiss German before English', chosen: undefined, header: 'de-CH,en;q=0.5', language: 'de' },
    {
      requested: 'French before English',
      chosen: undefined,
      header: 'fr-FR,fr;q=0.9,en;q=0.3,de;q=0.1',
      language: 'en',
    },
    { requested: 'anything but English', chosen: undefined, header: 'en;q=0, *', language: 'de' },
    { requested: 'nonsense', chosen: undefined, header: ';;,q=,en;q=x,-', language: 'de' },
    { requested: 'English by a German browser', chosen: 'en', header: 'de', language: 'en' },
    { requested: 'German by an English browser', chosen: 'de', header: 'en', language: 'de' },
    { requested: 'an unsupported language', chosen: 'fr', header: 'en', language: 'en' },
  ])('returns $language for $requested', ({ chosen, header, language }) => {
    expect(chooseLanguage(chosen, header)).toBe(language)
  })
})
