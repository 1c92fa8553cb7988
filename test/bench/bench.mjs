/**
 * `npm run bench [-- --gate]`: what the mock costs beside a bare Hono server that reads and writes the same JSON.
 * Every comparison is taken in turns within this run, and the bare server against itself (A/A) shows the noise: a
 * share is only as exact as A/A is near to 1. With `--gate` a missed gate makes the run fail.
 */
import { benchFullImport, benchGetConnection } from './full-import.mjs'
import { benchImportStep } from './import-step.mjs'
import { benchMemory } from './memory.mjs'
import { missedGates, printTable, rowsOf } from './report.mjs'
import { CONNECTIONS, startServer } from './servers.mjs'
import { benchStarts } from './starts.mjs'
import { benchTransactions } from './transactions.mjs'

const TURNS = 11
const LIMIT = 115_000

setTimeout(() => {
  console.error(`bench: not done after ${LIMIT / 1000} s`)
  process.exit(1)
}, LIMIT).unref()

const begin = performance.now()
const log = (what) => console.error(`${((performance.now() - begin) / 1000).toFixed(1).padStart(5)} s  ${what}`)

const start = () => startServer('./bare-server.mjs')
const servers = { mock: await startServer('./mock-server.mjs'), bare: await start(), again: await start() }
const results = {}
try {
  log('import steps')
  results.step = await benchImportStep(servers, TURNS)
  log('bank connection')
  results.connection = await benchGetConnection(servers, TURNS)
  log('transactions')
  results.transactions = await benchTransactions(servers, TURNS)
  log('full imports')
  results.full = await benchFullImport(servers, TURNS)
} finally {
  await Promise.all(Object.values(servers).map((server) => server.stop()))
}
log('starts')
results.starts = await benchStarts(TURNS)
log('memory')
results.memory = await benchMemory()
log('done')

const rows = rowsOf(results)
console.log(`\n${TURNS} turns, ${CONNECTIONS} connections, Node ${process.version}; 1.00 is the bare server\n`)
printTable(rows)

if (process.argv.includes('--gate')) {
  const missed = missedGates(rows)
  for (const { what } of missed) console.error(`bench: missed the gate of "${what}"`)
  if (missed.length > 0) process.exitCode = 1
}
