/** The number of digits of bank code and account number in an IBAN, from the ISO 13616 registry. */
const LAYOUTS = {
  DE: { bankCode: 8, account: 10 },
  AT: { bankCode: 5, account: 11 },
  CZ: { bankCode: 4, account: 16 },
} as const

/** A country whose IBANs `makeIban` can build. */
export type IbanCountry = keyof typeof LAYOUTS

const LENGTHS: Readonly<Record<string, number>> = { AT: 20, BE: 16, CH: 21, CZ: 24, DE: 22, FR: 27, LU: 20, NL: 18 }

/** Builds the IBAN of a national bank code and account number, without blanks; both are padded with zeros. */
export const makeIban = (country: IbanCountry, blz: string, accountNumber: string): string => {
  const layout = LAYOUTS[country]
  if (!/^\d+$/.test(blz) || blz.length > layout.bankCode) {
    throw new RangeError(`Bank code ${blz}: expected up to ${layout.bankCode} digits for an IBAN of ${country}`)
  }
  if (!/^\d+$/.test(accountNumber) || accountNumber.length > layout.account) {
    throw new RangeError(`Account ${accountNumber}: expected up to ${layout.account} digits for an IBAN of ${country}`)
  }
  const bban = blz.padStart(layout.bankCode, '0') + accountNumber.padStart(layout.account, '0')
  return `${country}${checkDigits(country, bban)}${bban}`
}

/** Checks the check digits of an IBAN, and its length for the countries above; blanks are allowed. */
export const isValidIban = (text: string): boolean => {
  const iban = normaliseIban(text)
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false
  const length = LENGTHS[iban.slice(0, 2)]
  if (length !== undefined && iban.length !== length) return false
  return modulo97(iban.slice(4) + iban.slice(0, 4)) === 1
}

/** Returns the electronic form of an IBAN: upper case, no blanks. */
export const normaliseIban = (text: string): string => text.replace(/\s+/g, '').toUpperCase()

/** Checks a SEPA creditor identifier; its business code (characters 5 to 7) is not part of the check digits. */
export const isValidCreditorId = (text: string): boolean => {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/.test(text)) return false
  return modulo97(text.slice(7) + text.slice(0, 4)) === 1
}

/** Builds a German SEPA creditor identifier of its eleven digits. */
export const makeCreditorId = (digits: string): string => {
  if (!/^\d{11}$/.test(digits)) throw new RangeError(`Creditor ${digits}: expected 11 digits`)
  return `DE${checkDigits('DE', digits)}ZZZ${digits}`
}

/** Checks the form of a BIC: bank, country, place and an optional branch. */
export const isValidBic = (text: string): boolean => /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text)

const checkDigits = (country: string, bban: string): string =>
  String(98 - modulo97(`${bban}${country}00`)).padStart(2, '0')

/** ISO 7064 MOD 97-10, digit by digit, because the whole number does not fit into a double. */
const modulo97 = (text: string): number => {
  let remainder = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    // Letters count as 10 for 'A' to 35 for 'Z', which takes two digits.
    remainder = code >= 65 ? (remainder * 100 + code - 55) % 97 : (remainder * 10 + code - 48) % 97
  }
  return remainder
}
