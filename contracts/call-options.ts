import { parseArgs } from 'node:util'
import { apiVersions } from './api.ts'
import { BadEnvironment, type Plan, planFrom } from './targets/from-environment.ts'

export const HELP = `Checks a finAPI server, or the mock, against the contract rules.

Usage: finapi-mock contract [flags]        (in a clone: npm run contract -- [flags])

What is checked:
  --target FILE      describes a server: address, versions, client, demo logins, limits
  --base-url URL     address of the server; without it a mock is started and checked
  --api-version V    v1 or v2; a mock is checked in both when this is not set, a server in v2
  --client-id ID     the client; its secret is only read from FINAPI_CLIENT_SECRET
  --only NAME        a group of rules or the id of one; may be repeated
  --walker KIND      who visits the bank's pages: forms (plain HTTP), browser, or manual (a person)
  --manual           the same as --walker manual: tells you which page to open, and waits for you to come back

What comes out:
  --verbose          every rule with its evidence, not only those that did not hold
  --json FILE        the results for machines
  --junit FILE       JUnit XML for GitHub, GitLab, Jenkins
  --html FILE        one page to read, with requests and responses of what failed
  --parity FILE      remembers when each rule last held, per target; parity.json is used when it is there
  --record DIR       keeps every exchange, without secrets, for finapi-mock drift and replay
  --list             shows the rules with their evidence, and asks nobody
  --help             shows this text

From the environment, where no flag says otherwise: FINAPI_TARGET, FINAPI_BASE_URL, FINAPI_API_VERSION,
FINAPI_CLIENT_ID, and always FINAPI_CLIENT_SECRET. FINAPI_LEDGER is where users are noted until they are deleted.

Ends with 0 when every rule held or was skipped with a reason and at least one held, with 1 when a rule failed or
nothing could be looked at, with 2 when it was called wrongly.
`

const flags = {
  target: { type: 'string' },
  'base-url': { type: 'string' },
  'api-version': { type: 'string' },
  'client-id': { type: 'string' },
  only: { type: 'string', multiple: true },
  walker: { type: 'string' },
  manual: { type: 'boolean' },
  verbose: { type: 'boolean' },
  json: { type: 'string' },
  junit: { type: 'string' },
  html: { type: 'string' },
  parity: { type: 'string' },
  record: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Environment = Readonly<Record<string, string | undefined>>

/** The files that are asked for. */
export interface ReportFiles {
  readonly json: string | undefined
  readonly junit: string | undefined
  readonly html: string | undefined
  readonly parity: string | undefined
}

/** How the command was called. */
export type Call =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly only: readonly string[]; readonly version: string | undefined }
  | {
      readonly kind: 'run'
      readonly plan: Plan
      readonly only: readonly string[]
      readonly verbose: boolean
      readonly files: ReportFiles
      /** The directory for a recording. */
      readonly record: string | undefined
    }

/** The command was called wrongly; the message is one line for whoever did. */
export class WrongCall extends Error {
  override name = 'WrongCall'
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: false }).values
  } catch (error) {
    // Node adds advice after the first sentence which is not about this command.
    throw new WrongCall(error instanceof Error ? (error.message.split('\n')[0]?.split('. ')[0] ?? '') : String(error))
  }
}

type Values = ReturnType<typeof parse>

/** Flags that say the same as a variable, and win over it. */
const variables = [
  ['target', 'FINAPI_TARGET'],
  ['base-url', 'FINAPI_BASE_URL'],
  ['api-version', 'FINAPI_API_VERSION'],
  ['client-id', 'FINAPI_CLIENT_ID'],
] as const

/** The same plan as the environment alone would give, except for what flags say; a complaint names what was used. */
const planOf = async (values: Values, environment: Environment): Promise<Plan> => {
  const { target: targetFile, 'base-url': baseUrl, 'api-version': version, 'client-id': clientId } = values
  const walker = walkerOf(values)
  try {
    return await planFrom(environment, { targetFile, baseUrl, version, clientId, walker })
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error
    const given = variables.filter(([flag]) => values[flag] !== undefined)
    throw new WrongCall(given.reduce((text, [flag, name]) => text.replaceAll(name, `--${flag}`), error.message))
  }
}

const walkerOf = ({ walker, manual }: Values): string | undefined => {
  if (!manual) return walker
  if (walker !== undefined && walker !== 'manual')
    throw new WrongCall(`--manual and --walker ${walker} exclude each other`)
  return 'manual'
}

const versionOf = (values: Values): string | undefined => {
  const version = values['api-version']
  if (version !== undefined && !apiVersions.some((known) => known === version))
    throw new WrongCall(`--api-version is '${version}', but has to be one of ${apiVersions.join(', ')}`)
  return version
}

/** Reads arguments and environment; throws `WrongCall`. */
export const readCall = async (args: readonly string[], environment: Environment): Promise<Call> => {
  const values = parse(args)
  if (values.help) return { kind: 'help' }
  const only = values.only ?? []
  if (values.list) return { kind: 'list', only, version: versionOf(values) }
  const { json, junit, html, parity, record } = values
  const files = { json, junit, html, parity }
  const plan = await planOf(values, environment)
  return { kind: 'run', plan, only, verbose: values.verbose ?? false, files, record }
}
