import { parseArgs } from 'node:util'
import { toMebibytes } from '../helpers/heap.ts'
import { formatFinding } from './finding.ts'
import { runFuzz } from './fuzz.ts'

const USAGE = `Sends generated and broken requests to the mock and checks every response.

Usage: npm run fuzz -- [--seconds N] [--seed TEXT]

--seconds N   duration of the run; 60 if omitted
--seed TEXT   the same seed sends the same requests; a new one if omitted

Ends with 1 if anything was found, with the smallest requests that show it.
`

/** Returns the options; undefined if they are not usable. */
const readOptions = (): { seconds: number; seed: string; isHelp: boolean } | undefined => {
  try {
    const { values } = parseArgs({
      options: { seconds: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    const seconds = Number(values.seconds ?? 60)
    if (!(seconds > 0)) throw new Error(`--seconds must be a positive number, but is '${values.seconds}'`)
    return { seconds, seed: values.seed ?? Date.now().toString(36), isHelp: values.help ?? false }
  } catch (error) {
    process.stderr.write(`fuzz: ${error instanceof Error ? error.message : error}\n`)
    return undefined
  }
}

const run = async (seconds: number, seed: string): Promise<number> => {
  const begin = performance.now()
  const elapsed = (): number => (performance.now() - begin) / 1000
  let shownAt = 0
  process.stdout.write(`seed ${seed}\n`)
  const result = await runFuzz({
    seed,
    roundSize: 1000,
    roundsPerSocketRound: 10,
    goesOn: () => elapsed() < seconds,
    onRound: ({ rounds, sent, classes }) => {
      if (elapsed() - shownAt < 10) return
      shownAt = elapsed()
      const rate = Math.round(sent / elapsed())
      process.stdout.write(
        `${Math.round(elapsed())} s: ${rounds} rounds, ${sent} requests (${rate}/s), ${classes} classes of findings\n`,
      )
    },
  })
  const { findings, growth, heaps, sent, sentOverSockets } = result
  for (const [index, { finding, count }] of findings.entries()) {
    process.stdout.write(`\n${index + 1}. ${count} times: ${formatFinding(finding)}\n`)
  }
  if (growth !== undefined) process.stdout.write(`\n${growth}: ${heaps.map(toMebibytes).join(', ')}\n`)
  process.stdout.write(
    `\n${sent} requests, ${sentOverSockets} of them over sockets, in ${Math.round(elapsed())} s; seed ${seed}; ` +
      `heap ${toMebibytes(heaps.at(-1) ?? 0)}; ${findings.length} classes of findings\n`,
  )
  return findings.length > 0 || growth !== undefined ? 1 : 0
}

const options = readOptions()
if (options === undefined) process.exitCode = 2
else if (options.isHelp) process.stdout.write(USAGE)
else process.exitCode = await run(options.seconds, options.seed)
