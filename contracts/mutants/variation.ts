import type { MockServerOptions } from '../../server/index.ts'
import type { ApiVersion } from '../api.ts'
import type { TargetTime } from '../targets/time.ts'
import { ANYTHING, changeResponse, combine, isJson } from './interferences.ts'
import { type Change, rewrite } from './json.ts'
import type { Interference } from './proxy.ts'

/** A way in which a server may differ from the mock without breaking any client. */
export interface Variation {
  /** A clause in the present tense, such as `ids are other ones`. */
  readonly differs: string
  /** Changes the values in responses. */
  readonly values?: Change
  /** Changes the text of JSON in responses. */
  readonly writing?: (json: string) => string
  /** Makes any other interference for each run, which may let time pass. */
  readonly exchange?: (time: TargetTime) => Interference
  /** Options of the mock. */
  readonly server?: MockServerOptions
  /** Both by default. */
  readonly versions?: readonly ApiVersion[]
  /** Rules that may be skipped; every other rule has to pass. */
  readonly maySkip?: readonly string[]
}

/** Applies several variations at once, and parses each response only once: some are long. */
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
    // `writing` comes last, so that nothing has to parse the response again.
    return combine(responses, ...exchanges)
  }
