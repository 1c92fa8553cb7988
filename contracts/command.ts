import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { jsonOf } from './report/json.ts'
import { tableOf } from './report/table.ts'
import type { Rule } from './rule.ts'
import { rules as everyRule } from './rules/index.ts'
import { CouldNotLook, hasPassed, type Run, runRules } from './run.ts'
import { BadEnvironment, openTargets, type Plan, planFrom } from './targets/from-environment.ts'

const HELP = `Checks a finAPI server, or the mock, against the contract rules.

Usage: npm run contract -- [--json FILE]

  --json FILE   also writes the results to a file, for machines
  --help        shows this text

The target comes from the environment:
  FINAPI_BASE_URL        address of the server; without it a mock is started and checked
  FINAPI_CLIENT_ID       credentials of the client
  FINAPI_CLIENT_SECRET
  FINAPI_API_VERSION     v1 or v2; a mock is checked in both when this is not set, a server in v2

Ends with 0 when every rule held or was skipped with a reason and at least one held, with 1 when a rule failed or
nothing could be looked at, with 2 when it was called wrongly.
`

type Call = { readonly kind: 'help' } | { readonly kind: 'run'; readonly json: string | undefined; readonly plan: Plan }

/** What the command reads and writes: the process, or a test's stand-in. */
export interface CommandLine {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly write: (text: string) => void
  readonly complain: (line: string) => void
  readonly colors: boolean
  /** Ends the run early, and cleans up. */
  readonly signal: AbortSignal
  /** Every rule when left out. */
  readonly rules?: readonly Rule[]
}

const readCall = async (args: readonly string[], environment: CommandLine['environment']): Promise<Call> => {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: false,
  })
  return values.help ? { kind: 'help' } : { kind: 'run', json: values.json, plan: await planFrom(environment) }
}

const isWrongCall = (error: unknown): error is Error =>
  error instanceof BadEnvironment ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))

const runAll = async (plan: Plan, line: CommandLine): Promise<Run[]> => {
  const { targets, close } = await openTargets(plan)
  const runs: Run[] = []
  try {
    for (const target of targets) {
      if (line.signal.aborted) break
      const run = await runRules(target, line.rules ?? everyRule, { signal: line.signal })
      line.write(`${tableOf(run, { colors: line.colors })}\n\n`)
      runs.push(run)
    }
  } finally {
    await close()
  }
  return runs
}

/** Runs the command and answers its exit code. What went wrong is one clear line: the caller has to act, not us. */
export const runCommand = async (args: readonly string[], line: CommandLine): Promise<number> => {
  try {
    const call = await readCall(args, line.environment)
    if (call.kind === 'help') {
      line.write(HELP)
      return 0
    }
    const runs = await runAll(call.plan, line)
    if (call.json !== undefined) await writeFile(call.json, jsonOf(runs))
    if (line.signal.aborted) {
      line.complain('The run was stopped; what it created has been deleted.')
      return 1
    }
    return runs.every(hasPassed) ? 0 : 1
  } catch (error) {
    if (isWrongCall(error)) {
      line.complain(`${error.message.split('\n')[0]} (--help shows how it is called)`)
      return 2
    }
    if (!(error instanceof CouldNotLook)) throw error
    line.complain(`Could not look: ${error.message}`)
    return 1
  }
}
