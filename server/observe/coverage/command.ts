import { parseArgs } from 'node:util'
import type { CommandLine } from '../../../contracts/command-line.ts'
import { InputError } from '../../core/input.ts'
import { DEFAULT_PORT } from '../../options.ts'
import { type CoverageReport, coverageText } from './coverage.ts'
import { readReport } from './read-report.ts'

const HELP = `finapi-mock coverage: what of strong customer authentication was covered at a running mock

Usage: finapi-mock coverage [--url URL] [--world NAME] [--min PERCENT] [--json]

  --url URL       where the mock is (default http://127.0.0.1:${DEFAULT_PORT})
  --world NAME    another world than the default one
  --min PERCENT   ends with 1 where less was covered, for CI
  --json          the report as JSON, not as a table
  --token T       token of the control API, where it wants one (or FINAPI_MOCK_CONTROL_TOKEN)
  --help          show this

Ends with 2 when it was called wrongly, or when the mock cannot be asked.
`

const FLAGS = {
  url: { type: 'string' },
  world: { type: 'string' },
  min: { type: 'string' },
  json: { type: 'boolean' },
  token: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What the command reads and writes: the process, or a test's stand-in. */
export type CoverageLine = Pick<CommandLine, 'environment' | 'write' | 'printError'>

/** A call that cannot be answered; the message says why. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** The command `finapi-mock coverage`; answers its exit code. */
export const runCoverageCommand = async (args: readonly string[], line: CoverageLine): Promise<0 | 1 | 2> => {
  try {
    return await tellCoverage(args, line)
  } catch (error) {
    const reason = explain(error)
    if (reason === undefined) throw error
    line.printError(`finapi-mock: ${reason}`)
    return 2
  }
}

const tellCoverage = async (args: readonly string[], { environment, write, printError }: CoverageLine) => {
  const { values } = parseArgs({ args: [...args], options: FLAGS, allowPositionals: false })
  if (values.help) {
    write(HELP)
    return 0
  }
  const least = values.min === undefined ? 0 : percentOf(values.min)
  const base = baseOf(values.url ?? `http://127.0.0.1:${DEFAULT_PORT}`)
  const world = values.world === undefined ? '' : `/w/${encodeURIComponent(values.world)}`
  const report = await ask(`${base}${world}/_mock/coverage`, values.token ?? environment.FINAPI_MOCK_CONTROL_TOKEN)
  write(values.json ? `${JSON.stringify(report, null, 2)}\n` : coverageText(report))
  if (report.covered * 100 >= least * report.total) return 0
  printError(`finapi-mock: ${report.percent} % were covered, but at least ${least} % are wanted`)
  return 1
}

const percentOf = (text: string): number => {
  const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (percent <= 100) return percent
  throw new NoAnswer(`--min must be a number from 0 to 100, but is '${text}'`)
}

const baseOf = (url: string): string => {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new NoAnswer(`--url must be an absolute http or https URL, but is '${url}'`)
  }
  return url.replace(/\/+$/, '')
}

const ask = async (address: string, token: string | undefined): Promise<CoverageReport> => {
  const { response, text } = await fetchText(address, token ? { Authorization: `Bearer ${token}` } : {})
  if (response.status === 401) {
    throw new NoAnswer(`${address} answered 401: the control API wants its token, as --token`)
  }
  if (!response.ok) throw new NoAnswer(`${address} answered ${response.status}: ${text.slice(0, 200)}`)
  try {
    return readReport(JSON.parse(text))
  } catch (error) {
    if (error instanceof InputError || error instanceof SyntaxError) {
      throw new NoAnswer(`${address} answered no coverage report (${error.message}); is it a finapi-mock?`)
    }
    throw error
  }
}

const fetchText = async (address: string, headers: Record<string, string>) => {
  try {
    const response = await fetch(address, { headers })
    return { response, text: await response.text() }
  } catch (error) {
    throw new NoAnswer(`cannot reach ${address} (${causeOf(error)}); is the mock running there?`)
  }
}

const causeOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause ? String(cause.code) : cause.message
}

/** What a person can do something about, in one line; undefined for mistakes of ours. */
const explain = (error: unknown): string | undefined => {
  if (error instanceof NoAnswer) return error.message
  const isWrongCall = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  return isWrongCall ? `${error.message.split('\n')[0]} (--help shows how it is called)` : undefined
}
