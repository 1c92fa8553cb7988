import type { MockServerOptions } from '../../server/index.ts'
import type { ApiVersion } from '../api.ts'
import type { TargetTime } from '../targets/time.ts'
import { ANYTHING, changeResponse, combine, isJson } from './interferences.ts'
import { type Change, rewrite } from './json.ts'
import type { Interference } from './proxy.ts'

/** One thing that a real server may do otherwise than the mock without any client noticing. */
export interface Variation {
  /** A clause in the present tense. */
  readonly differs: string
  /** What becomes of the values in its answers. */
  readonly values?: Change
  /** What becomes of the text that its JSON is written in. */
  readonly writing?: (json: string) => string
  /** Everything else, made anew for each run; a server that takes longer lets time pass. */
  readonly exchange?: (time: TargetTime) => Interference
  /** A mock that was started otherwise. */
  readonly server?: MockServerOptions
  /** Both when left out. */
  readonly versions?: readonly ApiVersion[]
  /** Rules that cannot be shown this way, and say so; any other rule has to hold. */
  readonly maySkip?: readonly string[]
}

/** Applies several variations at once, and parses each answer once: some are long. */
export const varying =
  (variations: readonly Variation[]): ((time: TargetTime) => Interference) =>
  (time) => {
    const changes = variations.flatMap(({ values }) => values ?? [])
    const writings = variations.flatMap(({ writing }) => writing ?? [])
    const change: Change = (key, value) => changes.reduce((changed, one) => one(key, changed), value)
    const exchanges = variations.flatMap(({ exchange }) => exchange?.(time) ?? [])
    if (changes.length === 0 && writings.length === 0) return combine(...exchanges)
    const responses = changeResponse(ANYTHING, (response) => {
      if (!isJson(response)) return
      const json = changes.length === 0 ? response.body : JSON.stringify(rewrite(JSON.parse(response.body), change))
      response.body = writings.reduce((text, writing) => writing(text), json)
    })
    // The writing is the last thing that happens to an answer: nothing behind it has to read it again.
    return combine(responses, ...exchanges)
  }
