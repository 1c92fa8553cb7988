import { randomBytes, randomUUID } from 'node:crypto'

/** The base64 of a picture of one pixel: enough for a client that only shows it. */
export const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='

const DEFAULT_LENGTH = 32

const readLength = (form: string): number => Number(/\d+$/.exec(form)?.[0] ?? DEFAULT_LENGTH)

/** Makes a new value of a form such as `uuid`, `hex32` or `text20`. */
export const makeValue = (form: string): string => {
  if (form === 'uuid') return randomUUID()
  const length = readLength(form)
  if (form.startsWith('hex')) return randomBytes(length).toString('hex').slice(0, length)
  if (form.startsWith('digits'))
    return [...randomBytes(length)].map((byte, index) => (index === 0 ? 1 + (byte % 9) : byte % 10)).join('')
  return randomBytes(length).toString('base64url').slice(0, length)
}

/** Makes a German IBAN with valid check digits. */
export const makeIban = (number: number): string => {
  const account = `10000000${String(1_000_000_000 + number)}`
  // DE as digits, appended to the account: 1314.
  const remainder = BigInt(`${account}131400`) % 97n
  return `DE${String(98n - remainder).padStart(2, '0')}${account}`
}

/** Makes a word; all have the same length, so that none is part of another. */
export const makeWord = (number: number): string => {
  const letters = [...String(number).padStart(5, '0')].map((digit) => 'bdfgklmnrs'[Number(digit)])
  return `Q${letters.join('')}`
}
