import { runReplayCommand } from '../../contracts/replay-command.ts'

/** The command on its own, for a process that knows nothing of the recording run. */
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
process.exitCode = await runReplayCommand(process.argv.slice(2), {
  write: (text) => process.stdout.write(text),
  complain: (line) => process.stderr.write(`${line}\n`),
  signal: stop.signal,
})
