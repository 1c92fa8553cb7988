#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { runSubcommand, subcommands } from './commands.ts'
import { MAX_WORLDS, MIN_WORLDS, type MockServerOptions, OptionError } from './options.ts'
import { startMockServer } from './start.ts'

const commandList = [...subcommands].map(([name, { summary }]) => `  ${name.padEnd(20)} ${summary}`).join('\n')

const HELP = `finapi-mock: a mock of finAPI Access for tests and local development

  --port N             port to listen on (default 8510; 0 takes any free one)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --public-url URL     base URL of the server for clients and browsers
  --seed TEXT          seed of all ids, tokens and data
  --download-time T    duration of a download after an import, in ISO 8601 (default PT1S)
  --scenarios DIR      directory with more scenarios as YAML and JSON files
  --strict-version V   bind clients to API version v1 or v2
  --now TIME           freeze the clock at this time, such as 2026-03-10T10:00:00Z; the control API advances it
  --journal-entries N  exchanges that each world records (default 1000; 0 for none)
  --worlds N           worlds to keep (default 1000); one more replaces the one that was unused for the longest time
  --control-token T    token that the control API under /_mock requires (generated when --host is not this machine);
                       better in FINAPI_MOCK_CONTROL_TOKEN, because other users of the machine can see flags
  --help               show this

Each flag can also be set in the environment: FINAPI_MOCK_PORT, FINAPI_MOCK_PUBLIC_URL and so on.

Other commands (finapi-mock COMMAND --help shows their flags):

${commandList}
`

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  seed: { type: 'string' },
  'download-time': { type: 'string' },
  scenarios: { type: 'string' },
  'strict-version': { type: 'string' },
  now: { type: 'string' },
  'journal-entries': { type: 'string' },
  worlds: { type: 'string' },
  'control-token': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Flag = Exclude<keyof typeof FLAGS, 'help'>

/** Reads options from flags and from the environment; flags take precedence. */
const readOptions = (flags: Partial<Record<Flag, string>>, environment: NodeJS.ProcessEnv): MockServerOptions => {
  const value = (flag: Flag): string | undefined =>
    flags[flag] ?? environment[`FINAPI_MOCK_${flag.toUpperCase().replaceAll('-', '_')}`]
  const options = {
    port: readWholeNumber('port', value('port'), 65_535),
    host: value('host'),
    publicUrl: value('public-url'),
    seed: value('seed'),
    downloadTime: value('download-time'),
    scenarios: value('scenarios'),
    strictVersion: value('strict-version'),
    now: value('now'),
    journalEntries: readWholeNumber('journalEntries', value('journal-entries'), 1_000_000),
    maxWorlds: readWholeNumber('maxWorlds', value('worlds'), MAX_WORLDS, MIN_WORLDS),
    controlToken: value('control-token'),
  }
  return Object.fromEntries(Object.entries(options).filter(([, option]) => option !== undefined))
}

const readWholeNumber = (name: string, text: string | undefined, max: number, min = 0): number | undefined => {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw new OptionError(`${name} must be a whole number from ${min} to ${max}, but is '${text}'`)
}

const run = async (): Promise<void> => {
  const [first = '', ...rest] = process.argv.slice(2)
  const subcommand = subcommands.get(first)
  if (subcommand) return runSubcommand(subcommand, rest)
  if (/^\w/.test(first))
    throw new OptionError(`there is no command '${first}', only ${[...subcommands.keys()].join(', ')}`)
  const { values } = parseArgs({ options: FLAGS, allowPositionals: false })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const options = readOptions(values, process.env)
  const server = await startMockServer(options)
  process.stdout.write(`finapi-mock is ready at ${server.url}\n`)
  // A token that was given is a secret of the caller, and output ends up in logs.
  if (server.controlToken !== undefined && options.controlToken === undefined) {
    process.stdout.write(`control API token: ${server.controlToken}\n`)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

/** Formats an error: one line for a user's mistake, the stack for a bug. */
const formatError = (error: unknown): string => {
  if (error instanceof OptionError) return error.message
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EADDRINUSE') return 'the port is in use; choose another with --port, or 0 for any free one'
    if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
      return `cannot listen there (${error.code}); check --host and --port`
    }
    if (String(error.code).startsWith('ERR_PARSE_ARGS')) return error.message.split('\n')[0]?.split('. ')[0] ?? ''
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

run().catch((error: unknown) => {
  process.stderr.write(`finapi-mock: ${formatError(error)}\n`)
  process.exitCode = 2
})
