import { parseArgs } from 'node:util'
import type { CommandLine } from '../../../contracts/command-line.ts'
import { InputError } from '../../core/input.ts'
import { DEFAULT_PORT } from '../../options.ts'
import { type CoverageReport, formatCoverage } from './coverage.ts'
import { readReport } from './read-report.ts'

const HELP = `finapi-mock coverage: reports which parts of strong customer authentication the clients of a running mock covered

Usage: finapi-mock coverage [--url URL] [--world NAME] [--min PERCENT] [--json]

  --url URL       base URL of the mock (default http://127.0.0.1:${DEFAULT_PORT})
  --world NAME    world to report (default: default)
  --min PERCENT   exit 1 if the coverage is lower, for CI
  --json          print the report as JSON instead of a table
  --token T       token of the control API, if required (or FINAPI_MOCK_CONTROL_TOKEN)
  --help          show this

Exits 2 on a usage error, or if the mock is not reachable.
`

const FLAGS = {
  url: { type: 'string' },
  world: { type: 'string' },
  min: { type: 'string' },
  json: { type: 'boolean' },
  token: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** The process as the command uses it; replaced in tests. */
export type CoverageLine = Pick<CommandLine, 'environment' | 'write' | 'printError'>

/** A usage error, or a mock that returns no report; the message gives the reason. */
class CoverageError extends Error {
  override readonly name = 'CoverageError'
}

/** Runs the command `finapi-mock coverage`; returns the exit code. */
export const runCoverageCommand = async (args: readonly string[], line: CoverageLine): Promise<0 | 1 | 2> => {
  try {
    return await printCoverage(args, line)
  } catch (error) {
    const reason = formatError(error)
    if (reason === undefined) throw error
    line.printError(`finapi-mock: ${reason}`)
    return 2
  }
}

const printCoverage = async (args: readonly string[], { environment, write, printError }: CoverageLine) => {
  const { values } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: false })
  if (values.help) {
    write(HELP)
    return 0
  }
  const min = values.min === undefined ? 0 : readPercent(values.min)
  const base = readBaseUrl(values.url ?? `http://127.0.0.1:${DEFAULT_PORT}`)
  const world = values.world === undefined ? '' : `/w/${encodeURIComponent(values.world)}`
  const report = await fetchReport(
    `${base}${world}/_mock/coverage`,
    values.token ?? environment.FINAPI_MOCK_CONTROL_TOKEN,
  )
  write(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatCoverage(report))
  if (report.covered * 100 >= min * report.total) return 0
  printError(`finapi-mock: the coverage is ${report.percent} %, but at least ${min} % are required`)
  return 1
}

const readPercent = (text: string): number => {
  const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (percent <= 100) return percent
  throw new CoverageError(`--min must be a number from 0 to 100, but is '${text}'`)
}

const readBaseUrl = (url: string): string => {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new CoverageError(`--url must be an absolute http or https URL, but is '${url}'`)
  }
  return url.replace(/\/+$/, '')
}

const fetchReport = async (address: string, token: string | undefined): Promise<CoverageReport> => {
  const { response, text } = await fetchText(address, token ? { Authorization: `Bearer ${token}` } : {})
  if (response.status === 401) {
    throw new CoverageError(`${address} responded 401: the control API requires its token, as --token`)
  }
  if (!response.ok) throw new CoverageError(`${address} responded ${response.status}: ${text.slice(0, 200)}`)
  try {
    return readReport(JSON.parse(text))
  } catch (error) {
    if (error instanceof InputError || error instanceof SyntaxError) {
      throw new CoverageError(`${address} returned no coverage report (${error.message}); is it a finapi-mock?`)
    }
    throw error
  }
}

const fetchText = async (address: string, headers: Record<string, string>) => {
  try {
    const response = await fetch(address, { headers })
    return { response, text: await response.text() }
  } catch (error) {
    throw new CoverageError(`cannot reach ${address} (${readCause(error)}); is the mock running there?`)
  }
}

const readCause = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause ? String(cause.code) : cause.message
}

/** Formats an error that the caller can fix as one line; undefined for a bug. */
const formatError = (error: unknown): string | undefined => {
  if (error instanceof CoverageError) return error.message
  const isUsageError = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  return isUsageError ? `${error.message.split('\n')[0]} (--help shows the usage)` : undefined
}
