import { STATUS_CODES } from 'node:http'
import { formatForm } from '../../core/format-form.ts'
import { formatWithList } from '../../core/json-list.ts'
import type { JournalEntry } from './entry.ts'
import { JOURNAL_ORIGIN } from './redact.ts'

interface Pair {
  name: string
  value: string
}

interface HarEntry {
  startedDateTime: string
  time: number
  request: {
    method: string
    url: string
    httpVersion: string
    cookies: []
    headers: Pair[]
    queryString: Pair[]
    postData?: { mimeType: string; text: string }
    headersSize: number
    bodySize: number
  }
  response: {
    status: number
    statusText: string
    httpVersion: string
    cookies: []
    headers: Pair[]
    content: { size: number; mimeType: string; text?: string }
    redirectURL: string
    headersSize: number
    bodySize: number
  }
  cache: Record<string, never>
  timings: { send: number; wait: number; receive: number }
  comment?: string
}

/** An HTTP Archive, version 1.2. */
export interface Har {
  log: { version: '1.2'; creator: { name: string; version: string }; entries: HarEntry[]; comment: string }
}

/** HAR's value for an unknown size: the mock does not know the sizes on the wire. */
const UNKNOWN_SIZE = -1

/** The fields of an archive beside its entries. */
const LOG = {
  version: '1.2',
  creator: { name: 'finapi-mock', version: '1' },
  comment: "Secrets are redacted; times are by the mock's clock, and the host replaces the mock's address.",
} as const

/** Converts journal entries to an HTTP Archive. */
export const toHar = (entries: readonly JournalEntry[]): Har => ({ log: { ...LOG, entries: entries.map(toHarEntry) } })

/** Returns the JSON of an HTTP Archive with entries that are JSON already. */
export const formatHar = (entries: readonly string[]): string => `{"log":${formatWithList(LOG, 'entries', entries)}}`

export const toHarEntry = (entry: JournalEntry): HarEntry => {
  const { request, response } = entry
  const text = formatBody(response.body)
  return {
    startedDateTime: entry.at,
    time: entry.milliseconds,
    request: {
      method: entry.method,
      url: `${JOURNAL_ORIGIN}${entry.path}${entry.query === undefined ? '' : `?${entry.query}`}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: toPairs(request.headers),
      queryString: [...new URLSearchParams(entry.query ?? '')].map(([name, value]) => ({ name, value })),
      ...(request.body === undefined ? {} : { postData: toPostData(entry) }),
      headersSize: UNKNOWN_SIZE,
      bodySize: request.size,
    },
    response: {
      // Browsers write status 0 if there was no response.
      status: response.status ?? 0,
      statusText: STATUS_CODES[response.status ?? 0] ?? '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: toPairs(response.headers),
      content: {
        size: response.size,
        mimeType: response.headers['content-type'] ?? 'x-unknown',
        ...(text === undefined ? {} : { text }),
      },
      redirectURL: response.headers.location ?? '',
      headersSize: UNKNOWN_SIZE,
      bodySize: response.size,
    },
    cache: {},
    timings: { send: 0, wait: entry.milliseconds, receive: 0 },
    ...formatComment(entry),
  }
}

const toPairs = (headers: Readonly<Record<string, string>>): Pair[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

const formatBody = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body)

const toPostData = ({ request }: JournalEntry): { mimeType: string; text: string } => {
  const mimeType = request.headers['content-type'] ?? ''
  const { body } = request
  const isForm = mimeType.startsWith('application/x-www-form-urlencoded')
  if (isForm && isTextRecord(body)) return { mimeType, text: formatForm(body) }
  return { mimeType, text: formatBody(body) ?? '' }
}

/** Returns whether a body was a form, and not JSON that was sent as one. */
const isTextRecord = (body: unknown): body is Record<string, string> =>
  typeof body === 'object' && body !== null && Object.values(body).every((value) => typeof value === 'string')

const formatComment = ({ explanation, refusedBy, fault }: JournalEntry): { comment?: string } => {
  const parts = [
    explanation && `scenario ${explanation.scenario}, step ${explanation.step ?? 'finished'}: ${explanation.reason}`,
    refusedBy && `refused by ${refusedBy.stage}: ${refusedBy.message}`,
    fault && `fault ${fault.id}: ${fault.kind}`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? {} : { comment: parts.join('; ') }
}
