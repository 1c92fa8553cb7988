import { parseArgs } from 'node:util'
import { type ApiVersion, apiVersions } from '../api.ts'
import { breaks } from '../rules/breaks.ts'
import type { MutantOptions } from './run.ts'
import { formatScore, listMisses, type Score } from './score.ts'
import { variations } from './variations.ts'

const HELP = `Tests the contract rules: every injected bug must fail a rule, and no allowed difference may fail one.

Usage: npm run contract:mutants -- [--only TEXT] [--thorough] [--list]

  --only TEXT   only bugs and differences whose description, or whose rule, contains the text
  --thorough    runs all rules against every bug, not only the rule that has to catch it; takes minutes
  --list        lists bugs with the rules that have to catch them, and allowed differences
  --help        shows this help

Exits 0 if every bug fails its rule and no allowed difference fails one, 1 otherwise, 2 on a usage error.
`

/** The input and output of the command, and the runner that it calls; tests replace them. */
export interface MutantsCommandLine {
  readonly write: (text: string) => void
  readonly printError: (line: string) => void
  readonly run: (version: ApiVersion, options: MutantOptions) => Promise<Score>
}

const formatVersions = ({ versions = apiVersions }: { readonly versions?: readonly ApiVersion[] }): string =>
  versions.length === apiVersions.length ? '     ' : `${versions.join(',')}   `

const catalogue = (): string =>
  [
    ...breaks.map((one) => `break      ${formatVersions(one)}${one.wrong} (${one.caughtBy})`),
    ...variations.map((one) => `variation  ${formatVersions(one)}${one.differs}`),
  ].join('\n')

/** Runs the command and returns its exit code. */
export const runMutantsCommand = async (args: readonly string[], line: MutantsCommandLine): Promise<number> => {
  let values: { only?: string; thorough?: boolean; list?: boolean; help?: boolean }
  try {
    values = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        thorough: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: false,
    }).values
  } catch (error) {
    line.printError(`${error instanceof Error ? error.message.split('\n')[0] : error} (see --help)`)
    return 2
  }
  if (values.help || values.list) {
    line.write(values.help ? HELP : `${catalogue()}\n`)
    return 0
  }
  const { only, thorough: isThorough = false } = values
  const scores = await Promise.all(
    apiVersions.map((version) => line.run(version, { isThorough, ...(only === undefined ? {} : { only }) })),
  )
  const misses = scores.flatMap((score) => listMisses(score).map((miss) => `${score.version}: ${miss}`))
  const checked = scores.reduce((sum, { verdicts }) => sum + verdicts.length, 0)
  line.write(`${[...misses, ...scores.map(formatScore)].join('\n')}\n`)
  if (checked === 0) line.printError(`No bug or allowed difference matches '${only}'.`)
  return misses.length === 0 && checked > 0 ? 0 : 1
}
