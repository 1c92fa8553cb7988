import { runCommand } from './command.ts'

/** Ctrl-C once stops the rules and cleans up; twice ends the process the usual way. */
const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)))

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  write: (text) => process.stdout.write(text),
  complain: (line) => process.stderr.write(`${line}\n`),
  colors: process.stdout.isTTY && !process.env.NO_COLOR,
  signal: stop.signal,
})
