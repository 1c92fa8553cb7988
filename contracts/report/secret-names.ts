/** The name that replaces a secret; in a curl command, a shell variable. */
export type SecretName =
  | 'TOKEN'
  | 'REFRESH_TOKEN'
  | 'FINAPI_CLIENT_SECRET'
  | 'PASSWORD'
  | 'LOGIN_CREDENTIAL'
  | 'CHALLENGE_RESPONSE'
  | 'REDIRECT_CALLBACK'
  | 'COOKIE'
  | 'SECRET'

const fields: Readonly<Record<string, SecretName>> = {
  token: 'TOKEN',
  accesstoken: 'TOKEN',
  idtoken: 'TOKEN',
  authorization: 'TOKEN',
  proxyauthorization: 'TOKEN',
  refreshtoken: 'REFRESH_TOKEN',
  clientsecret: 'FINAPI_CLIENT_SECRET',
  password: 'PASSWORD',
  bankingpin: 'LOGIN_CREDENTIAL',
  bankinguserid: 'LOGIN_CREDENTIAL',
  bankingcustomerid: 'LOGIN_CREDENTIAL',
  pin: 'LOGIN_CREDENTIAL',
  challengeresponse: 'CHALLENGE_RESPONSE',
  tan: 'CHALLENGE_RESPONSE',
  // Contains the code that completes the login.
  redirectcallback: 'REDIRECT_CALLBACK',
  cookie: 'COOKIE',
  setcookie: 'COOKIE',
}

/** Endings of the names of secrets on other servers. */
const endings: readonly (readonly [string, SecretName])[] = [
  ['token', 'TOKEN'],
  ['password', 'PASSWORD'],
  ['secret', 'SECRET'],
  ['apikey', 'SECRET'],
  ['decryptionkey', 'SECRET'],
]

/** Returns the kind of secret that a header, parameter or JSON field of this name contains. */
export const findSecretName = (field: string): SecretName | undefined => {
  const plain = field.toLowerCase().replace(/[^a-z]/g, '')
  return Object.hasOwn(fields, plain) ? fields[plain] : endings.find(([ending]) => plain.endsWith(ending))?.[1]
}
