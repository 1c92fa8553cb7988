import { describe, expect, it } from 'vitest'
import { isValidBic, isValidCreditorId, isValidIban, makeCreditorId, makeIban, normaliseIban } from './iban.ts'

describe('makeIban', () => {
  // The German one is the sample IBAN that finAPI's documents print; the others come from the SWIFT registry.
  it.each([
    { country: 'DE', blz: '53370008', account: '0111111100', iban: 'DE77533700080111111100' },
    { country: 'AT', blz: '19043', account: '234573201', iban: 'AT611904300234573201' },
    { country: 'CZ', blz: '0800', account: '192000145399', iban: 'CZ6508000000192000145399' },
  ] as const)('computes $iban', ({ country, blz, account, iban }) => {
    expect(makeIban(country, blz, account)).toBe(iban)
    expect(isValidIban(iban)).toBe(true)
  })

  it.each([
    { fault: 'letters in the bank code', blz: 'DEMO0001', account: '1' },
    { fault: 'an account number that is too long', blz: '53370008', account: '12345678901' },
  ])('throws for $fault', ({ blz, account }) => {
    expect(() => makeIban('DE', blz, account)).toThrow(RangeError)
  })
})

describe('isValidIban', () => {
  it.each([
    { iban: 'de77 5337 0008 0111 1111 00', valid: true },
    { iban: 'DE78533700080111111100', valid: false },
    { iban: 'DE7753370008011111110', valid: false },
    { iban: 'GB82WEST12345698765432', valid: true },
    { iban: '', valid: false },
    { iban: 'DE77-5337', valid: false },
  ])('returns $valid for the IBAN "$iban"', ({ iban, valid }) => {
    expect(isValidIban(iban)).toBe(valid)
  })
})

it('removes blanks from an IBAN and returns it in upper case', () => {
  expect(normaliseIban(' de77 5337 0008 0111 1111 00 ')).toBe('DE77533700080111111100')
})

it('computes the check digits of a creditor id', () => {
  expect(makeCreditorId('09999999999')).toBe('DE98ZZZ09999999999')
  expect(() => makeCreditorId('999')).toThrow(RangeError)
})

it.each([
  // The sample of the German Bundesbank.
  { creditorId: 'DE98ZZZ09999999999', valid: true },
  { creditorId: 'DE98ABC09999999999', valid: true },
  { creditorId: 'DE97ZZZ09999999999', valid: false },
])('returns $valid for the creditor id $creditorId', ({ creditorId, valid }) => {
  expect(isValidCreditorId(creditorId)).toBe(valid)
})

it.each([
  { bic: 'DEUTDEFF533', valid: true },
  { bic: 'DEUTDEFF', valid: true },
  { bic: 'DEUTDEFF5', valid: false },
  { bic: 'DEU1DEFF', valid: false },
])('returns $valid for the BIC $bic', ({ bic, valid }) => {
  expect(isValidBic(bic)).toBe(valid)
})
