import { randomBytes } from 'node:crypto'
import type { ExpandedScenarios } from '../scenarios/given-scenarios.ts'
import type { Library } from '../scenarios/library.ts'
import type { ScenarioDefinition } from '../scenarios/types.ts'
import { parseDuration } from './core/duration.ts'
import { OptionError } from './core/option-error.ts'
import { libraryWith } from './scenario-option.ts'

export { OptionError } from './core/option-error.ts'

import { USUAL_ENTRIES } from './observe/journal/journal.ts'

/** What a mock server can be told. Each option is also a flag of the command and a variable `FINAPI_MOCK_…`. */
export interface MockServerOptions {
  /** TCP port; 0 takes any free one. */
  port?: number
  /** Address to listen on. */
  host?: string
  /** The same seed and the same calls give the same ids, tokens and data. */
  seed?: string
  /** How long an import downloads: milliseconds, or an ISO 8601 duration such as `PT1S`. */
  downloadTime?: number | string
  /** How clients and browsers reach the server, when not by the address that they call. */
  publicUrl?: string
  /** Time stands still at this moment (ISO 8601) until it is advanced; left out, the clock is real. */
  now?: string | Date
  /** Binds clients to one API version, as finAPI does: calls to the other one are answered with 403. */
  strictVersion?: 'v1' | 'v2'
  /** What calls to the control API have to carry; made up where the server listens beyond this machine and none is given. */
  controlToken?: string
  /** Scenarios beside our own: a directory of YAML and JSON files, or scenarios made in code. */
  scenarios?: string | readonly ScenarioDefinition[] | ExpandedScenarios
  /** How many exchanges the journal of a world keeps (1000); 0 keeps none. */
  journalEntries?: number
  /** Checks every answer against the API's contract and answers 500 to one that breaks it. For tests: it is slow. */
  checkAnswers?: boolean
}

/** Options with everything decided. Times are milliseconds. */
export interface Settings {
  port: number
  host: string
  seed: string
  downloadTime: number
  publicUrl: string | undefined
  frozenAt: number | undefined
  boundTo: string | undefined
  /** Undefined where anybody may control the server: only this machine reaches it. */
  controlToken: string | undefined
  library: Library
  journalEntries: number
  checkAnswers: boolean
}

export const DEFAULT_PORT = 8510

/** Checks options and fills in the defaults. Throws an OptionError. A library is given where one was loaded. */
export const settingsFrom = (options: MockServerOptions = {}, library?: Library): Settings => ({
  port: checkPort(options.port ?? DEFAULT_PORT),
  host: options.host ?? '127.0.0.1',
  seed: options.seed ?? 'finapi-mock',
  downloadTime: checkDuration('downloadTime', options.downloadTime ?? 1000),
  publicUrl: checkPublicUrl(options.publicUrl),
  frozenAt: checkMoment(options.now),
  boundTo: checkVersion(options.strictVersion),
  controlToken: checkToken(options.controlToken) ?? tokenFor(options.host),
  library: library ?? libraryWith(checkScenarios(options.scenarios)),
  journalEntries: checkEntries(options.journalEntries ?? USUAL_ENTRIES),
  checkAnswers: options.checkAnswers ?? false,
})

const checkPort = (port: number): number => {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new OptionError(`port must be a whole number from 0 to 65535, but is ${port}`)
}

export const checkDuration = (name: string, value: number | string): number => {
  const milliseconds = typeof value === 'number' ? value : parseDuration(value)
  if (milliseconds !== undefined && Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds
  throw new OptionError(`${name} must be milliseconds or an ISO 8601 duration such as PT1S, but is '${value}'`)
}

const checkPublicUrl = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, '')
  throw new OptionError(`publicUrl must be an absolute http or https URL, but is '${value}'`)
}

const checkMoment = (value: string | Date | undefined): number | undefined => {
  if (value === undefined) return undefined
  const moment = new Date(value).getTime()
  if (!Number.isNaN(moment)) return moment
  throw new OptionError(`now must be a moment such as 2026-01-31T12:00:00Z, but is '${value}'`)
}

const checkToken = (token: string | undefined): string | undefined => {
  if (token === undefined || /^\S{8,}$/.test(token)) return token
  throw new OptionError('controlToken must have at least 8 characters and no blanks')
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']

/** A secret, so not of the world's chance: whoever knows the seed must not know it. */
const tokenFor = (host = '127.0.0.1'): string | undefined =>
  LOOPBACK.includes(host) || /^127\./.test(host) ? undefined : randomBytes(18).toString('base64url')

const checkEntries = (count: number): number => {
  if (Number.isInteger(count) && count >= 0 && count <= 1_000_000) return count
  throw new OptionError(`journalEntries must be a whole number from 0 to 1000000, but is ${count}`)
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
