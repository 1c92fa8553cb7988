/** What a secret is called once it is removed: also the shell variable that stands for it in a curl line. */
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
  // It holds the code with which a bank lets the login be finished.
  redirectcallback: 'REDIRECT_CALLBACK',
  cookie: 'COOKIE',
  setcookie: 'COOKIE',
}

/** What a server of somebody else's may call its secrets. */
const endings: readonly (readonly [string, SecretName])[] = [
  ['token', 'TOKEN'],
  ['password', 'PASSWORD'],
  ['secret', 'SECRET'],
  ['apikey', 'SECRET'],
  ['decryptionkey', 'SECRET'],
]

/** The kind of secret that a header, a form or query parameter, or a JSON field of this name holds. */
export const secretNamed = (field: string): SecretName | undefined => {
  const plain = field.toLowerCase().replace(/[^a-z]/g, '')
  return Object.hasOwn(fields, plain) ? fields[plain] : endings.find(([ending]) => plain.endsWith(ending))?.[1]
}
