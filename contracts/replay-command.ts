import { type CommandLine, parseFlags, printUsageError, UsageError } from './command-line.ts'
import { readRecordings, UnusableRecording } from './recording/read.ts'
import { startReplay } from './replay/server.ts'

const HELP = `Serves a recording: requests like the recorded ones get the recorded responses, with new tokens, users, ids,
hashes and times.

Usage: finapi-mock replay DIR [--port N] [--host ADDRESS]

  DIR             a recording, made by 'finapi-mock contract --record DIR'
  --port N        port to listen on (default 8510; 0 for any free one)
  --host ADDRESS  address to listen on (default 127.0.0.1)
  --help          shows this text

There is no access control: with another --host, everyone who reaches it gets responses, which are free of secrets as
recordings are. Bodies larger than 1 MiB are refused.

Runs until it is stopped. Exits with 2 on a usage error, and with 3 if there is no recording to serve.
`

const DEFAULT_PORT = '8510'
const DEFAULT_HOST = '127.0.0.1'
const MAX_PORT = 65_535

/** The part of the command line that `finapi-mock replay` uses. */
export type ReplayLine = Pick<CommandLine, 'write' | 'printError' | 'signal'>

const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= MAX_PORT) return port
  throw new UsageError(`--port has to be a whole number from 0 to ${MAX_PORT}, but is '${text}'`)
}

const waitUntilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Starts the replay; throws `UsageError` if the address cannot be listened on. */
const listen = async (recordings: Parameters<typeof startReplay>[0], port: number, host: string) => {
  try {
    return await startReplay(recordings, { port, host })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(code)) throw error
    throw new UsageError(`cannot listen on ${host}, port ${port} (${code}); choose others with --host and --port`)
  }
}

/** Runs `finapi-mock replay` until it is stopped, and returns its exit code. */
export const runReplayCommand = async (args: readonly string[], line: ReplayLine): Promise<number> => {
  try {
    const { values, positionals } = parseFlags({
      args: [...args],
      options: { port: { type: 'string' }, host: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help) {
      line.write(HELP)
      return 0
    }
    const [directory, ...rest] = positionals
    if (directory === undefined || rest.length > 0)
      throw new UsageError('replay serves one recording: finapi-mock replay DIR')
    const port = readPort(values.port ?? DEFAULT_PORT)
    const replay = await listen(await readRecordings(directory), port, values.host ?? DEFAULT_HOST)
    line.write(`finapi-mock replays ${directory} at ${replay.url}\n`)
    await waitUntilStopped(line.signal)
    await replay.close()
    return 0
  } catch (error) {
    if (error instanceof UsageError) return printUsageError(line, error)
    if (!(error instanceof UnusableRecording)) throw error
    line.printError(`Nothing to replay: ${error.message}`)
    return 3
  }
}
