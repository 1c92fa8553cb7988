import type { ApiVersion } from '../api.ts'
import type { DemoBank } from './demo-banks.ts'
import type { Login } from './settings.ts'

/** The body of an import; plain, because rules also send what no client would. */
export type ImportBody = Readonly<Record<string, unknown>>

export interface ImportOptions {
  readonly login: Login
  /** Only sent where the bank redirects. */
  readonly returnUrl: string
  /** Added last; a key given as undefined is left out of the body. */
  readonly overrides?: ImportBody
}

/** The login fields of the bank's interface, filled: the first visible one with the user, the first hidden one with the PIN. */
export const credentialsFor = (bank: DemoBank, login: Login): { label: string; value: string }[] => {
  const user = bank.loginFields.find((field) => !field.isSecret)
  const secret = bank.loginFields.find((field) => field.isSecret)
  return [
    ...(user ? [{ label: user.label, value: login.user }] : []),
    ...(secret ? [{ label: secret.label, value: login.password }] : []),
  ]
}

/** The first request of an import, in the words of the version. */
export const buildImportRequest = (version: ApiVersion, bank: DemoBank, options: ImportOptions): ImportBody => ({
  bankId: bank.bankId,
  [version === 'v1' ? 'interface' : 'bankingInterface']: bank.interfaceName,
  loginCredentials: credentialsFor(bank, options.login),
  ...(bank.approach === 'redirect' ? { redirectUrl: options.returnUrl } : {}),
  ...options.overrides,
})
