import type { CommandLine } from '../contracts/command-line.ts'

/** Runs with its own arguments, and answers the exit code. */
type Command = (args: readonly string[], line: CommandLine) => Promise<number>

interface Subcommand {
  readonly summary: string
  /** Imported only when it is called: the server shall not start slower for what it does not need. */
  readonly load: () => Promise<Command>
}

/** What the command can do beside serving, by name. */
export const subcommands: ReadonlyMap<string, Subcommand> = new Map(
  Object.entries({
    contract: {
      summary: 'checks a finAPI server, or the mock, against the contract rules',
      load: async () => (await import('../contracts/command.ts')).runCommand,
    },
    coverage: {
      summary: 'tells what of strong customer authentication was covered at a running mock',
      load: async () => (await import('./observe/coverage/command.ts')).runCoverageCommand,
    },
    drift: {
      summary: 'compares two recordings, or one with the contract documents',
      load: async () => (await import('../contracts/drift-command.ts')).runDriftCommand,
    },
    replay: {
      summary: 'serves a recording: the behaviour, not the bytes',
      load: async () => (await import('../contracts/replay-command.ts')).runReplayCommand,
    },
    scenarios: {
      summary: 'lists the sequences that can be played, or tells one step by step',
      load: async () => (await import('../scenarios/command.ts')).runScenariosCommand,
    },
  } satisfies Record<string, Subcommand>),
)

/** Runs the named subcommand as this process. */
export const runSubcommand = async ({ load }: Subcommand, args: readonly string[]): Promise<void> => {
  const [command, { processLine }] = await Promise.all([load(), import('../contracts/process-line.ts')])
  process.exitCode = await command(args, processLine())
}
