import { type ApiVersion, apiVersions } from './api.ts'
import { type CommandLine, parseFlags, printUsageError, UsageError } from './command-line.ts'
import { BadFile, checkWritable } from './files.ts'
import type { Recording } from './recording/format.ts'
import { readRecordings, UnusableRecording } from './recording/read.ts'
import { writeReports } from './report/files.ts'
import { diffContract, diffShapes } from './shapes/diff.ts'
import { loadContract } from './shapes/documented.ts'
import { type Drift, isDrift, severities, sortBySeverity } from './shapes/drift.ts'
import { inferShapes } from './shapes/infer.ts'

const HELP = `Compares two recordings, or a recording with the API documents, and reports what a client would notice.

Usage: finapi-mock drift A B [--json FILE]

  A, B          directories of recordings, the older first; or 'contract', 'contract:v1', 'contract:v2' for a document
  --json FILE   also writes the differences to a file, for machines
  --help        shows this text

Differences are 'broken' (a field is missing, a type or status differs, null where there was none), 'changed'
(another format, a field is optional, a status more) or 'new' (fields, values, headers).

Exits with 0 if nothing is broken or changed, with 1 if something is, with 2 on a usage error, and with 3 if there is
nothing to compare: no recording, an empty one, or recordings of different versions.
`

/** The part of the command line that `finapi-mock drift` uses. */
export type DriftLine = Pick<CommandLine, 'write' | 'printError'>

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
  if (versions.length === 0) throw new UnusableRecording(`there is no API document of ${contract[1]}`)
  return { kind: 'contract', versions }
}

const listVersions = (side: Side): readonly ApiVersion[] =>
  side.kind === 'contract' ? side.versions : [...side.recordings.keys()]

const compareVersion = async (before: Side, after: Side, version: ApiVersion): Promise<Comparison> => {
  const contract = await loadContract(version)
  const [one, other] = [before, after].map((side) => {
    const recording = side.kind === 'recording' ? side.recordings.get(version) : undefined
    return recording && inferShapes(recording)
  })
  if (one && other) return { version, drifts: sortBySeverity(diffShapes(one, other, contract)) }
  // Clients are made from the document, so it counts as the older side in either position.
  const recorded = one ?? other
  return { version, drifts: recorded ? sortBySeverity(diffContract(contract, recorded)) : [] }
}

const formatComparison = ({ version, drifts }: Comparison): string => {
  const counts = severities.map((severity) => {
    const count = drifts.filter((drift) => drift.severity === severity).length
    return `${count} ${severity}`
  })
  const lines = drifts.map(({ severity, where, what }) => `${severity.padEnd(8)} ${where}: ${what}`)
  return [...lines, `${version}: ${isDrift(drifts) ? 'drift' : 'no drift'}, ${counts.join(', ')}`, ''].join('\n')
}

const compareSides = async (
  names: readonly [string, string],
  json: string | undefined,
  line: DriftLine,
): Promise<number> => {
  if (json !== undefined) await checkWritable(json)
  const [before, after] = [await openSide(names[0]), await openSide(names[1])]
  if (before.kind === 'contract' && after.kind === 'contract')
    throw new UnusableRecording('both sides are API documents; at least one has to be a recording')
  const shared = listVersions(before).filter((version) => listVersions(after).includes(version))
  if (shared.length === 0)
    throw new UnusableRecording(`${names[0]} is of ${listVersions(before)} and ${names[1]} of ${listVersions(after)}`)
  const comparisons: Comparison[] = []
  for (const version of shared) comparisons.push(await compareVersion(before, after, version))
  line.write(comparisons.map(formatComparison).join('\n'))
  if (json !== undefined) {
    const [failure] = writeReports(new Map([[json, `${JSON.stringify({ format: 1, comparisons }, null, 2)}\n`]]))
    if (failure !== undefined) throw new BadFile(failure)
  }
  if (comparisons.some(({ drifts }) => isDrift(drifts))) return 1
  // 'contract' without a version stands for the versions that were recorded.
  const missed = [before, after]
    .filter(({ kind }) => kind === 'recording')
    .flatMap(listVersions)
    .filter((version) => !shared.includes(version))
  if (missed.length === 0) return 0
  line.printError(`Not compared: ${[...new Set(missed)].join(', ')} was recorded on one side only`)
  return 3
}

/** Runs `finapi-mock drift` and returns its exit code. */
export const runDriftCommand = async (args: readonly string[], line: DriftLine): Promise<number> => {
  try {
    const { values, positionals } = parseFlags({
      args: [...args],
      options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help) {
      line.write(HELP)
      return 0
    }
    const [before, after, ...rest] = positionals
    if (before === undefined || after === undefined || rest.length > 0)
      throw new UsageError('drift compares two recordings: finapi-mock drift A B')
    return await compareSides([before, after], values.json, line)
  } catch (error) {
    if (error instanceof UsageError || error instanceof BadFile) return printUsageError(line, error)
    if (!(error instanceof UnusableRecording)) throw error
    line.printError(`Nothing to compare: ${error.message}`)
    return 3
  }
}
