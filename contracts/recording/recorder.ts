import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiVersion } from '../api.ts'
import type { Exchange } from '../exchange.ts'
import type { Outcome, RuleResult } from '../run.ts'
import type { Target } from '../targets/target.ts'
import { CLEAN_UP, FORMAT, MANIFEST, type Manifest, type RuleEntry } from './format.ts'
import { mapExchange, rememberingReader } from './normalise.ts'
import { learnInto, replaceFrom } from './replace.ts'
import { findSecret, SecretInRecording } from './secrets.ts'
import { Vocabulary } from './vocabulary.ts'

export interface RecorderOptions {
  readonly version: ApiVersion
  /** How reports call the target. */
  readonly target: string
  /** Everything that may not occur, besides what the exchanges themselves give away. */
  readonly secrets: readonly string[]
  /** What days and times are counted from. */
  readonly start: Date
}

export interface Recorder {
  /** One exchange of the rule that runs. */
  exchange(exchange: Exchange): void
  /** The rule is over; what comes next belongs to the next one. */
  ruleEnded(rule: string, outcome: Outcome): void
  /** The files of the recording by name. Throws `SecretInRecording` rather than hand out a secret. */
  files(): ReadonlyMap<string, string>
}

interface RuleExchanges {
  readonly rule: string
  readonly outcome: RuleEntry['outcome']
  readonly exchanges: readonly Exchange[]
}

const textOf = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** One exchange a line: to be compared line by line, and half the size of anything that is laid out. */
const linesOf = (values: readonly unknown[]): string =>
  `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]\n`

const fileOf = (index: number, rule: string): string =>
  `${String(index + 1).padStart(3, '0')}-${rule.replace(/[^\w.-]+/g, '')}.json`

/**
 * Keeps the exchanges of a run in memory until it is over: only then is it known which values may not be kept, and
 * nothing is written that was not looked through.
 */
export const createRecorder = ({ version, target, secrets, start }: RecorderOptions): Recorder => {
  const rules: RuleExchanges[] = []
  let current: Exchange[] = []
  const close = (rule: string, outcome: RuleEntry['outcome']): void => {
    rules.push({ rule, outcome, exchanges: current })
    current = []
  }
  return {
    exchange: (exchange) => current.push(exchange),
    ruleEnded: close,
    files: () => {
      const all: readonly RuleExchanges[] = [...rules, { rule: CLEAN_UP, outcome: 'cleaned-up', exchanges: current }]
      const vocabulary = new Vocabulary()
      for (const secret of secrets) vocabulary.learn('secret', secret)
      const learn = learnInto(vocabulary)
      const parse = rememberingReader()
      for (const { exchanges } of all) for (const exchange of exchanges) mapExchange(exchange, learn, parse)
      const replace = replaceFrom(vocabulary, start)
      const files = new Map<string, string>()
      const entries = all.map(({ rule, outcome, exchanges }, index): RuleEntry => {
        const file = fileOf(index, rule)
        files.set(file, linesOf(exchanges.map((exchange) => mapExchange(exchange, replace, parse))))
        return { rule, outcome, file, exchanges: exchanges.length }
      })
      const count = entries.reduce((sum, { exchanges }) => sum + exchanges, 0)
      const manifest: Manifest = { format: FORMAT, version, target, exchanges: count, rules: entries }
      files.set(MANIFEST, textOf(manifest))
      const found = findSecret(files.values(), [...secrets, ...vocabulary.secrets()])
      if (found !== undefined)
        throw new SecretInRecording(`${found}, would be in the recording of ${target} ${version}; nothing was written`)
      return files
    },
  }
}

/** Writes the files beside their place first, so that a recording is either there as a whole or not at all. */
const writeFiles = async (directory: string, files: ReadonlyMap<string, string>): Promise<void> => {
  const beside = `${directory}.part-${process.pid}`
  await rm(beside, { recursive: true, force: true })
  await mkdir(beside, { recursive: true })
  for (const [name, text] of files) await writeFile(join(beside, name), text)
  await rm(directory, { recursive: true, force: true })
  await rename(beside, directory)
}

/** A recording under way. */
export interface RunRecording {
  /** To be handed to `runRules` or called from there: tells which rule the exchanges so far belonged to. */
  readonly onResult: (result: Pick<RuleResult, 'rule' | 'outcome'>) => void
  /** Writes the recording, after the run. Throws `SecretInRecording`, and then leaves nothing behind. */
  finish(): Promise<void>
}

/**
 * Records everything that a target is asked from now on into `directory/v1` or `directory/v2`, in place of what was
 * recorded there before.
 *
 * @example
 * const recording = recordRun(target, 'recordings')
 * const run = await runRules(target, rules, { onResult: recording.onResult })
 * await recording.finish()
 */
export const recordRun = (target: Target, directory: string): RunRecording => {
  const { name, version, client } = target.settings
  const { demo } = target.settings
  const logins = [demo.withSca, demo.withoutSca, demo.bankPage, demo.guide].map(({ password }) => password)
  const recorder = createRecorder({
    version,
    target: name,
    secrets: [...new Set([client.secret, ...logins, demo.tan, demo.guide.tan])],
    start: new Date(),
  })
  const stop = target.onExchange(recorder.exchange)
  return {
    onResult: ({ rule, outcome }) => recorder.ruleEnded(rule.id, outcome),
    async finish() {
      stop()
      const place = join(directory, version)
      try {
        await writeFiles(place, recorder.files())
      } catch (error) {
        // What an earlier run left would be taken for this one's.
        await rm(place, { recursive: true, force: true })
        throw error
      }
    },
  }
}
