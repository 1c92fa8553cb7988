import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HELP, type ReportFiles, readCallOptions } from './call-options.ts'
import { type CommandLine, printUsageError, UsageError } from './command-line.ts'
import { BadFile, checkWritable } from './files.ts'
import { checkReplaceable } from './recording/directory.ts'
import { type RunRecording, recordRun } from './recording/recorder.ts'
import { SecretInRecording } from './recording/secrets.ts'
import { readParity, writeReports } from './report/files.ts'
import type { Findings, UnreachableTarget } from './report/findings.ts'
import { toGroup } from './report/groups.ts'
import { formatHtml } from './report/html.ts'
import { formatJson } from './report/json.ts'
import { formatJunit } from './report/junit.ts'
import { emptyParity, formatParity, hasResults, type Parity, updateParity } from './report/parity.ts'
import { startProgress } from './report/progress.ts'
import { formatRuleList, formatTable } from './report/table.ts'
import type { Rule } from './rule.ts'
import { rules as everyRule } from './rules/index.ts'
import { hasPassed, type RuleResult, type Run, runRules, UnreachableError } from './run.ts'
import { BadEnvironment, openTargets, type Plan } from './targets/from-environment.ts'
import type { Target } from './targets/target.ts'

/** The command line, and the rules to choose from: all of them by default. */
export type ContractLine = CommandLine & { readonly rules?: readonly Rule[] }

/** Used without `--parity` if it exists. */
const DEFAULT_PARITY = 'parity.json'

interface RunRequest {
  readonly plan: Plan
  readonly rules: readonly Rule[]
  readonly verbose: boolean
  readonly files: ReportFiles
  readonly record: string | undefined
}

interface RunResults {
  readonly runs: Run[]
  readonly unreachable: UnreachableTarget[]
  /** The reasons for recordings that were not written. */
  readonly notRecorded: string[]
}

/** Returns the rules to run. An unknown name is a typo, which would otherwise give an empty run. */
const chooseRules = (rules: readonly Rule[], only: readonly string[]): readonly Rule[] => {
  const isNamed = ({ id }: Rule, name: string): boolean => id === name || toGroup(id) === name
  const unknown = only.find((name) => !rules.some((rule) => isNamed(rule, name)))
  if (unknown !== undefined) {
    const groups = [...new Set(rules.map(({ id }) => toGroup(id)))].join(', ')
    throw new UsageError(`--only ${unknown} is neither the id of a rule nor one of the groups ${groups}`)
  }
  return only.length === 0 ? rules : rules.filter((rule) => only.some((name) => isNamed(rule, name)))
}

const runTarget = async (
  target: Target,
  rules: readonly Rule[],
  recording: RunRecording | undefined,
  line: CommandLine,
): Promise<Run | UnreachableTarget> => {
  const { name, baseUrl, version } = target.settings
  const description = { name, baseUrl, version }
  const progress = line.progress && startProgress(line.progress, description, rules)
  const onResult = (result: RuleResult): void => {
    progress?.advance(result)
    recording?.onResult(result)
  }
  try {
    return await runRules(target, rules, { signal: line.signal, onResult })
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error
    return { target: description, reason: error.message }
  } finally {
    progress?.end()
  }
}

/** Writes a recording, and returns the reason if that is not possible. Half a run does not replace a whole one. */
const finishRecording = async (recording: RunRecording, run: Run, line: CommandLine): Promise<string | undefined> => {
  if (line.signal.aborted) return 'the run was stopped'
  if (!hasResults(run)) return 'every rule was skipped'
  try {
    await recording.finish()
    return undefined
  } catch (error) {
    if (error instanceof SecretInRecording || error instanceof BadFile) return error.message
    throw error
  }
}

/** Adds to `results` target by target, so that an error does not lose what was found before it. */
const runTargets = async (request: RunRequest, line: CommandLine, results: RunResults): Promise<void> => {
  // Tasks for a person go to standard error, because standard output may be read by a program.
  const { targets, close } = await openTargets(request.plan, line.printError)
  try {
    for (const target of targets) {
      if (line.signal.aborted) break
      const recording = request.record === undefined ? undefined : recordRun(target, request.record)
      const result = await runTarget(target, request.rules, recording, line)
      if ('reason' in result) {
        line.printError(`Target not reachable: ${result.reason}`)
        results.unreachable.push(result)
      } else {
        line.write(`${formatTable(result, { colors: line.colors, verbose: request.verbose })}\n\n`)
        results.runs.push(result)
        const reason = recording && (await finishRecording(recording, result, line))
        if (reason === undefined) continue
        line.printError(`Not recorded: ${reason}`)
        results.notRecorded.push(reason)
      }
    }
  } finally {
    await close()
  }
}

interface KeptParity {
  readonly path: string
  readonly before: Parity
}

const openParity = async (path: string): Promise<KeptParity> => {
  await checkWritable(path)
  return { path, before: await readParity(path) }
}

/** Opens the parity file. One that was not asked for and cannot be used does not prevent the run. */
const findParity = async ({ parity }: ReportFiles, line: CommandLine): Promise<KeptParity | undefined> => {
  if (parity !== undefined) return openParity(parity)
  const existing = await stat(DEFAULT_PARITY).catch(() => undefined)
  if (!existing?.isFile()) return undefined
  return openParity(DEFAULT_PARITY).catch((error: unknown) => {
    if (!(error instanceof BadFile)) throw error
    line.printError(`Without earlier results: ${error.message}`)
    return undefined
  })
}

/** Throws `BadFile` if a file could not be written at the end of the run, which may take long. */
const checkFiles = async ({ plan, files: { json, junit, html }, record }: RunRequest): Promise<void> => {
  for (const path of [json, junit, html]) if (path !== undefined) await checkWritable(path)
  if (record !== undefined) for (const version of plan.versions) await checkReplaceable(join(record, version))
}

const formatReports = (findings: Findings, files: ReportFiles): Map<string, string> => {
  const { runs, unreachable } = findings
  const reports = new Map<string, string>()
  if (files.json !== undefined) reports.set(files.json, formatJson(runs, unreachable))
  if (files.junit !== undefined) reports.set(files.junit, formatJunit(findings))
  if (files.html !== undefined) reports.set(files.html, formatHtml(findings))
  return reports
}

/** Writes all reports, and returns whether that worked. */
const writeResults = (
  { runs, unreachable }: RunResults,
  kept: KeptParity | undefined,
  files: ReportFiles,
  line: CommandLine,
): boolean => {
  const madeAt = line.now()
  const before = kept?.before ?? emptyParity
  const parity = updateParity(before, runs, { now: madeAt, isStopped: line.signal.aborted })
  const reports = formatReports({ runs, unreachable, madeAt, parity: parity ?? before }, files)
  if (kept && parity) reports.set(kept.path, formatParity(parity))
  const errors = writeReports(reports)
  errors.forEach(line.printError)
  return errors.length === 0
}

const runContract = async (request: RunRequest, line: CommandLine): Promise<0 | 1> => {
  await checkFiles(request)
  const kept = await findParity(request.files, line)
  const results: RunResults = { runs: [], unreachable: [], notRecorded: [] }
  let isWritten = false
  try {
    await runTargets(request, line, results)
  } finally {
    isWritten = writeResults(results, kept, request.files, line)
  }
  if (line.signal.aborted) line.printError('The run was stopped; what it created has been deleted.')
  const { runs, unreachable, notRecorded } = results
  const isPassed = runs.length > 0 && runs.every(hasPassed) && unreachable.length === 0
  return isPassed && isWritten && notRecorded.length === 0 && !line.signal.aborted ? 0 : 1
}

/** Runs `finapi-mock contract` and returns its exit code; an error that a user can correct is printed as one line. */
export const runCommand = async (args: readonly string[], line: ContractLine): Promise<number> => {
  try {
    const options = await readCallOptions(args, line.environment)
    if (options.kind === 'help') {
      line.write(HELP)
      return 0
    }
    const rules = chooseRules(line.rules ?? everyRule, options.only)
    if (options.kind === 'run') return await runContract({ ...options, rules }, line)
    const { version } = options
    const listed = rules.filter(({ versions }) => !version || versions.some((one) => one === version))
    line.write(`${formatRuleList(listed)}\n`)
    return 0
  } catch (error) {
    if (error instanceof UsageError || error instanceof BadFile || error instanceof BadEnvironment)
      return printUsageError(line, error)
    throw error
  }
}
