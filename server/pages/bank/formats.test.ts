import { describe, expect, it } from 'vitest'
import { formatDate, groupIban } from './formats.ts'

describe('groupIban', () => {
  it.each([
    ['DE89370400440532013000', 'DE89 3704 0044 0532 0130 00'],
    ['DE89 3704 0044 0532 0130 00', 'DE89 3704 0044 0532 0130 00'],
    ['NO9386011117947', 'NO93 8601 1117 947'],
    ['BE68539007547034', 'BE68 5390 0754 7034'],
    ['', ''],
  ])('formats %s in groups of four', (iban, expected) => {
    expect(groupIban(iban)).toBe(expected)
  })
})

describe('formatDate', () => {
  it.each([
    ['2026-05-09', 'de', '09.05.2026'],
    ['2026-05-09', 'en', '9 May 2026'],
    ['2026-12-31', 'en', '31 December 2026'],
    ['soon', 'de', 'soon'],
  ] as const)('formats %s in %s', (date, language, expected) => {
    expect(formatDate(date, language)).toBe(expected)
  })
})
