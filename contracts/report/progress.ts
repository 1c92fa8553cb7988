import type { Rule } from '../rule.ts'
import type { RuleResult, Run } from '../run.ts'
import { groupOf } from './groups.ts'
import { targetName } from './parity.ts'

/** Where it is told how far a run has come: standard error, or a test's stand-in. */
export interface ProgressOutput {
  write(text: string): void
  /** A terminal has one line that is written over; a log gets one for each group of rules. */
  readonly isTerminal: boolean
  readonly columns?: number | undefined
}

export interface Progress {
  /** One more result is known. */
  advance(result: RuleResult): void
  /** Leaves nothing behind on a terminal. */
  end(): void
}

const CLEAR_LINE = '\r\u001b[K'

const terminalLine = (
  target: string,
  rules: readonly Rule[],
  done: number,
  failed: number,
  columns: number,
): string => {
  const total = rules.length
  const count = `${String(done + 1).padStart(String(total).length)}/${total}`
  const failures = failed > 0 ? `  ${failed} failed` : ''
  return `${target}  ${count}${failures}  ${rules[done]?.id ?? ''}`.slice(0, columns - 1)
}

const onTerminal = (output: ProgressOutput, target: string, rules: readonly Rule[]): Progress => {
  let done = 0
  let failed = 0
  const show = (): void =>
    output.write(`${CLEAR_LINE}${terminalLine(target, rules, done, failed, output.columns ?? 80)}`)
  show()
  return {
    advance({ outcome }) {
      done += 1
      if (outcome === 'failed') failed += 1
      if (done < rules.length) show()
    },
    end: () => output.write(CLEAR_LINE),
  }
}

const inLog = (output: ProgressOutput, target: string, rules: readonly Rule[]): Progress => {
  let done = 0
  return {
    advance({ rule }) {
      done += 1
      const next = rules[done]
      if (next && groupOf(next.id) === groupOf(rule.id)) return
      output.write(`${target}: ${done} of ${rules.length} rules, ${groupOf(rule.id)} done\n`)
    },
    end() {},
  }
}

/** Tells how far a run has come. Rules run in the order given, so what is not yet known begins with the one at work. */
export const startProgress = (output: ProgressOutput, target: Run['target'], rules: readonly Rule[]): Progress => {
  const concerned = rules.filter(({ versions }) => versions.some((version) => version === target.version))
  return (output.isTerminal ? onTerminal : inLog)(output, targetName(target), concerned)
}
