/** `npm run bench`: what the mock costs beside a bare Hono server and beside other mock servers. See README.md here. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureAll } from './measure.mjs'
import { readOptions, USAGE } from './options.mjs'
import { writeDocs } from './report/docs.mjs'
import { goalsOf, missesGate } from './report/goals.mjs'
import { tablesOf } from './report/tables.mjs'
import { reportText } from './report/text.mjs'

/** Ends a run that hangs (ms). */
const MAX_TIME = { short: 60_000, full: 1_500_000 }

const options = readOptions(process.argv.slice(2))
if (options.error !== undefined) {
  console.error(`bench: ${options.error}\n\n${USAGE}`)
  process.exit(2)
}
if (options.help) {
  console.log(USAGE)
  process.exit()
}

const limit = options.short ? MAX_TIME.short : MAX_TIME.full
setTimeout(() => {
  console.error(`bench: not done after ${limit / 1000} s`)
  process.exit(1)
}, limit).unref()

const directory = mkdtempSync(join(tmpdir(), 'finapi-bench-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))

const measured = await measureAll(options, directory)
const goals = goalsOf(measured)
const report = { ...measured, goals, tables: tablesOf({ ...measured, goals }) }
console.log(`\n${reportText(report)}`)
if (options.writeDocs) writeDocs(report)

const missed = options.gate ? goals.filter(missesGate) : []
for (const { what } of missed) console.error(`bench: missed the gate of "${what}"`)
process.exitCode = missed.length > 0 ? 1 : 0
