import { parseArgs } from 'node:util'
import type { CommandLine } from './command.ts'
import { readRecordings } from './recording/read.ts'
import { startReplay } from './replay/server.ts'
import { UnreachableError } from './run.ts'

const HELP = `Serves a recording as a scenario: requests like those recorded are answered as they were then, with tokens,
users, ids, hashes and times of their own.

Usage: finapi-mock replay DIR [--port N] [--host ADDRESS]

  DIR             a recording, as 'finapi-mock contract --record DIR' makes it
  --port N        port to listen on (default 8510; 0 takes any free one)
  --host ADDRESS  address to listen on (default 127.0.0.1)
  --help          shows this text

Runs until it is stopped. Ends with 2 when it was called wrongly, and with 3 when there is no recording to serve.
`

const DEFAULT_PORT = '8510'

/** What the command reads and writes: the process, or a test's stand-in. */
export type ReplayLine = Pick<CommandLine, 'write' | 'complain' | 'signal'>

const portOf = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : undefined

const untilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** What a person can do something about, in one line; undefined for mistakes of ours. */
const explain = (error: unknown): { readonly line: string; readonly code: number } | undefined => {
  if (error instanceof UnreachableError) return { line: `Could not replay: ${error.message}`, code: 3 }
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (String(error.code).startsWith('ERR_PARSE_ARGS'))
    return { line: `${error.message.split('\n')[0]} (--help shows how it is called)`, code: 2 }
  const isAddress = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(String(error.code))
  return isAddress ? { line: `cannot listen there (${error.code}); check --host and --port`, code: 2 } : undefined
}

/** Runs `finapi-mock replay` until it is stopped, and answers its exit code. */
export const runReplayCommand = async (args: readonly string[], line: ReplayLine): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, host: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help) {
      line.write(HELP)
      return 0
    }
    const [directory, ...rest] = positionals
    const port = portOf(values.port ?? DEFAULT_PORT)
    if (directory === undefined || rest.length > 0 || port === undefined) {
      line.complain('replay serves one recording: finapi-mock replay DIR --port N (--help shows how it is called)')
      return 2
    }
    const replay = await startReplay(await readRecordings(directory), {
      port,
      ...(values.host === undefined ? {} : { host: values.host }),
    })
    line.write(`finapi-mock replays ${directory} at ${replay.url}\n`)
    await untilStopped(line.signal)
    await replay.close()
    return 0
  } catch (error) {
    const explained = explain(error)
    if (!explained) throw error
    line.complain(explained.line)
    return explained.code
  }
}
