import { didYouMean } from './nearest.ts'
import { formatCount, lowerFirst } from './phrases.ts'
import type { Path } from './problem.ts'

/** The part of JSON Schema that the schemas of this folder use. */
export interface Schema {
  readonly $ref?: string | undefined
  readonly $defs?: Readonly<Record<string, Schema>> | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly type?: string | undefined
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly required?: readonly string[] | undefined
  readonly additionalProperties?: boolean | Schema | undefined
  readonly minProperties?: number | undefined
  readonly items?: Schema | undefined
  readonly minItems?: number | undefined
  readonly uniqueItems?: boolean | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown
  readonly pattern?: string | undefined
  /** Known to editors too: what to say about a text that does not match the pattern. */
  readonly patternErrorMessage?: string | undefined
  readonly minLength?: number | undefined
  readonly maxLength?: number | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly exclusiveMinimum?: number | undefined
  readonly oneOf?: readonly Schema[] | undefined
  readonly anyOf?: readonly Schema[] | undefined
}

export interface Violation {
  path: Path
  message: string
  atKey?: boolean | undefined
}

/**
 * Returns the violations of a schema in words that name the fix. A validator only reports that none of several
 * alternatives fits; this function picks the alternative that was meant, by the keys that are there.
 */
export const schemaViolations = (root: Schema, value: unknown): Violation[] => {
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined) return schema
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
    if (target === undefined) throw new Error(`the schema refers to '${schema.$ref}', which it does not define`)
    const { $ref: _, ...besides } = schema
    return { ...resolve(target), ...besides }
  }

  const visit = (given: Schema, value: unknown, path: Path): Violation[] => {
    const schema = resolve(given)
    const wrong = (message: string): Violation[] => [{ path, message }]
    const alternatives = listAlternatives(schema)
    if (alternatives !== undefined) {
      const meant = chooseAlternative(alternatives, value, path)
      return 'violations' in meant ? meant.violations : visit(meant.schema, value, path)
    }
    if (schema.const !== undefined && value !== schema.const) {
      return wrong(`must be ${formatValue(schema.const)}, but is ${formatValue(value)}`)
    }
    if (schema.enum !== undefined && !schema.enum.includes(value)) {
      const known = schema.enum.map(String)
      const hint = typeof value === 'string' ? didYouMean(value, known) : ''
      return wrong(`must be one of ${known.join(', ')}, but is ${formatValue(value)}${hint}`)
    }
    if (schema.type !== undefined && !hasType(schema.type, value)) {
      const quotes = schema.type === 'string' && isScalar(value) ? '; put it in quotes' : ''
      return wrong(`must be ${KINDS[schema.type] ?? schema.type}, but is ${formatValue(value)}${quotes}`)
    }
    if (typeof value === 'string') return wrongText(schema, value).flatMap(wrong)
    if (typeof value === 'number') return wrongNumber(schema, value).flatMap(wrong)
    if (Array.isArray(value)) return visitList(schema, value, path)
    return isObject(value) ? visitObject(schema, value, path) : []
  }

  /** Returns the alternatives of a schema; alternatives of alternatives stand side by side. */
  const listAlternatives = ({ oneOf, anyOf }: Schema): Schema[] | undefined =>
    (oneOf ?? anyOf)?.map(resolve).flatMap((schema) => listAlternatives(schema) ?? [schema])

  const visitList = (schema: Schema, list: readonly unknown[], path: Path): Violation[] => {
    const { items, minItems = 0, uniqueItems = false } = schema
    const again = uniqueItems ? findRepeated(list) : -1
    return [
      ...(list.length < minItems ? [{ path, message: `must have at least ${formatCount(minItems, 'item')}` }] : []),
      ...(again < 0
        ? []
        : [{ path: [...path, again], message: `${formatValue(list[again])} is listed twice; remove one` }]),
      ...(items === undefined ? [] : list.flatMap((item, index) => visit(items, item, [...path, index]))),
    ]
  }

  const visitObject = (schema: Schema, value: Readonly<Record<string, unknown>>, path: Path): Violation[] => {
    const { properties = {}, required = [], additionalProperties = true, minProperties = 0 } = schema
    const known = Object.keys(properties)
    const unset = known.filter((key) => !Object.hasOwn(value, key))
    const unknown = Object.keys(value).filter((key) => !known.includes(key))
    const missing = required.filter((key) => !Object.hasOwn(value, key))
    const misspelt = (key: string): boolean => unknown.some((other) => didYouMean(other, [key]) !== '')
    return [
      ...(Object.keys(value).length < minProperties ? [{ path, message: 'must not be empty' }] : []),
      // A misspelt key is reported once: as an unknown key.
      ...missing
        .filter((key) => additionalProperties !== false || !misspelt(key))
        .map((key) => ({ path, message: missingKey(key, properties[key]) })),
      ...Object.entries(value).flatMap(([key, inner]): Violation[] => {
        const inside = Object.hasOwn(properties, key) ? properties[key] : undefined
        if (inside !== undefined) return visit(inside, inner, [...path, key])
        if (typeof additionalProperties === 'object') return visit(additionalProperties, inner, [...path, key])
        if (additionalProperties) return []
        const hint = didYouMean(key, unset) || `; known here: ${known.join(', ')}`
        return [{ path: [...path, key], message: `unknown key '${key}'${hint}`, atKey: true }]
      }),
    ]
  }

  const missingKey = (key: string, schema: Schema | undefined): string => {
    const meaning = schema && resolve(schema).description
    return `key '${key}' is missing${meaning === undefined ? '' : ` (${lowerFirst(meaning.replace(/\.$/, ''))})`}`
  }

  return visit(root, value, [])
}

/** Returns the index of the first item that is there before; -1 if there is none. */
const findRepeated = (list: readonly unknown[]): number => {
  const known = new Set<string>()
  return list.findIndex((item) => {
    const text = JSON.stringify(item)
    if (known.has(text)) return true
    known.add(text)
    return false
  })
}

type Meant = { schema: Schema } | { violations: Violation[] }

const chooseAlternative = (alternatives: readonly Schema[], value: unknown, path: Path): Meant => {
  const fitting = alternatives.filter(({ type }) => type === undefined || hasType(type, value))
  const [only] = fitting
  if (only === undefined) {
    const kinds = [...new Set(alternatives.map(({ type = '' }) => KINDS[type] ?? type))]
    return { violations: [{ path, message: `must be ${kinds.join(' or ')}, but is ${formatValue(value)}` }] }
  }
  if (fitting.length === 1 || !isObject(value)) return { schema: only }
  return chooseByConstant(fitting, value, path) ?? chooseByKeys(fitting, value, path)
}

/** Alternatives that differ by the fixed value of one key, such as `kind`. */
const chooseByConstant = (
  alternatives: readonly Schema[],
  value: Readonly<Record<string, unknown>>,
  path: Path,
): Meant | undefined => {
  const [key] = Object.entries(alternatives[0]?.properties ?? {}).find(([, schema]) => schema.const !== undefined) ?? []
  if (key === undefined) return undefined
  const constant = (schema: Schema): unknown => schema.properties?.[key]?.const
  const meant = alternatives.find((schema) => constant(schema) === value[key])
  if (meant !== undefined) return { schema: meant }
  const known = alternatives.map((schema) => String(constant(schema)))
  const given = value[key]
  if (given === undefined)
    return { violations: [{ path, message: `key '${key}' is missing: one of ${known.join(', ')}` }] }
  const hint = typeof given === 'string' ? didYouMean(given, known) : ''
  return {
    violations: [
      { path: [...path, key], message: `must be one of ${known.join(', ')}, but is ${formatValue(given)}${hint}` },
    ],
  }
}

/** Alternatives that differ by the keys that they need. */
const chooseByKeys = (alternatives: readonly Schema[], value: Readonly<Record<string, unknown>>, path: Path): Meant => {
  const keys = Object.keys(value)
  const distinctive = alternatives.map(({ required = [] }) =>
    required.filter((key) => !alternatives.every((other) => other.required?.includes(key))),
  )
  const given = distinctive.map((own) => own.find((key) => keys.includes(key)))
  const meant = alternatives.filter((_, index) => given[index] !== undefined)
  if (meant.length > 1) {
    const rivals = given.filter((key) => key !== undefined).join(' and ')
    return { violations: [{ path, message: `${rivals} exclude each other; keep one of them` }] }
  }
  if (meant[0] !== undefined) return { schema: meant[0] }
  const needed = distinctive.flat()
  const misspelt = keys.find((key) => didYouMean(key, needed) !== '')
  if (misspelt !== undefined) {
    return {
      violations: [
        { path: [...path, misspelt], message: `unknown key '${misspelt}'${didYouMean(misspelt, needed)}`, atKey: true },
      ],
    }
  }
  return {
    violations: [
      {
        path,
        message: `must have one of the keys ${needed.join(', ')}${keys.length === 0 ? '' : `, but has ${listKeys(keys)}`}`,
      },
    ],
  }
}

const wrongText = (schema: Schema, text: string): string[] => {
  const { pattern, patternErrorMessage, minLength = 0, maxLength } = schema
  if (text.length < minLength) return [text === '' ? 'must not be empty' : `must have at least ${minLength} characters`]
  if (maxLength !== undefined && text.length > maxLength)
    return [`must have at most ${maxLength} characters, but has ${text.length}`]
  if (pattern === undefined || new RegExp(pattern, 'u').test(text)) return []
  return [`${patternErrorMessage ?? `must match the pattern ${pattern}`}, but is ${formatValue(text)}`]
}

const wrongNumber = ({ minimum, maximum, exclusiveMinimum }: Schema, number: number): string[] => {
  if (minimum !== undefined && number < minimum) return [`must be at least ${minimum}, but is ${number}`]
  if (maximum !== undefined && number > maximum) return [`must be at most ${maximum}, but is ${number}`]
  if (exclusiveMinimum !== undefined && number <= exclusiveMinimum)
    return [`must be more than ${exclusiveMinimum}, but is ${number}`]
  return []
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  null: 'null',
}

const hasType = (type: string, value: unknown): boolean => {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'array':
      return Array.isArray(value)
    case 'null':
      return value === null
    default:
      return isObject(value)
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isScalar = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

const formatValue = (value: unknown): string => {
  if (typeof value === 'string') return `'${shorten(value)}'`
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return isObject(value) ? `keys (${listKeys(Object.keys(value))})` : String(value)
}

const MAX_KEYS = 10

const listKeys = (keys: readonly string[]): string =>
  `${keys.slice(0, MAX_KEYS).map(shorten).join(', ')}${keys.length > MAX_KEYS ? ', …' : ''}`

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
