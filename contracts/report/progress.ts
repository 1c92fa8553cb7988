import type { Rule } from '../rule.ts'
import type { RuleResult, Run } from '../run.ts'
import { toGroup } from './groups.ts'
import { toTargetName } from './parity.ts'

/** The stream that shows progress: standard error, or a test's stand-in. */
export interface ProgressOutput {
  readonly write: (text: string) => void
  /** A terminal has one line that is overwritten; a log gets a line per group of rules. */
  readonly isTerminal: boolean
  readonly columns?: number | undefined
}

export interface Progress {
  readonly advance: (result: RuleResult) => void
  /** Clears the line on a terminal. */
  readonly end: () => void
}

const CLEAR_LINE = '\r\u001b[K'
const DEFAULT_COLUMNS = 80

const formatLine = (target: string, rules: readonly Rule[], done: number, failed: number, columns: number): string => {
  const total = rules.length
  const count = `${String(done + 1).padStart(String(total).length)}/${total}`
  const failures = failed > 0 ? `  ${failed} failed` : ''
  return `${target}  ${count}${failures}  ${rules[done]?.id ?? ''}`.slice(0, columns - 1)
}

const showOnTerminal = (output: ProgressOutput, target: string, rules: readonly Rule[]): Progress => {
  let done = 0
  let failed = 0
  const show = (): void =>
    output.write(`${CLEAR_LINE}${formatLine(target, rules, done, failed, output.columns ?? DEFAULT_COLUMNS)}`)
  show()
  return {
    advance: ({ outcome }) => {
      done += 1
      if (outcome === 'failed') failed += 1
      if (done < rules.length) show()
    },
    end: () => output.write(CLEAR_LINE),
  }
}

const showInLog = (output: ProgressOutput, target: string, rules: readonly Rule[]): Progress => {
  let done = 0
  return {
    advance: ({ rule }) => {
      done += 1
      const next = rules[done]
      if (next && toGroup(next.id) === toGroup(rule.id)) return
      output.write(`${target}: ${done} of ${rules.length} rules, ${toGroup(rule.id)} done\n`)
    },
    end: () => {},
  }
}

/** Shows the progress of a run. The rules have to be in the order in which they run. */
export const startProgress = (output: ProgressOutput, target: Run['target'], rules: readonly Rule[]): Progress => {
  const ofVersion = rules.filter(({ versions }) => versions.some((version) => version === target.version))
  return (output.isTerminal ? showOnTerminal : showInLog)(output, toTargetName(target), ofVersion)
}
