import { apiVersions } from './api.ts'
import { parseFlags, UsageError } from './command-line.ts'
import { BadEnvironment, type Plan, planFrom } from './targets/from-environment.ts'
import { DEFAULT_CONCURRENCY } from './targets/settings.ts'

export const HELP = `Checks a finAPI server, or the mock, against the contract rules.

Usage: finapi-mock contract [flags]        (in a clone: npm run contract -- [flags])

Target and rules:
  --target FILE      describes a server: base URL, versions, client, demo logins, limits
  --base-url URL     base URL of the server; without it a mock is started and checked
  --api-version V    v1 or v2; default: both for a mock, v2 for a server
  --client-id ID     the client; its secret is only read from FINAPI_CLIENT_SECRET
  --concurrency N    requests at once to the server, and rules at once; default: ${DEFAULT_CONCURRENCY}, with --record always 1
  --only NAME        a group of rules, or the id of one; may be repeated
  --walker KIND      how the bank's pages are visited: forms (plain HTTP), browser, or manual (by you)
  --manual           the same as --walker manual: prints the page to open, and waits until you come back

Output:
  --verbose          every rule with its evidence, not only failures
  --json FILE        the results for machines
  --junit FILE       JUnit XML for GitHub, GitLab, Jenkins
  --html FILE        a page to read, with the requests and responses of each failure
  --parity FILE      keeps the date on which each rule last passed, per target; default: parity.json if it exists
  --record DIR       writes every exchange, without secrets, for finapi-mock drift and replay, into DIR/v1 or DIR/v2;
                     replaces an earlier recording there, but deletes nothing else
  --list             lists the rules with their evidence, and sends no request
  --help             shows this text

Environment, where the flag is not given: FINAPI_TARGET, FINAPI_BASE_URL, FINAPI_API_VERSION, FINAPI_CLIENT_ID,
FINAPI_CONCURRENCY.
Environment only: FINAPI_CLIENT_SECRET, and FINAPI_LEDGER, the directory that lists users until they are deleted.

Exits with 0 if every rule passed or was skipped with a reason and at least one passed, with 1 if a rule failed, a
target was not reachable or a file could not be written, with 2 on a usage error.
`

const flags = {
  target: { type: 'string' },
  'base-url': { type: 'string' },
  'api-version': { type: 'string' },
  'client-id': { type: 'string' },
  concurrency: { type: 'string' },
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

/** The paths of the reports to write. */
export interface ReportFiles {
  readonly json: string | undefined
  readonly junit: string | undefined
  readonly html: string | undefined
  readonly parity: string | undefined
}

/** The parsed flags of `finapi-mock contract`. */
export type CallOptions =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly only: readonly string[]; readonly version: string | undefined }
  | {
      readonly kind: 'run'
      readonly plan: Plan
      readonly only: readonly string[]
      readonly verbose: boolean
      readonly files: ReportFiles
      /** The directory of a recording. */
      readonly record: string | undefined
    }

const parse = (args: readonly string[]) =>
  parseFlags({ args: [...args], options: flags, allowPositionals: false }).values

type Values = ReturnType<typeof parse>

/** Flags that override a variable. */
const variables = [
  ['target', 'FINAPI_TARGET'],
  ['base-url', 'FINAPI_BASE_URL'],
  ['api-version', 'FINAPI_API_VERSION'],
  ['client-id', 'FINAPI_CLIENT_ID'],
  ['concurrency', 'FINAPI_CONCURRENCY'],
] as const

const readWalker = ({ walker, manual }: Values): string | undefined => {
  if (!manual) return walker
  if (walker !== undefined && walker !== 'manual')
    throw new UsageError(`--manual and --walker ${walker} exclude each other`)
  return 'manual'
}

/** An error names the flag instead of the variable where the flag was given. */
const readPlan = async (values: Values, environment: Environment): Promise<Plan> => {
  const { target: targetFile, 'base-url': baseUrl, 'api-version': version, 'client-id': clientId, concurrency } = values
  const walker = readWalker(values)
  try {
    return await planFrom(environment, { targetFile, baseUrl, version, clientId, concurrency, walker })
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error
    const given = variables.filter(([flag]) => values[flag] !== undefined)
    throw new UsageError(given.reduce((text, [flag, name]) => text.replaceAll(name, `--${flag}`), error.message))
  }
}

const readVersion = (values: Values): string | undefined => {
  const version = values['api-version']
  if (version !== undefined && !apiVersions.some((known) => known === version))
    throw new UsageError(`--api-version is '${version}', but has to be one of ${apiVersions.join(', ')}`)
  return version
}

/** Reads arguments and environment; throws `UsageError`. */
export const readCallOptions = async (args: readonly string[], environment: Environment): Promise<CallOptions> => {
  const values = parse(args)
  if (values.help) return { kind: 'help' }
  const only = values.only ?? []
  if (values.list) return { kind: 'list', only, version: readVersion(values) }
  const { json, junit, html, parity, record } = values
  const files = { json, junit, html, parity }
  const plan = await readPlan(values, environment)
  return { kind: 'run', plan, only, verbose: values.verbose ?? false, files, record }
}
