import type { FuzzRequest, FuzzResponse } from './request.ts'

/** A problem that a request showed. */
export interface Finding {
  readonly problem: string
  readonly request: FuzzRequest
  readonly response: FuzzResponse | undefined
  /** The requests that have to be sent before. */
  readonly earlier: readonly FuzzRequest[]
  /** The place in the run, for a repetition. */
  readonly at: string
}

/** Names the class of a finding: the operation, and the problem without its numbers and values. */
export const classify = ({ problem, request }: Pick<Finding, 'problem' | 'request'>): string =>
  `${request.operation}: ${(problem.split('\n', 1)[0] ?? '').replace(/'[^']*'|"[^"]*"|\d+/g, '…').slice(0, 200)}`

const MAX_SHOWN = 600

/** Formats a finding with everything that its repetition needs. */
export const formatFinding = ({ problem, request, response, earlier, at }: Finding): string =>
  [
    `${problem} (${request.operation}, ${at})`,
    ...(earlier.length === 0 ? [] : [`after ${earlier.length} earlier requests:`]),
    ...earlier.map(formatRequest),
    ...(earlier.length === 0 ? [] : ['then']),
    formatRequest(request),
    ...(response === undefined ? [] : [`→ ${response.status} ${shorten(response.text)}`]),
  ].join('\n')

export const formatRequest = ({ method, path, headers, body }: FuzzRequest): string =>
  [
    `  ${method} ${shorten(path)}`,
    ...headers.map(([name, value]) => `  ${name}: ${shorten(value)}`),
    ...(body === undefined ? [] : [`  ${typeof body === 'string' ? shorten(body) : formatBytes(body)}`]),
  ].join('\n')

/** Shows control characters as JSON does. */
const shorten = (text: string): string => {
  const shown = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return shown.length <= MAX_SHOWN ? shown : `${shown.slice(0, MAX_SHOWN)}… (${text.length} characters)`
}

const formatBytes = (bytes: Uint8Array): string =>
  `base64 of ${bytes.length} bytes: ${shorten(Buffer.from(bytes).toString('base64'))}`
