import { randomBytes } from 'node:crypto'
import type { ExpandedScenarios } from '../scenarios/given-scenarios.ts'
import type { Library } from '../scenarios/library.ts'
import type { ScenarioDefinition } from '../scenarios/types.ts'
import { parseDuration } from './core/duration.ts'
import { parseMoment } from './core/moment.ts'
import { OptionError } from './core/option-error.ts'
import { DURATION_FORMAT, isDuration, MOMENT_FORMAT } from './core/time-limits.ts'
import { DEFAULT_ENTRIES } from './observe/journal/journal.ts'
import { extendLibrary } from './scenario-option.ts'

export { OptionError } from './core/option-error.ts'

/** The options of a mock server. Most are also flags of the command and environment variables `FINAPI_MOCK_…`. */
export interface MockServerOptions {
  /** TCP port (8510); 0 takes any free one. */
  port?: number
  /** Address to listen on (127.0.0.1). */
  host?: string
  /** Seed of ids, tokens and data: the same seed and calls give the same ones. */
  seed?: string
  /** Duration of a download after an import: milliseconds, or an ISO 8601 duration such as `PT1S`. */
  downloadTime?: number | string
  /** Base URL of the server for clients and browsers, if it differs from the one that they call. */
  publicUrl?: string
  /** Freezes the clock at this time (ISO 8601) until it is advanced; real time if omitted. */
  now?: string | Date
  /** Binds clients to one API version, as finAPI does: calls to the other one get 403. */
  strictVersion?: 'v1' | 'v2'
  /** Token that the control API requires; generated if omitted and other machines can reach the server. */
  controlToken?: string
  /** More scenarios: a directory of YAML and JSON files, or scenarios created in code. */
  scenarios?: string | readonly ScenarioDefinition[] | ExpandedScenarios
  /** Number of exchanges that the journal of a world stores (1000); 0 stores none. */
  journalEntries?: number
  /**
   * Maximum number of worlds (1000). One more replaces the one that was not used for the longest time; those that the
   * control API or code created are replaced last, the default world never.
   */
  maxWorlds?: number
  /** Checks every response against the API's contract and responds 500 if it violates it. Slow, for tests of the mock. */
  checkResponses?: boolean
}

/** Checked options with defaults. Times are in milliseconds. */
export interface Settings {
  port: number
  host: string
  seed: string
  downloadTime: number
  publicUrl: string | undefined
  frozenAt: number | undefined
  boundTo: string | undefined
  /** Undefined if the control API requires no token, because only this machine reaches the server. */
  controlToken: string | undefined
  library: Library
  journalEntries: number
  maxWorlds: number
  checkResponses: boolean
}

export const DEFAULT_PORT = 8510

/** Enough for every test of a day, and, with an import in each, a few hundred megabytes. */
const DEFAULT_WORLDS = 1000
/** The default world and another. */
export const MIN_WORLDS = 2
export const MAX_WORLDS = 1_000_000

/** Checks options and adds defaults; a loaded library replaces the `scenarios` option. Throws an OptionError. */
export const toSettings = (options: MockServerOptions = {}, library?: Library): Settings => ({
  port: checkPort(options.port ?? DEFAULT_PORT),
  host: options.host ?? '127.0.0.1',
  seed: options.seed ?? 'finapi-mock',
  downloadTime: checkDuration('downloadTime', options.downloadTime ?? 1000),
  publicUrl: checkPublicUrl(options.publicUrl),
  frozenAt: checkMoment(options.now),
  boundTo: checkVersion(options.strictVersion),
  controlToken: checkToken(options.controlToken) ?? createToken(options.host),
  library: library ?? extendLibrary(checkScenarios(options.scenarios)),
  journalEntries: checkEntries(options.journalEntries ?? DEFAULT_ENTRIES),
  maxWorlds: checkWorlds(options.maxWorlds ?? DEFAULT_WORLDS),
  checkResponses: options.checkResponses ?? false,
})

const checkPort = (port: number): number => {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new OptionError(`port must be a whole number from 0 to 65535, but is ${port}`)
}

export const checkDuration = (name: string, value: number | string): number => {
  const milliseconds = typeof value === 'number' ? value : parseDuration(value)
  if (milliseconds !== undefined && isDuration(milliseconds)) return milliseconds
  throw new OptionError(`${name} must be milliseconds or ${DURATION_FORMAT}, but is '${value}'`)
}

const checkPublicUrl = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, '')
  throw new OptionError(`publicUrl must be an absolute http or https URL, but is '${value}'`)
}

const checkMoment = (value: string | Date | undefined): number | undefined => {
  if (value === undefined) return undefined
  const moment = parseMoment(value)
  if (moment !== undefined) return moment
  throw new OptionError(`now must be ${MOMENT_FORMAT}, but is '${value}'`)
}

const checkToken = (token: string | undefined): string | undefined => {
  if (token === undefined || /^\S{8,}$/.test(token)) return token
  throw new OptionError('controlToken must have at least 8 characters and no blanks')
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']

/** Generates the token without the seed, because everyone who knows the seed could compute it. */
const createToken = (host = '127.0.0.1'): string | undefined =>
  LOOPBACK.includes(host) || /^127\./.test(host) ? undefined : randomBytes(18).toString('base64url')

const checkEntries = (count: number): number => {
  if (Number.isInteger(count) && count >= 0 && count <= 1_000_000) return count
  throw new OptionError(`journalEntries must be a whole number from 0 to 1000000, but is ${count}`)
}

const checkWorlds = (count: number): number => {
  if (Number.isInteger(count) && count >= MIN_WORLDS && count <= MAX_WORLDS) return count
  throw new OptionError(`maxWorlds must be a whole number from ${MIN_WORLDS} to ${MAX_WORLDS}, but is ${count}`)
}

const checkVersion = (value: string | undefined): string | undefined => {
  if (value === undefined || value === 'v1' || value === 'v2') return value
  throw new OptionError(`strictVersion must be v1 or v2, but is '${value}'`)
}

const checkScenarios = (
  value: MockServerOptions['scenarios'],
): readonly ScenarioDefinition[] | ExpandedScenarios | undefined => {
  if (typeof value !== 'string') return value
  throw new OptionError(
    `scenarios is the directory '${value}', which only startMockServer and the command read; give scenarios themselves`,
  )
}
