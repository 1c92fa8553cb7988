import type { BankInterface } from '../banks/bank.ts'
import { illegalFieldValue } from '../errors.ts'
import type { StoredCredential } from './bank-connection.ts'

/** The value of a login field, by the field's label. */
export interface LoginCredential {
  label: string
  value: string
}

/** The login credentials of a request. */
export type GivenCredentials = { kind: 'labelled'; values: readonly LoginCredential[] } | FixedCredentials

/** The three fixed fields that v1 had before login credentials had labels. */
export interface FixedCredentials {
  kind: 'fixed'
  userId?: string | undefined
  customerId?: string | undefined
  pin?: string | undefined
}

/** The maximum length of a value. finAPI documents it for its fixed fields; for labelled ones it is an assumption. */
const MAX_VALUE_LENGTH = 170

/**
 * Returns credentials with the labels of the interface. Of the fixed fields, the ids get the labels of the open fields
 * in order, and the PIN the label of the secret one.
 */
export const withLabels = (bankInterface: BankInterface, given: GivenCredentials): readonly LoginCredential[] => {
  if (given.kind === 'labelled') return given.values
  const open = bankInterface.loginCredentials.filter((field) => !field.secret)
  const secret = bankInterface.loginCredentials.filter((field) => field.secret)
  return [
    { field: open[0], value: given.userId },
    { field: open[1], value: given.customerId },
    { field: secret[0], value: given.pin },
  ].flatMap(({ field, value }) => (field === undefined || value === undefined ? [] : [{ label: field.label, value }]))
}

/**
 * Checks credentials against the login fields of an interface and returns them in the order of the fields. Throws
 * ILLEGAL_FIELD_VALUE for an unknown or repeated label, a value that is too long or has control characters, and a
 * missing mandatory field (finAPI requires at least one secret and one open field).
 */
export const checkCredentials = (
  bankInterface: BankInterface,
  credentials: readonly LoginCredential[],
): LoginCredential[] => {
  const given = checkValues(bankInterface, credentials)
  const missing = findMissingLabels(bankInterface, given)
  if (missing.length > 0) throw illegalFieldValue(`Missing login credentials: ${missing.join(', ')}.`)
  return inOrder(bankInterface, given)
}

/** Stored credentials, merged with those of a call. */
export interface CompletedCredentials {
  /** In the order of the interface's fields. */
  credentials: LoginCredential[]
  /** The labels of mandatory fields without a value. */
  missing: string[]
}

/** Completes given credentials with stored ones. Throws as `checkCredentials` does, but not for missing fields. */
export const completeCredentials = (
  bankInterface: BankInterface,
  stored: readonly StoredCredential[],
  credentials: readonly LoginCredential[],
): CompletedCredentials => {
  const given = checkValues(bankInterface, credentials)
  const known = stored.flatMap(({ label, value }): [string, string][] => (value === undefined ? [] : [[label, value]]))
  const values = new Map([...known, ...given])
  return { credentials: inOrder(bankInterface, values), missing: findMissingLabels(bankInterface, values) }
}

/** Checks the given values and returns them by label, without empty ones. */
const checkValues = (
  bankInterface: BankInterface,
  credentials: readonly LoginCredential[],
): ReadonlyMap<string, string> => {
  const given = new Map<string, string>()
  for (const { label, value } of credentials) {
    if (!bankInterface.loginCredentials.some((field) => field.label === label)) {
      throw illegalFieldValue(
        `Unknown login credential '${label}'. The bank asks for: ${labels(bankInterface).join(', ')}.`,
      )
    }
    if (given.has(label)) throw illegalFieldValue(`Login credential '${label}' is given more than once.`)
    if (hasControlCharacter(value)) {
      throw illegalFieldValue(`The value of login credential '${label}' contains illegal characters.`)
    }
    if (value.length > MAX_VALUE_LENGTH) {
      throw illegalFieldValue(`The value of login credential '${label}' is longer than ${MAX_VALUE_LENGTH} characters.`)
    }
    if (value !== '') given.set(label, value)
  }
  return given
}

const findMissingLabels = (bankInterface: BankInterface, given: ReadonlyMap<string, string>): string[] =>
  bankInterface.loginCredentials.flatMap(({ label, mandatory = true }) =>
    mandatory && !given.has(label) ? [label] : [],
  )

const inOrder = (bankInterface: BankInterface, given: ReadonlyMap<string, string>): LoginCredential[] =>
  bankInterface.loginCredentials.flatMap(({ label }) => {
    const value = given.get(label)
    return value === undefined ? [] : [{ label, value }]
  })

/** Returns a text that is the same for the same login. Its lines are unambiguous, since values have no control characters. */
export const formatLogin = (prefix: string, credentials: readonly LoginCredential[]): string => {
  let text = prefix
  for (const { label, value } of credentials) text += `\n${label}\n${value}`
  return text
}

/** Returns the credentials that finAPI stores: open ones always, secret ones on request, volatile ones never. */
export const storeCredentials = (
  bankInterface: BankInterface,
  credentials: readonly LoginCredential[],
  storeSecrets: boolean,
): StoredCredential[] =>
  bankInterface.loginCredentials.map((field) => {
    const isKept = !field.volatile && (storeSecrets || !field.secret)
    return {
      label: field.label,
      isSecret: field.secret ?? false,
      value: isKept ? credentials.find(({ label }) => label === field.label)?.value : undefined,
    }
  })

const labels = (bankInterface: BankInterface): string[] => bankInterface.loginCredentials.map((field) => field.label)

/** Returns true for a text with one of Unicode's control characters (category Cc). */
const hasControlCharacter = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 32 || (code >= 127 && code < 160)) return true
  }
  return false
}
