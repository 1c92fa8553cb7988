import type { ApiVersion } from '../api.ts'
import type { DemoBank } from './demo-banks.ts'
import type { Login } from './settings.ts'

/** The body of an import; untyped, because rules also send invalid ones. */
export type ImportBody = Readonly<Record<string, unknown>>

export interface ImportOptions {
  readonly login: Login
  /** Sent only for the redirect approach. */
  readonly returnUrl: string
  /** Takes precedence over everything else; an undefined value removes its key from the body. */
  readonly overrides?: ImportBody
}

/** Fills the login fields of an interface: the first visible one with the user, the first secret one with the PIN. */
export const credentialsFor = (bank: DemoBank, login: Login): { label: string; value: string }[] => {
  const user = bank.loginFields.find((field) => !field.isSecret)
  const secret = bank.loginFields.find((field) => field.isSecret)
  return [
    ...(user ? [{ label: user.label, value: login.user }] : []),
    ...(secret ? [{ label: secret.label, value: login.password }] : []),
  ]
}

/** Returns the body of the first request of an import, with the field names of the version. */
export const buildImportRequest = (version: ApiVersion, bank: DemoBank, options: ImportOptions): ImportBody => ({
  bankId: bank.bankId,
  [version === 'v1' ? 'interface' : 'bankingInterface']: bank.interfaceName,
  loginCredentials: credentialsFor(bank, options.login),
  ...(bank.approach === 'redirect' ? { redirectUrl: options.returnUrl } : {}),
  ...options.overrides,
})
