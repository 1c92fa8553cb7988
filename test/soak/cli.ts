import { parseArgs } from 'node:util'
import { median, toMebibytes } from '../helpers/heap.ts'
import { type Hour, runSoak, type SoakResult } from './soak.ts'

const USAGE = `Lives in many worlds of one server, hour after hour of their clocks, and watches its memory.

Usage: npm run soak -- [--seconds N] [--worlds N] [--seed TEXT]

--seconds N   duration of the run; 120 if omitted
--worlds N    number of worlds at the same time; 50 if omitted
--seed TEXT   seed of what happens

Ends with 1 if a call failed, the server had an error, or the heap grew in the second half.
`

/** A heap is flat if its median in the last quarter is at most this much above that in the third. */
const ALLOWED_GROWTH = { share: 0.05, bytes: 2 * 2 ** 20 }

interface Options {
  readonly seconds: number
  readonly worlds: number
  readonly seed: string
  readonly isHelp: boolean
}

/** Returns the options; undefined if they are not usable. */
const readOptions = (): Options | undefined => {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '120' },
        worlds: { type: 'string', default: '50' },
        seed: { type: 'string', default: 'soak' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const seconds = Number(values.seconds)
    const worlds = Number(values.worlds)
    if (!(seconds > 0)) throw new Error(`--seconds must be a positive number, but is '${values.seconds}'`)
    if (!(Number.isInteger(worlds) && worlds >= 1 && worlds <= 500)) {
      throw new Error(`--worlds must be a whole number from 1 to 500, but is '${values.worlds}'`)
    }
    return { seconds, worlds, seed: values.seed, isHelp: values.help }
  } catch (error) {
    process.stderr.write(`soak: ${error instanceof Error ? error.message : error}\n`)
    return undefined
  }
}

const COLUMNS = [
  'quarter',
  'hours',
  'requests',
  'worlds',
  'users',
  'imports',
  'updates',
  'faults',
  'copies',
  'heap',
  'rss',
]

/** Returns a line for each quarter of the run: what happened in it, and the medians of its memory. */
const formatTable = (hours: readonly Hour[]): string => {
  const rows = [0, 1, 2, 3].map((quarter) => {
    const [from, to] = [quarter, quarter + 1].map((part) => Math.floor((hours.length * part) / 4))
    const own = hours.slice(from, to)
    const [before, after] = [hours[(from ?? 0) - 1]?.deeds, own.at(-1)?.deeds]
    const happened = (['requests', 'worlds', 'users', 'imports', 'updates', 'faults', 'copies'] as const).map((deed) =>
      String((after?.[deed] ?? 0) - (before?.[deed] ?? 0)),
    )
    const memory = [own.map(({ heap }) => heap), own.map(({ rss }) => rss)].map((all) => toMebibytes(median(all)))
    return [String(quarter + 1), String(own.length), ...happened, ...memory]
  })
  const widths = COLUMNS.map((name, column) =>
    Math.max(...[COLUMNS, ...rows].map((row) => row[column]?.length ?? 0), name.length),
  )
  return [COLUMNS, ...rows]
    .map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n')
}

const run = async ({ seconds, worlds, seed }: Options): Promise<number> => {
  const begin = performance.now()
  const elapsed = (): number => (performance.now() - begin) / 1000
  let shownAt = 0
  const result: SoakResult = await runSoak({
    worlds,
    seed,
    allowedGrowth: ALLOWED_GROWTH,
    goesOn: () => elapsed() < seconds,
    onHour: (hours) => {
      if (elapsed() - shownAt < 10) return
      shownAt = elapsed()
      process.stdout.write(`${Math.round(elapsed())} s: ${hours} hours in each of ${worlds} worlds\n`)
    },
  })
  process.stdout.write(`\n${formatTable(result.hours)}\n`)
  for (const problem of result.problems) process.stdout.write(`\n${problem}\n`)
  if (!result.isFlat) process.stdout.write('\nthe heap grew from the third to the fourth quarter\n')
  return result.problems.length === 0 && result.isFlat ? 0 : 1
}

const options = readOptions()
if (options === undefined) process.exitCode = 2
else if (options.isHelp) process.stdout.write(USAGE)
else process.exitCode = await run(options)
