import { findSecretName, type SecretName } from '../secret-names.ts'

/** The kinds of values that a recording may not contain. */
export type Kind =
  | 'id'
  | 'user'
  | 'client'
  | 'secret'
  | 'token'
  | 'login'
  | 'tan'
  | 'hash'
  | 'request'
  | 'context'
  | 'callback'
  | 'iban'
  | 'account'
  | 'reference'
  | 'email'
  | 'phone'
  | 'auth'
  | 'data'
  | 'query'
  | 'page'
  | 'return'

/** Kinds that give access to something: a recording that contains such a value is not written. */
export const secretKinds: ReadonlySet<Kind> = new Set(['secret', 'token', 'login', 'tan'])

const BY_NAME: readonly (readonly [RegExp, Kind])[] = [
  [/^client_id$/i, 'client'],
  [/^(username|userId|user_id)$/i, 'user'],
  [/^value$/i, 'login'],
  [/^hash$/, 'hash'],
  [/^(requestId|x-request-id)$/i, 'request'],
  [/^redirectContext$/, 'context'],
  [/iban$/i, 'iban'],
  [/accountNumber$/i, 'account'],
  [/(MandateReference|CustomerReference|CreditorId|DebitorId|endToEndReference|endToEndId)$/i, 'reference'],
  [/^e-?mail$/i, 'email'],
  [/^phone$/i, 'phone'],
  [/^authContext$/, 'auth'],
  // A photo TAN and a flicker code: both may contain the TAN.
  [/^(photoTanData|opticalData)$/, 'data'],
  [/^(id|ids|identifiers|transactions|\w+Ids?)$/, 'id'],
]

/** The kind of each secret. */
export const KIND_OF_SECRET: Readonly<Record<SecretName, Kind>> = {
  TOKEN: 'token',
  REFRESH_TOKEN: 'token',
  FINAPI_CLIENT_SECRET: 'secret',
  PASSWORD: 'secret',
  LOGIN_NAME: 'login',
  LOGIN_CREDENTIAL: 'secret',
  CHALLENGE_RESPONSE: 'tan',
  REDIRECT_CALLBACK: 'callback',
  AUTHORIZATION_CODE: 'callback',
  COOKIE: 'secret',
  SECRET: 'secret',
}

/** Names of people and of accounts, which are personal; names of banks and categories are public. */
const PERSONAL_NAME = /^((account|accountHolder|counterpart|counterparty|first|middle|last|birth|holder|owner)Names?)$/i
/** Texts that may contain names and dates. */
const FREE_TEXT = /^(purpose|memo|comment|description)$/i
/** Masked secrets are kept, because clients check for them. */
const MASKED = /^[X*•]+$/

export const isPersonalName = (key: string): boolean => PERSONAL_NAME.test(key)
export const isFreeText = (key: string): boolean => FREE_TEXT.test(key)

/** Returns the kind of a value by the name of its field; undefined if the value may be kept. */
export const findKind = (key: string, value: string | number): Kind | undefined => {
  const text = String(value)
  if (text === '' || (typeof value === 'string' && MASKED.test(text))) return undefined
  const secret = findSecretName(key)
  const kind = secret === undefined ? BY_NAME.find(([pattern]) => pattern.test(key))?.[1] : KIND_OF_SECRET[secret]
  if (kind !== 'id') return typeof value === 'number' && kind && !secretKinds.has(kind) ? undefined : kind
  if (/^\d+$/.test(text)) return 'id'
  // Ids that are no numbers are those of users, or public names.
  return key === 'id' && typeof value === 'string' ? 'user' : undefined
}
