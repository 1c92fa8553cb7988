import { readFile } from 'node:fs/promises'
import { type ApiVersion, apiVersions } from '../api.ts'
import { type Capability, capabilityNames } from '../capability.ts'
import { type WalkerKind, walkerKinds } from '../psu/choose-walker.ts'
import { address, BadField, type Check, type Fields, listOf, oneOf, readFields, text, wholeNumber } from './fields.ts'
import type { DemoLogins, Login, TargetSettings } from './settings.ts'

/** The contents of a target file; what it leaves out is undefined and has a default elsewhere. */
export interface TargetFile {
  readonly baseUrl: string | undefined
  readonly versions: readonly ApiVersion[] | undefined
  readonly clientId: string | undefined
  /** The environment variable with the client's secret. */
  readonly clientSecretFrom: string | undefined
  readonly walker: WalkerKind | undefined
  readonly settings: FileSettings
}

/** The settings that a file may have, some of them in part. */
export interface FileSettings {
  readonly name?: string
  readonly returnUrl?: string
  readonly provides?: readonly Capability[]
  readonly lacks?: readonly Capability[]
  readonly users?: number
  readonly concurrency?: number
  readonly ledger?: string
  readonly demo?: Partial<DemoLogins>
  readonly limits?: Partial<TargetSettings['limits']>
  readonly poll?: Partial<TargetSettings['poll']>
  readonly budget?: Partial<TargetSettings['budget']>
  readonly patience?: Partial<TargetSettings['patience']>
}

/** A target file is invalid; the message names the file, the place in it, and the expected value. */
export class BadTargetFile extends Error {
  override name = 'BadTargetFile'
}

const KNOWN = [
  'name',
  'baseUrl',
  'versions',
  'clientId',
  'clientSecretFrom',
  'callbackUrl',
  'walker',
  'provides',
  'lacks',
  'users',
  'concurrency',
  'ledger',
  'demo',
  'limits',
  'poll',
  'budget',
  'patience',
] as const

const SECRETS = ['clientSecret', 'client_secret', 'secret', 'token', 'accessToken']

const login: Check<Login> = (value, path) => {
  const fields = readFields(value, path, ['user', 'password'])
  return { user: fields.required('user', text), password: fields.required('password', text) }
}

const guideLogin: Check<DemoLogins['guide']> = (value, path) => {
  const fields = readFields(value, path, ['user', 'password', 'tan'])
  return {
    user: fields.required('user', text),
    password: fields.required('password', text),
    tan: fields.required('tan', text),
  }
}

/** Returns a field as an object to spread: empty if the file does not have it. */
const given = <Key extends string, T>(fields: Fields, key: Key, check: Check<T>, from: string = key) => {
  const value = fields.optional(from, check)
  const entry: { readonly [K in Key]?: T } = {}
  return value === undefined ? entry : { ...entry, [key]: value }
}

const demo: Check<Partial<DemoLogins>> = (value, path) => {
  const fields = readFields(value, path, ['withSca', 'tan', 'withoutSca', 'bankPage', 'guide'])
  return {
    ...given(fields, 'withSca', login),
    ...given(fields, 'tan', text),
    ...given(fields, 'withoutSca', login),
    ...given(fields, 'bankPage', login),
    ...given(fields, 'guide', guideLogin),
  }
}

const limits: Check<Partial<TargetSettings['limits']>> = (value, path) => {
  const fields = readFields(value, path, ['request', 'rule', 'ready'])
  const time = wholeNumber(1)
  return { ...given(fields, 'request', time), ...given(fields, 'rule', time), ...given(fields, 'ready', time) }
}

const poll: Check<Partial<TargetSettings['poll']>> = (value, path) => {
  const fields = readFields(value, path, ['ready', 'decoupled'])
  const time = wholeNumber(0)
  return { ...given(fields, 'ready', time), ...given(fields, 'decoupled', time) }
}

const budget: Check<Partial<TargetSettings['budget']>> = (value, path) => {
  const fields = readFields(value, path, ['requests', 'cleanup'])
  const count = wholeNumber(1)
  return { ...given(fields, 'requests', count), ...given(fields, 'cleanup', count) }
}

const patience: Check<Partial<TargetSettings['patience']>> = (value, path) => {
  const fields = readFields(value, path, ['repeats', 'pause', 'longest'])
  const count = wholeNumber(0)
  return { ...given(fields, 'repeats', count), ...given(fields, 'pause', count), ...given(fields, 'longest', count) }
}

const variableName: Check<string> = (value, path) => {
  const name = text(value, path)
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name
  // The value may be the secret itself, so it is not shown.
  throw new BadField(`${path} has to be the name of an environment variable, like FINAPI_CLIENT_SECRET`)
}

/** Checks the parsed contents of a target file. */
export const parseTargetFile = (parsed: unknown): TargetFile => {
  if (typeof parsed === 'object' && parsed !== null)
    for (const secret of SECRETS)
      if (secret in parsed)
        throw new BadField(
          `${secret} does not belong in a file; put it in an environment variable, and its name in clientSecretFrom`,
        )
  const fields = readFields(parsed, '', KNOWN)
  return {
    baseUrl: fields.optional('baseUrl', address),
    versions: fields.optional('versions', listOf(oneOf(apiVersions))),
    clientId: fields.optional('clientId', text),
    clientSecretFrom: fields.optional('clientSecretFrom', variableName),
    walker: fields.optional('walker', oneOf(walkerKinds)),
    settings: {
      ...given(fields, 'name', text),
      ...given(fields, 'returnUrl', address, 'callbackUrl'),
      ...given(fields, 'provides', listOf(oneOf(capabilityNames))),
      ...given(fields, 'lacks', listOf(oneOf(capabilityNames))),
      ...given(fields, 'users', wholeNumber(1)),
      ...given(fields, 'concurrency', wholeNumber(1)),
      ...given(fields, 'ledger', text),
      ...given(fields, 'demo', demo),
      ...given(fields, 'limits', limits),
      ...given(fields, 'poll', poll),
      ...given(fields, 'budget', budget),
      ...given(fields, 'patience', patience),
    },
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''

/** Parses JSON or YAML. JSON is YAML too, but its own parser loads faster and has better messages. */
const parse = async (path: string, content: string): Promise<unknown> => {
  if (path.endsWith('.json')) return JSON.parse(content)
  const { parseYaml } = await import('./parse-yaml.ts')
  return parseYaml(content)
}

/**
 * Reads a target file: JSON if its name ends so, YAML otherwise. It contains no secrets, so that it can be committed.
 * Throws `BadTargetFile` with one line that names the fix.
 *
 * @example
 * // sandbox.yaml
 * // baseUrl: https://sandbox.finapi.io
 * // versions: [v2]
 * // clientId: 4d5f…
 * // clientSecretFrom: SANDBOX_SECRET
 * // lacks: [direct-import]
 * const file = await readTargetFile('sandbox.yaml')
 */
export const readTargetFile = async (path: string): Promise<TargetFile> => {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new BadTargetFile(`${path} cannot be read: ${firstLine(error)}`, { cause: error })
  })
  const parsed = await parse(path, content).catch((error: unknown) => {
    throw new BadTargetFile(`${path} is neither JSON nor YAML: ${firstLine(error)}`, { cause: error })
  })
  try {
    return parseTargetFile(parsed)
  } catch (error) {
    if (!(error instanceof BadField)) throw error
    throw new BadTargetFile(`${path}: ${error.message}`, { cause: error })
  }
}
