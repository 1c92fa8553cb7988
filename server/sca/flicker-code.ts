/** The content of a flicker code. */
export interface FlickerCode {
  /** Up to 8 digits. */
  startCode: string
  /** Up to three numbers, such as an account number and an amount. */
  elements: readonly string[]
}

const byte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0')

/** Encodes digits as BCD: two to a byte, the last one padded with F. */
const bcd = (digits: string): string => (digits.length % 2 === 0 ? digits : `${digits}F`)

const digitSum = (value: number): number => Math.floor(value / 10) + (value % 10)

/** Returns the Luhn digit over all payload digits, with every second one doubled. */
const luhn = (payload: string): number => {
  let sum = 0
  for (let index = 0; index < payload.length; index += 2) {
    sum += Number.parseInt(payload.charAt(index), 16) + digitSum(2 * Number.parseInt(payload.charAt(index + 1), 16))
  }
  return (10 - (sum % 10)) % 10
}

const xor = (code: string): number => [...code].reduce((result, digit) => result ^ Number.parseInt(digit, 16), 0)

/** Bit 7 of the start code's length byte announces a control byte; 01 is HHD 1.4. */
const HAS_CONTROL_BYTE = 0x80
const CONTROL_BYTE = '01'

/**
 * Returns a flicker code as chipTAN generators read it (HHD 1.4), in hexadecimal digits: length of the code, length and
 * digits of the start code, length and digits of each data element, and a byte of two check digits.
 */
export const flickerCode = ({ startCode, elements }: FlickerCode): string => {
  const start = bcd(startCode)
  const parts = elements.map((element) => bcd(element))
  const byteLength = (hex: string): number => hex.length / 2
  const body =
    byte(HAS_CONTROL_BYTE + byteLength(start)) +
    CONTROL_BYTE +
    start +
    parts.map((part) => byte(byteLength(part)) + part).join('')
  const code = byte(byteLength(body) + 1) + body
  return (
    code +
    luhn(CONTROL_BYTE + start + parts.join(''))
      .toString(16)
      .toUpperCase() +
    xor(code).toString(16).toUpperCase()
  )
}
