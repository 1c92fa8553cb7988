import { runCommand } from './command.ts'
import { processLine } from './process-line.ts'

process.exitCode = await runCommand(process.argv.slice(2), processLine())
