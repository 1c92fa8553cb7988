import { join } from 'node:path'
import type { ApiVersion } from '../api.ts'
import type { Exchange } from '../exchange.ts'
import type { Outcome, RuleResult } from '../run.ts'
import type { Target } from '../targets/target.ts'
import { replaceRecording } from './directory.ts'
import { CLEAN_UP, FORMAT, MANIFEST, type Manifest, type RuleEntry } from './format.ts'
import { createCachingReader, mapExchange } from './normalise.ts'
import { createLearner, createReplacer } from './replace.ts'
import { findSecret, SecretInRecording } from './secrets.ts'
import { createVocabulary } from './vocabulary.ts'

export interface RecorderOptions {
  readonly version: ApiVersion
  /** The target's name in reports. */
  readonly target: string
  /** Values that may not occur, besides those that the exchanges themselves reveal. */
  readonly secrets: readonly string[]
  /** The moment that days and times become relative to. */
  readonly start: Date
}

export interface Recorder {
  /** Adds an exchange of the running rule. */
  readonly addExchange: (exchange: Exchange) => void
  /** Ends the running rule. */
  readonly endRule: (rule: string, outcome: Outcome) => void
  /** Returns the files of the recording by name; throws `SecretInRecording` if one would contain a secret. */
  readonly toFiles: () => ReadonlyMap<string, string>
}

interface RuleExchanges {
  readonly rule: string
  readonly outcome: RuleEntry['outcome']
  readonly exchanges: readonly Exchange[]
}

/** One exchange per line: good to compare, and half the size of indented JSON. */
const formatExchanges = (values: readonly unknown[]): string =>
  `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]\n`

const toFileName = (index: number, rule: string): string =>
  `${String(index + 1).padStart(3, '0')}-${rule.replace(/[^\w.-]+/g, '')}.json`

/** Keeps the exchanges of a run in memory until its end: only then are all values known that have to be replaced. */
export const createRecorder = ({ version, target, secrets, start }: RecorderOptions): Recorder => {
  const ended: RuleExchanges[] = []
  let current: Exchange[] = []
  return {
    addExchange: (exchange) => current.push(exchange),
    endRule: (rule, outcome) => {
      ended.push({ rule, outcome, exchanges: current })
      current = []
    },
    toFiles: () => {
      const all: readonly RuleExchanges[] = [...ended, { rule: CLEAN_UP, outcome: 'cleaned-up', exchanges: current }]
      const vocabulary = createVocabulary()
      for (const secret of secrets) vocabulary.learn('secret', secret)
      const learn = createLearner(vocabulary)
      const parse = createCachingReader()
      for (const { exchanges } of all) for (const exchange of exchanges) mapExchange(exchange, learn, parse)
      const replace = createReplacer(vocabulary, start)
      const files = new Map<string, string>()
      const rules = all.map(({ rule, outcome, exchanges }, index): RuleEntry => {
        const file = toFileName(index, rule)
        files.set(file, formatExchanges(exchanges.map((exchange) => mapExchange(exchange, replace, parse))))
        return { rule, outcome, file, exchanges: exchanges.length }
      })
      const count = rules.reduce((sum, { exchanges }) => sum + exchanges, 0)
      const manifest: Manifest = { format: FORMAT, version, target, exchanges: count, rules }
      files.set(MANIFEST, `${JSON.stringify(manifest, null, 1)}\n`)
      const found = findSecret(files.values(), [...secrets, ...vocabulary.listSecrets()])
      if (found !== undefined)
        throw new SecretInRecording(`${found}, would be in the recording of ${target} ${version}; nothing was written`)
      return files
    },
  }
}

/** A recording in progress. */
export interface RunRecording {
  /** Has to be the `onResult` of `runRules`, or be called by it: assigns the exchanges so far to a rule. */
  readonly onResult: (result: Pick<RuleResult, 'rule' | 'outcome'>) => void
  /**
   * Writes the recording after the run. Throws `SecretInRecording`, or `BadFile` if it cannot be written or the
   * directory contains anything but a recording; then nothing is written and an earlier recording is kept.
   */
  readonly finish: () => Promise<void>
}

/**
 * Records all exchanges of a target from now on into `directory/v1` or `directory/v2`, and replaces an earlier
 * recording there. The rules run one after the other.
 *
 * @example
 * const recording = recordRun(target, 'recordings')
 * const run = await runRules(target, rules, { onResult: recording.onResult })
 * await recording.finish()
 */
export const recordRun = (target: Target, directory: string): RunRecording => {
  const { name, version, client, demo } = target.settings
  const passwords = [demo.withSca, demo.withoutSca, demo.bankPage, demo.guide].map(({ password }) => password)
  const recorder = createRecorder({
    version,
    target: name,
    secrets: [...new Set([client.secret, ...passwords, demo.tan, demo.guide.tan])],
    start: new Date(),
  })
  // A replay follows users in the order of the recording, in which rules must not overlap.
  target.runOneByOne()
  const stop = target.onExchange(recorder.addExchange)
  return {
    onResult: ({ rule, outcome }) => recorder.endRule(rule.id, outcome),
    finish: async () => {
      stop()
      await replaceRecording(join(directory, version), recorder.toFiles())
    },
  }
}
