import {
  findSecretName,
  findSecretParameter,
  findSecretPart,
  isErrorCode,
  isPublicField,
  normaliseName,
  type SecretName,
  type SecretPart,
} from './secret-names.ts'

/**
 * Returns what is shown instead of a secret. The value is undefined for a list or an object; `label` is that of a
 * bank's login field, whose value may be public.
 */
export type ReplaceSecret = (value: string | undefined, name: SecretName, label?: string) => string

/** Replaces secrets, which it finds by the names of fields and parameters. Booleans, null and empty texts are none. */
export interface SecretReplacer {
  /** Copies a parsed body. What exceeds the number of characters is left out. */
  readonly inJson: (value: unknown, maxSize?: number) => unknown
  /** Changes JSON, forms, queries and URLs within a text, and their texts in turn, escaped or not. */
  readonly inText: (text: string) => string
}

/** Anything nested deeper is replaced as a whole. */
const MAX_DEPTH = 100
/** Texts within texts, such as a URL in the query of another. */
const MAX_NESTED_TEXTS = 5

/** A parameter of a query, of a form, or of a URL without blanks. */
const PARAMETER = /(^|[?&;#])([^=&?;#]+)=([^&#]+)/g
/** A parameter within prose. */
const PARAMETER_IN_PROSE = /(^|[?&;\s"'#])([\w.%[\]-]{1,200})=([^&\s"'<>#]+)/g
const FIELD_OF_BROKEN_JSON = /("([^"\\]{1,200})"\s*:\s*")((?:[^"\\]|\\.)+)/g
/** An escaped equals sign, quote or percent sign. */
const ESCAPED = /%(3d|22|25)/i

/** The surroundings of a value in a body. */
interface Place {
  /** The field's name; for an item, that of the list. */
  readonly name: string
  readonly part: SecretPart | undefined
  /** The object that has the field. */
  readonly owner: object | undefined
  readonly depth: number
}

const TOP: Place = { name: '', part: undefined, owner: undefined, depth: 0 }

/** Makes functions that replace secrets. */
export const createSecretReplacer = (replaceSecret: ReplaceSecret): SecretReplacer => {
  let changes = 0
  const replace: ReplaceSecret = (value, name, label) => {
    const shown = replaceSecret(value, name, label)
    if (shown !== value) changes++
    return shown
  }

  const inJson = (root: unknown, maxSize: number, nested: number): unknown => {
    let left = maxSize
    const visit = (value: unknown, place: Place): unknown => {
      left -= typeof value === 'string' ? value.length : 1
      if (value === '' || value === null || value === undefined || typeof value === 'boolean') return value
      const found = findSecret(value, place)
      if (found !== undefined) return replace(isScalar(value) ? String(value) : undefined, found.name, found.label)
      if (typeof value === 'string') return inText(value, nested)
      if (Array.isArray(value)) return visitList(value, place)
      return typeof value === 'object' ? visitObject(value, place) : value
    }

    const visitList = (list: readonly unknown[], place: Place): unknown[] => {
      const copy: unknown[] = []
      for (const item of list) {
        if (left < 0) break
        copy.push(visit(item, { ...place, owner: undefined, depth: place.depth + 1 }))
      }
      return copy
    }

    const visitObject = (owner: object, { part, depth }: Place): object => {
      const copy: Record<string, unknown> = {}
      for (const name in owner) {
        if (left < 0) break
        left -= name.length
        const place = { name, part: part ?? findSecretPart(name), owner, depth: depth + 1 }
        const value = visit(Reflect.get(owner, name), place)
        // Assigned, `__proto__` would be the prototype.
        if (name in copy) Object.defineProperty(copy, name, { value, enumerable: true })
        else copy[name] = value
      }
      return copy
    }

    return visit(root, TOP)
  }

  const inText = (text: string, nested: number): string => {
    if (nested > MAX_NESTED_TEXTS) return replace(text, 'SECRET')
    if (!MAY_HAVE_NAMES.test(text)) return text
    if (MAY_BE_JSON.test(text)) return inJsonText(text, nested)
    if (text.includes('"')) return inBrokenJson(text, nested)
    if (text.includes('=')) return inParameters(text, nested)
    return ESCAPED.test(text) ? inEscaped(text, nested) : text
  }

  /** Keeps the text as it is unless there are secrets in it. */
  const inJsonText = (text: string, nested: number): string => {
    const json = parseJson(text)
    if (json === undefined) return inBrokenJson(text, nested)
    const before = changes
    const changed = inJson(json, Number.POSITIVE_INFINITY, nested + 1)
    return changes === before ? text : JSON.stringify(changed)
  }

  /** Finds the fields of JSON that is malformed, or part of a message. */
  const inBrokenJson = (text: string, nested: number): string =>
    inParameters(text, nested).replace(FIELD_OF_BROKEN_JSON, (whole, before: string, name: string, value: string) => {
      const secret = findSecretName(name) ?? (normaliseName(name) === 'value' ? 'LOGIN_CREDENTIAL' : undefined)
      return secret === undefined ? whole : `${before}${replace(value, secret)}`
    })

  const inParameters = (text: string, nested: number): string =>
    text.replace(
      /\s/.test(text) ? PARAMETER_IN_PROSE : PARAMETER,
      (whole, before: string, name: string, value: string) => {
        const decoded = decode(value)
        const secret = findSecretParameter(name)
        if (secret !== undefined) return `${before}${name}=${replace(decoded, secret)}`
        const changed = inText(decoded, nested + 1)
        return changed === decoded ? whole : `${before}${name}=${encodeURIComponent(changed)}`
      },
    )

  const inEscaped = (text: string, nested: number): string => {
    const decoded = decode(text)
    const changed = decoded === text ? decoded : inText(decoded, nested + 1)
    return changed === decoded ? text : encodeURIComponent(changed)
  }

  return {
    inJson: (value, maxSize = Number.POSITIVE_INFINITY) => inJson(value, maxSize, 0),
    inText: (text) => inText(text, 0),
  }
}

interface FoundSecret {
  readonly name: SecretName
  readonly label?: string
}

const findSecret = (value: unknown, place: Place): FoundSecret | undefined => {
  const { name, part, owner, depth } = place
  const known = findSecretName(name)
  if (!isScalar(value)) {
    if (depth > MAX_DEPTH) return { name: 'SECRET' }
    if (known !== undefined) return { name: known }
    return normaliseName(name) === 'value' ? findByLabel(place) : undefined
  }
  if (part !== undefined && isPublicField(part, name)) return undefined
  if (part === 'authentication') return { name: known ?? 'CHALLENGE_RESPONSE' }
  const plain = normaliseName(name)
  if (plain === 'value') return findByLabel(place)
  // A list has no labels of its own, a map of labels and values has.
  if (part === 'login') return { name: 'LOGIN_CREDENTIAL', ...(owner === undefined ? {} : { label: name }) }
  if (known !== undefined) return { name: known }
  return isAuthorizationCode(plain, value, owner) ? { name: 'AUTHORIZATION_CODE' } : undefined
}

/** Returns the secret in the field `value` of a pair, by the label or the name beside it. */
const findByLabel = ({ part, owner = {} }: Place): FoundSecret | undefined => {
  for (const [key, label] of Object.entries(owner)) {
    const plain = normaliseName(key)
    if (plain === 'label') return { name: 'LOGIN_CREDENTIAL', ...(typeof label === 'string' ? { label } : {}) }
    const named = NAMING.has(plain) && typeof label === 'string' ? findSecretName(label) : undefined
    if (named !== undefined) return { name: named }
  }
  return part === undefined ? undefined : { name: 'LOGIN_CREDENTIAL' }
}

const NAMING: ReadonlySet<string> = new Set(['name', 'key', 'field'])

const isAuthorizationCode = (plain: string, value: unknown, owner: object = {}): boolean =>
  findSecretParameter(plain) === 'AUTHORIZATION_CODE' && !isErrorCode(value, owner)

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

/** Every name within a text has one of these signs beside it. */
const MAY_HAVE_NAMES = /[="%]/
const MAY_BE_JSON = /^\s*[[{"]/

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
