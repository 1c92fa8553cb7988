import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { ProgressOutput } from './report/progress.ts'

/** Everything that a command reads and writes: the process, or a test's stand-in. */
export interface CommandLine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly write: (text: string) => void
  readonly printError: (line: string) => void
  readonly colors: boolean
  readonly now: () => Date
  /** Aborted to stop the command early; it still cleans up. */
  readonly signal: AbortSignal
  /** Shows no progress by default. */
  readonly progress?: ProgressOutput
}

/** A wrong flag, argument or variable; the message is one line that says what would be right. */
export class UsageError extends Error {
  override name = 'UsageError'
}

const isParseError = (error: unknown): error is TypeError =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

/** Parses arguments as `parseArgs` does; throws `UsageError`. */
export const parseFlags = <Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> => {
  try {
    return parseArgs(config)
  } catch (error) {
    if (!isParseError(error)) throw error
    // Node appends general advice to its first sentence.
    throw new UsageError(error.message.split('\n')[0]?.split('. ')[0] ?? '', { cause: error })
  }
}

/** Prints an error that a user can correct, and returns the exit code of a usage error. */
export const printUsageError = ({ printError }: Pick<CommandLine, 'printError'>, { message }: Error): 2 => {
  printError(`${message} (see --help)`)
  return 2
}
