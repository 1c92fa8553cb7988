import { parseArgs } from 'node:util'
import { type ApiVersion, apiVersions } from '../api.ts'
import { breaks } from '../rules/breaks.ts'
import type { MutantOptions } from './run.ts'
import { formatScore, listMisses, type Score } from './score.ts'
import { variations } from './variations.ts'

const HELP = `Breaks a mock in every known way and varies it in every allowed way, one at a time, and asks the contract rules.

Usage: npm run contract:mutants -- [--only TEXT] [--thorough] [--list]

  --only TEXT   only mutants whose description, or whose rule, contains the text
  --thorough    every break against all rules, not only against the one that has to notice it: takes minutes
  --list        shows what is broken and varied, and by which rule each break has to be noticed
  --help        shows this text

Ends with 0 when every break was noticed by its rule and no variation failed one, with 1 otherwise, with 2 when it was
called wrongly.
`

/** What the command reads and writes, and how it gets its scores: the process, or a test's stand-in. */
export interface MutantsCommandLine {
  readonly write: (text: string) => void
  readonly complain: (line: string) => void
  readonly run: (version: ApiVersion, options: MutantOptions) => Promise<Score>
}

const versionsOf = ({ versions = apiVersions }: { readonly versions?: readonly ApiVersion[] }): string =>
  versions.length === apiVersions.length ? '     ' : `${versions.join(',')}   `

const catalogue = (): string =>
  [
    ...breaks.map((one) => `break      ${versionsOf(one)}${one.wrong} (${one.caughtBy})`),
    ...variations.map((one) => `variation  ${versionsOf(one)}${one.differs}`),
  ].join('\n')

/** Runs the command and answers its exit code. */
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
    line.complain(`${error instanceof Error ? error.message.split('\n')[0] : error} (--help shows how it is called)`)
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
  const looked = scores.reduce((sum, { verdicts }) => sum + verdicts.length, 0)
  line.write(`${[...misses, ...scores.map(formatScore)].join('\n')}\n`)
  if (looked === 0) line.complain(`No mutant matches '${only}'.`)
  return misses.length === 0 && looked > 0 ? 0 : 1
}
