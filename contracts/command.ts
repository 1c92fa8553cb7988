import { stat } from 'node:fs/promises'
import { HELP, type ReportFiles, readCall, WrongCall } from './call-options.ts'
import { recordRun } from './recording/recorder.ts'
import { SecretInRecording } from './recording/secrets.ts'
import { BadFile, expectWritable, readParity, writeReports } from './report/files.ts'
import type { Findings, Unseen } from './report/findings.ts'
import { groupOf } from './report/groups.ts'
import { htmlOf } from './report/html.ts'
import { jsonOf } from './report/json.ts'
import { junitOf } from './report/junit.ts'
import { noParity, type Parity, textOfParity, updateParity } from './report/parity.ts'
import { type ProgressOutput, startProgress } from './report/progress.ts'
import { listOf, tableOf } from './report/table.ts'
import type { Rule } from './rule.ts'
import { rules as everyRule } from './rules/index.ts'
import { hasPassed, type RuleResult, type Run, runRules, UnreachableError } from './run.ts'
import { BadEnvironment, openTargets, type Plan } from './targets/from-environment.ts'
import type { Target } from './targets/target.ts'

/** What the command reads and writes: the process, or a test's stand-in. */
export interface CommandLine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly write: (text: string) => void
  readonly complain: (line: string) => void
  readonly colors: boolean
  readonly now: () => Date
  /** Ends the run early, and cleans up. */
  readonly signal: AbortSignal
  /** Where progress is shown; nowhere when left out. */
  readonly progress?: ProgressOutput
  /** Every rule when left out. */
  readonly rules?: readonly Rule[]
}

/** Where results are remembered when nobody says where, provided that somebody has put it there. */
const DEFAULT_PARITY = 'parity.json'

/** The rules that are asked for; a name that fits none is a slip of the pen, not an empty run. */
const chooseRules = (rules: readonly Rule[], only: readonly string[]): readonly Rule[] => {
  const fits = ({ id }: Rule, name: string): boolean => id === name || groupOf(id) === name
  const unknown = only.find((name) => !rules.some((rule) => fits(rule, name)))
  if (unknown !== undefined) {
    const groups = [...new Set(rules.map(({ id }) => groupOf(id)))].join(', ')
    throw new WrongCall(`--only ${unknown} is neither the id of a rule nor one of the groups ${groups}`)
  }
  return only.length === 0 ? rules : rules.filter((rule) => only.some((name) => fits(rule, name)))
}

/** What a call asks for. */
interface Asked {
  readonly plan: Plan
  readonly rules: readonly Rule[]
  readonly verbose: boolean
  readonly files: ReportFiles
  readonly record: string | undefined
}

interface Looked {
  readonly runs: Run[]
  readonly unseen: Unseen[]
}

const runOne = async (
  target: Target,
  { rules, record }: Pick<Asked, 'rules' | 'record'>,
  line: CommandLine,
): Promise<Run | Unseen> => {
  const { name, baseUrl, version } = target.settings
  const about = { name, baseUrl, version }
  const progress = line.progress && startProgress(line.progress, about, rules)
  const recording = record === undefined ? undefined : recordRun(target, record)
  const onResult = (result: RuleResult): void => {
    progress?.advance(result)
    recording?.onResult(result)
  }
  try {
    const run = await runRules(target, rules, { signal: line.signal, onResult })
    await recording?.finish()
    return run
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error
    return { target: about, reason: error.message }
  } finally {
    progress?.end()
  }
}

/** Fills in what it finds as it goes, so that whoever catches an error has what was found before it. */
const runAll = async (asked: Asked, line: CommandLine, looked: Looked) => {
  // A person is told where the complaints go: what is written may be read by machines.
  const { targets, close } = await openTargets(asked.plan, line.complain)
  try {
    for (const target of targets) {
      if (line.signal.aborted) break
      const found = await runOne(target, asked, line)
      if ('reason' in found) {
        line.complain(`Could not look: ${found.reason}`)
        looked.unseen.push(found)
      } else {
        line.write(`${tableOf(found, { colors: line.colors, verbose: asked.verbose })}\n\n`)
        looked.runs.push(found)
      }
    }
  } finally {
    await close()
  }
}

const parityPath = async (files: ReportFiles): Promise<string | undefined> => {
  if (files.parity !== undefined) return files.parity
  const existing = await stat(DEFAULT_PARITY).catch(() => undefined)
  return existing?.isFile() ? DEFAULT_PARITY : undefined
}

/** The texts of all reports that are asked for, by the file they go to. */
const reportsOf = (findings: Findings, files: ReportFiles): Map<string, string> => {
  const { runs, unseen } = findings
  const reports = new Map<string, string>()
  if (files.json !== undefined) reports.set(files.json, jsonOf(runs, unseen))
  if (files.junit !== undefined) reports.set(files.junit, junitOf(findings))
  if (files.html !== undefined) reports.set(files.html, htmlOf(findings))
  return reports
}

const report = async ({ runs, unseen }: Looked, before: Parity, files: ReportFiles, line: CommandLine) => {
  const madeAt = line.now()
  const parity = updateParity(before, runs, { now: madeAt, isStopped: line.signal.aborted })
  const reports = reportsOf({ runs, unseen, madeAt, parity: parity ?? before }, files)
  if (files.parity !== undefined && parity) reports.set(files.parity, textOfParity(parity))
  const complaints = await writeReports(reports)
  complaints.forEach(line.complain)
  return complaints.length === 0
}

const check = async (asked: Asked, line: CommandLine) => {
  const files = { ...asked.files, parity: await parityPath(asked.files) }
  for (const path of Object.values(files)) if (path !== undefined) await expectWritable(path)
  const before = files.parity === undefined ? noParity : await readParity(files.parity)
  const looked: Looked = { runs: [], unseen: [] }
  let isReported = false
  try {
    await runAll(asked, line, looked)
  } finally {
    isReported = await report(looked, before, files, line)
  }
  if (line.signal.aborted) line.complain('The run was stopped; what it created has been deleted.')
  const hasSucceeded = looked.runs.length > 0 && looked.runs.every(hasPassed) && looked.unseen.length === 0
  return hasSucceeded && isReported && !line.signal.aborted ? 0 : 1
}

/** Runs the command and answers its exit code. What went wrong is one clear line: the caller has to act, not us. */
export const runCommand = async (args: readonly string[], line: CommandLine): Promise<number> => {
  try {
    const call = await readCall(args, line.environment)
    if (call.kind === 'help') {
      line.write(HELP)
      return 0
    }
    const rules = chooseRules(line.rules ?? everyRule, call.only)
    if (call.kind === 'run') return await check({ ...call, rules }, line)
    const { version } = call
    line.write(`${listOf(rules.filter(({ versions }) => !version || versions.some((one) => one === version)))}\n`)
    return 0
  } catch (error) {
    if (error instanceof SecretInRecording) {
      line.complain(`The run failed: ${error.message}`)
      return 1
    }
    if (!(error instanceof WrongCall || error instanceof BadFile || error instanceof BadEnvironment)) throw error
    line.complain(`${error.message} (--help shows how it is called)`)
    return 2
  }
}
