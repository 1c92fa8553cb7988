import type { CommandLine } from './command-line.ts'

/** Connects a command to this process. The first Ctrl-C stops it and lets it clean up, the second ends the process. */
export const processLine = (): CommandLine => {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)))
  return {
    environment: process.env,
    write: (text) => process.stdout.write(text),
    printError: (line) => process.stderr.write(`${line}\n`),
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
