/** The kind of a secret: the name that replaces it in reports and, in a curl command, a shell variable. */
export type SecretName =
  | 'TOKEN'
  | 'REFRESH_TOKEN'
  | 'FINAPI_CLIENT_SECRET'
  | 'PASSWORD'
  | 'LOGIN_NAME'
  | 'LOGIN_CREDENTIAL'
  | 'CHALLENGE_RESPONSE'
  | 'REDIRECT_CALLBACK'
  | 'AUTHORIZATION_CODE'
  | 'COOKIE'
  | 'SECRET'

/** The names of secrets in headers, parameters and JSON, in lower-case letters; the first that matches counts. */
const SECRETS: readonly (readonly [RegExp, SecretName])[] = [
  [/refreshtokens?$/, 'REFRESH_TOKEN'],
  [/(token|authorization|jwt|assertion)s?$|^x?auth(entication)?$/, 'TOKEN'],
  [/clientsecret/, 'FINAPI_CLIENT_SECRET'],
  [/passwor[dt]|kennwort|passphrase|passwd|(^|user|login)(pass|pwd)$/, 'PASSWORD'],
  [/redirectcallback/, 'REDIRECT_CALLBACK'],
  [/(cookie|session|sessionid)s?$/, 'COOKIE'],
  [/^banking(user|customer)id$/, 'LOGIN_NAME'],
  [/(tan|otp)s?$|(challenge|tan)(response|answer|antwort)s?$/, 'CHALLENGE_RESPONSE'],
  [/pins?(code)?$/, 'LOGIN_CREDENTIAL'],
  [/secret(?!ary)|(api|auth|access|private|(de|en)cryption|signing)keys?$|codeverifier$/, 'SECRET'],
]

/** Names that only look like those of secrets: the label of a field, and flags that a form sends as text. */
const PUBLIC = /^(loginfieldpin|storepin|storesecrets|issecret)$/

/** An OAuth code. In JSON the same name is that of an error's code. */
const CODE = /^(auth(orization)?)?code$/

const MAX_KNOWN = 2000
const MAX_KNOWN_LENGTH = 100

/** Remembers the results of a function of a name: most names occur in every request. */
const remember = <Result>(compute: (name: string) => Result): ((name: string) => Result) => {
  const known = new Map<string, { readonly result: Result }>()
  return (name) => {
    const found = known.get(name)
    if (found !== undefined) return found.result
    const result = compute(name)
    if (known.size >= MAX_KNOWN) known.clear()
    if (name.length <= MAX_KNOWN_LENGTH) known.set(name, { result })
    return result
  }
}

/** Returns a name in lower-case letters, without other signs and escapes: `co%64e` and `CODE` are `code`. */
export const normaliseName: (name: string) => string = remember((name) =>
  unescapeName(name)
    .toLowerCase()
    .replace(/[^a-z]/g, ''),
)

const unescapeName = (name: string): string => {
  const unescaped = name.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return unescaped === name ? name : unescapeName(unescaped)
}

/** Returns the kind of secret that a header or JSON field of this name contains; its spelling does not matter. */
export const findSecretName: (name: string) => SecretName | undefined = remember((name) => {
  const plain = normaliseName(name)
  return PUBLIC.test(plain) ? undefined : SECRETS.find(([pattern]) => pattern.test(plain))?.[1]
})

/** Returns the kind of secret that a parameter of a query or form of this name contains. */
export const findSecretParameter = (name: string): SecretName | undefined =>
  findSecretName(name) ?? (CODE.test(normaliseName(name)) ? 'AUTHORIZATION_CODE' : undefined)

/** A part of a body in which every value is a secret, unless it is known to be public. */
export type SecretPart = 'login' | 'authentication'

/** Returns the secret part that a JSON field of this name contains. */
export const findSecretPart: (name: string) => SecretPart | undefined = remember((name) => {
  const plain = normaliseName(name)
  if (plain.endsWith('credentials')) return 'login'
  return plain === 'multistepauthentication' ? 'authentication' : undefined
})

/** The public fields of `loginCredentials` and `multiStepAuthentication`, of which finAPI documents all. */
const PUBLIC_FIELDS: Readonly<Record<SecretPart, ReadonlySet<string>>> = {
  login: new Set(['label', 'issecret', 'isvolatile', 'ismandatory']),
  authentication: new Set([
    'hash',
    'status',
    'twostepprocedureid',
    'authenticateviabrowser',
    'decoupledcallback',
    'challengemessage',
    'answerfieldlabel',
    'redirecturl',
    'redirectcontext',
    'redirectcontextfield',
    'twostepprocedures',
    'procedureid',
    'procedurename',
    'procedurechallengetype',
    'implicitexecute',
    'phototanmimetype',
  ]),
}

/** Returns whether a field of a secret part is known to be public. */
export const isPublicField = (part: SecretPart, name: string): boolean => PUBLIC_FIELDS[part].has(normaliseName(name))

/** Returns whether a JSON field `code` is that of an error, which finAPI writes in capitals, beside a message. */
export const isErrorCode = (value: unknown, owner: object): boolean =>
  'message' in owner || (typeof value === 'string' && /^[A-Z]+(_[A-Z]+)+$/.test(value))
