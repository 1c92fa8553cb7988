#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { runSubcommand, subcommands } from './commands.ts'
import { type MockServerOptions, OptionError } from './options.ts'
import { startMockServer } from './start.ts'

const commandList = [...subcommands].map(([name, { summary }]) => `  ${name.padEnd(20)} ${summary}`).join('\n')

const HELP = `finapi-mock: a mock of finAPI Access for tests and local development

  --port N             port to listen on (default 8510; 0 takes any free one)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --public-url URL     how clients and browsers reach the server
  --seed TEXT          source of all ids, tokens and data
  --download-time T    how long an import downloads, as ISO 8601 duration (default PT1S)
  --scenarios DIR      read more sequences from the YAML and JSON files of a directory
  --strict-version V   bind clients to API version v1 or v2
  --now MOMENT         time stands still there until the control API moves it, such as 2026-03-10T10:00:00Z
  --journal-entries N  how many exchanges each world remembers (default 1000; 0 for none)
  --control-token T    what calls to the control API under /_mock must carry (made up when --host is not this machine)
  --help               show this

Every flag is also read from the environment: FINAPI_MOCK_PORT, FINAPI_MOCK_PUBLIC_URL and so on.

Instead of serving, a command as the first word (its own flags: finapi-mock COMMAND --help):

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
  'control-token': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Flag = Exclude<keyof typeof FLAGS, 'help'>

/** Options from flags and, for those not given, from the environment. */
const readOptions = (flags: Partial<Record<Flag, string>>, environment: NodeJS.ProcessEnv): MockServerOptions => {
  const value = (flag: Flag): string | undefined =>
    flags[flag] ?? environment[`FINAPI_MOCK_${flag.toUpperCase().replaceAll('-', '_')}`]
  const given = {
    port: numberOf('port', value('port'), 65_535),
    host: value('host'),
    publicUrl: value('public-url'),
    seed: value('seed'),
    downloadTime: value('download-time'),
    scenarios: value('scenarios'),
    strictVersion: value('strict-version'),
    now: value('now'),
    journalEntries: numberOf('journalEntries', value('journal-entries'), 1_000_000),
    controlToken: value('control-token'),
  }
  return Object.fromEntries(Object.entries(given).filter(([, option]) => option !== undefined))
}

const numberOf = (name: string, text: string | undefined, most: number): number | undefined => {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw new OptionError(`${name} must be a whole number from 0 to ${most}, but is '${text}'`)
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
  const server = await startMockServer(readOptions(values, process.env))
  process.stdout.write(`finapi-mock is ready at ${server.url}\n`)
  if (server.controlToken !== undefined) process.stdout.write(`control API token: ${server.controlToken}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

/** What a user can act on is one line; anything else is a mistake of ours and shown whole. */
const explain = (error: unknown): string => {
  if (error instanceof OptionError) return error.message
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EADDRINUSE')
      return 'the port is in use already; choose another with --port, or 0 for any free one'
    if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
      return `cannot listen there (${error.code}); check --host and --port`
    }
    if (String(error.code).startsWith('ERR_PARSE_ARGS')) return error.message.split('\n')[0]?.split('. ')[0] ?? ''
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

run().catch((error: unknown) => {
  process.stderr.write(`finapi-mock: ${explain(error)}\n`)
  process.exitCode = 2
})
