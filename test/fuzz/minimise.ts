import { classify, type Finding } from './finding.ts'
import type { ProcessProblems } from './process-problems.ts'
import { type FuzzRequest, isRecord, tryParse } from './request.ts'
import { sendChecked } from './send-checked.ts'
import { createTarget } from './target.ts'

/** In milliseconds, for one finding. */
const MAX_TIME = 10_000

/** In milliseconds, for an earlier request that asked to wait. */
const PATIENCE = 500

/**
 * Returns a finding with as few earlier requests, headers and fields as still show it at a new server. A finding that a
 * new server does not show is returned as it is, without earlier requests: its place in the run repeats it.
 */
export const minimise = async (finding: Finding, processProblems: ProcessProblems): Promise<Finding> => {
  const end = performance.now() + MAX_TIME
  const wanted = classify(finding)

  const replay = async (earlier: readonly FuzzRequest[], request: FuzzRequest): Promise<Finding | undefined> => {
    if (performance.now() > end) return undefined
    const target = createTarget()
    const send = (each: FuzzRequest) =>
      // An earlier one may wait for a fault or for the journal.
      sendChecked(target, processProblems, each, {
        isFaulty: each !== request,
        patience: each === request ? undefined : PATIENCE,
      })
    for (const each of earlier) await send(each)
    const { response, problem } = await send(request)
    if (problem === undefined || classify({ problem, request }) !== wanted) return undefined
    return { ...finding, problem, request, response, earlier }
  }

  const all = [await replay([], finding.request), await replay(finding.earlier, finding.request)]
  let best = all[0] ?? all[1]
  if (best === undefined) return { ...finding, earlier: [] }
  for (let size = Math.ceil(best.earlier.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.earlier.length; ) {
      const fewer: readonly FuzzRequest[] = [...best.earlier.slice(0, from), ...best.earlier.slice(from + size)]
      const found: Finding | undefined = await replay(fewer, best.request)
      if (found === undefined) from += size
      else best = found
    }
  }
  for (let simpler = true; simpler; ) {
    simpler = false
    for (const request of listSimpler(best.request)) {
      const found: Finding | undefined = await replay(best.earlier, request)
      if (found === undefined) continue
      best = found
      simpler = true
      break
    }
  }
  return best
}

/** Lists requests with one header, one part of the query or one field of the body less. */
const listSimpler = function* (request: FuzzRequest): Generator<FuzzRequest> {
  for (let index = 0; index < request.headers.length; index++) {
    yield { ...request, headers: request.headers.filter((_, other) => other !== index) }
  }
  const [path = '', query = ''] = request.path.split('?', 2)
  const parts = query.split('&')
  for (let index = 0; query !== '' && index < parts.length; index++) {
    const left = parts.filter((_, other) => other !== index).join('&')
    yield { ...request, path: left === '' ? path : `${path}?${left}` }
  }
  const body = tryParse(request.body)
  if (!isRecord(body)) return
  for (const name of Object.keys(body)) {
    const { [name]: _, ...others } = body
    const text = tryStringify(others)
    if (text !== undefined) yield { ...request, body: text }
  }
}

/** Returns JSON; undefined for a value that is nested too deeply. */
const tryStringify = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
