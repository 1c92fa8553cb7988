import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type ApiVersion, apiVersions } from './api.ts'
import type { CommandLine } from './command.ts'
import type { Recording } from './recording/format.ts'
import { readRecordings } from './recording/read.ts'
import { UnreachableError } from './run.ts'
import { diffContract, diffShapes } from './shapes/diff.ts'
import { loadContract } from './shapes/documented.ts'
import { bySeverity, type Drift, isDrift, severities } from './shapes/drift.ts'
import { inferShapes } from './shapes/infer.ts'

const HELP = `Compares two recordings, or a recording with the contract documents, and reports what a client would notice.

Usage: finapi-mock drift A B [--json FILE]

  A, B          directories of recordings, the older first; or 'contract', 'contract:v1', 'contract:v2' for one of them
  --json FILE   also writes the differences to a file, for machines
  --help        shows this text

Differences are 'broken' (a field is gone, a type or status is another one, null where there was none), 'changed'
(written in another way, optional now, a status more) or 'new' (fields, values, headers).

Ends with 0 when nothing is broken or changed, with 1 when something is, with 2 when it was called wrongly, and with 3
when there was nothing to look at: no recording, an empty one, or recordings of different versions.
`

/** What the command reads and writes: the process, or a test's stand-in. */
export type DriftLine = Pick<CommandLine, 'write' | 'complain'>

type Side =
  | { readonly kind: 'contract'; readonly versions: readonly ApiVersion[] }
  | { readonly kind: 'recording'; readonly recordings: ReadonlyMap<ApiVersion, Recording> }

interface Comparison {
  readonly version: ApiVersion
  readonly drifts: readonly Drift[]
}

const openSide = async (name: string): Promise<Side> => {
  const contract = /^contract(?::(.*))?$/.exec(name)
  if (!contract) return { kind: 'recording', recordings: await readRecordings(name) }
  const versions = apiVersions.filter((version) => contract[1] === undefined || contract[1] === version)
  if (versions.length === 0) throw new UnreachableError(`there is no contract document of ${contract[1]}`)
  return { kind: 'contract', versions }
}

const versionsOf = (side: Side): readonly ApiVersion[] =>
  side.kind === 'contract' ? side.versions : [...side.recordings.keys()]

const compare = async (before: Side, after: Side, version: ApiVersion): Promise<Drift[]> => {
  const contract = await loadContract(version)
  const [one, other] = [before, after].map((side) => {
    const recording = side.kind === 'recording' ? side.recordings.get(version) : undefined
    return recording && inferShapes(recording)
  })
  if (one && other) return bySeverity(diffShapes(one, other, contract))
  // The document is what a client was made from, on whichever side it stands.
  const seen = one ?? other
  return seen ? bySeverity(diffContract(contract, seen)) : []
}

const textOf = ({ version, drifts }: Comparison): string => {
  const counts = severities.map((severity) => {
    const count = drifts.filter((drift) => drift.severity === severity).length
    return `${count} ${severity}`
  })
  const lines = drifts.map(({ severity, where, what }) => `${severity.padEnd(8)} ${where}: ${what}`)
  return [...lines, `${version}: ${isDrift(drifts) ? 'drift' : 'no drift'}, ${counts.join(', ')}`, ''].join('\n')
}

const look = async (names: readonly [string, string], json: string | undefined, line: DriftLine): Promise<number> => {
  const [before, after] = [await openSide(names[0]), await openSide(names[1])]
  if (before.kind === 'contract' && after.kind === 'contract')
    throw new UnreachableError('two contract documents were named; at least one side has to be a recording')
  const shared = versionsOf(before).filter((version) => versionsOf(after).includes(version))
  if (shared.length === 0)
    throw new UnreachableError(`${names[0]} is of ${versionsOf(before)} and ${names[1]} of ${versionsOf(after)}`)
  const comparisons: Comparison[] = []
  for (const version of shared) comparisons.push({ version, drifts: await compare(before, after, version) })
  line.write(comparisons.map(textOf).join('\n'))
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ format: 1, comparisons }, null, 2)}\n`)
  if (comparisons.some(({ drifts }) => isDrift(drifts))) return 1
  // 'contract' without a version means: whatever was recorded.
  const missed = [before, after]
    .filter(({ kind }) => kind === 'recording')
    .flatMap(versionsOf)
    .filter((version) => !shared.includes(version))
  if (missed.length === 0) return 0
  line.complain(`Could not look: ${[...new Set(missed)].join(', ')} is on one side only`)
  return 3
}

/** Runs `finapi-mock drift` and answers its exit code. */
export const runDriftCommand = async (args: readonly string[], line: DriftLine): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help) {
      line.write(HELP)
      return 0
    }
    const [before, after, ...rest] = positionals
    if (before === undefined || after === undefined || rest.length > 0) {
      line.complain('drift compares two recordings: finapi-mock drift A B (--help shows how it is called)')
      return 2
    }
    return await look([before, after], values.json, line)
  } catch (error) {
    if (error instanceof UnreachableError) {
      line.complain(`Could not look: ${error.message}`)
      return 3
    }
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      line.complain(`${error.message.split('\n')[0]} (--help shows how it is called)`)
      return 2
    }
    throw error
  }
}
