import type { CommandLine } from './command.ts'

/**
 * The process as a command sees it. Ctrl-C once stops the rules and cleans up; twice ends the process the usual way.
 */
export const processLine = (): CommandLine => {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)))
  return {
    environment: process.env,
    write: (text) => process.stdout.write(text),
    complain: (line) => process.stderr.write(`${line}\n`),
    colors: process.stdout.isTTY && !process.env.NO_COLOR,
    now: () => new Date(),
    progress: {
      write: (text) => process.stderr.write(text),
      isTerminal: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
      get columns() {
        return process.stderr.columns
      },
    },
    signal: stop.signal,
  }
}
