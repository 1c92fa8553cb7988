import type { CommandLine } from '../contracts/command-line.ts'

/** Runs with its own arguments; returns the exit code. */
type Command = (args: readonly string[], line: CommandLine) => Promise<number>

interface Subcommand {
  readonly summary: string
  /** Loads the code when the command runs, so that it does not slow the start of the server. */
  readonly load: () => Promise<Command>
}

/** The subcommands of `finapi-mock`, by name. */
export const subcommands: ReadonlyMap<string, Subcommand> = new Map(
  Object.entries({
    contract: {
      summary: 'checks a finAPI server, or the mock, against the contract rules',
      load: async () => (await import('../contracts/command.ts')).runCommand,
    },
    coverage: {
      summary: 'reports the SCA coverage of a running mock',
      load: async () => (await import('./observe/coverage/command.ts')).runCoverageCommand,
    },
    drift: {
      summary: 'compares two recordings, or a recording with the API documents',
      load: async () => (await import('../contracts/drift-command.ts')).runDriftCommand,
    },
    replay: {
      summary: 'serves the recorded behaviour of a server',
      load: async () => (await import('../contracts/replay-command.ts')).runReplayCommand,
    },
    scenarios: {
      summary: 'lists the scenarios, or shows the steps of one',
      load: async () => (await import('../scenarios/command.ts')).runScenariosCommand,
    },
  } satisfies Record<string, Subcommand>),
)

/** Runs the named subcommand as this process. */
export const runSubcommand = async ({ load }: Subcommand, args: readonly string[]): Promise<void> => {
  const [command, { processLine }] = await Promise.all([load(), import('../contracts/process-line.ts')])
  process.exitCode = await command(args, processLine())
}
