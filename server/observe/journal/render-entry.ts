import { formatForm } from '../../core/format-form.ts'
import { inLanguage } from '../../core/text.ts'
import {
  type BodyText,
  type ExchangeTexts,
  type JournalEntry,
  listHashes,
  type RecordedExchange,
  type RefusedBy,
} from './entry.ts'
import {
  findSecrets,
  JOURNAL_ORIGIN,
  MAX_BODY,
  REDACTED,
  redactBody,
  redactExcerpt,
  redactQuery,
  redactText,
  redactValues,
  replaceValue,
  toStoredHeaders,
  toStoredRawHeaders,
} from './redact.ts'

/** Returns the public form of a recorded exchange, without its secrets. */
export const toJournalEntry = (record: RecordedExchange, texts: ExchangeTexts): JournalEntry => {
  const responseHeaders = toStoredHeaders(Object.entries(record.responseHeaders))
  const { request, response } = texts
  const secrets = mayRepeatSecrets(record) ? readSecrets(record, texts) : []
  return {
    id: record.id,
    at: new Date(record.at).toISOString(),
    milliseconds: record.milliseconds,
    requestId: record.requestId,
    version: record.version,
    operation: record.operation,
    method: record.method,
    path: redactText(record.path),
    query: record.query === undefined ? undefined : redactQuery(record.query),
    clientId: record.clientId,
    userId: record.userId,
    request: {
      headers: toStoredRawHeaders(texts.rawHeaders),
      body: renderRequestBody(record, texts),
      size: request?.size ?? 0,
    },
    response: {
      status: record.status,
      headers: responseHeaders,
      body: renderResponseBody(record, response, responseHeaders, secrets),
      size: response?.size ?? 0,
      truncated: response?.isWhole === false ? true : undefined,
      cut: record.cut,
    },
    errorCodes: record.errorCodes,
    hashes: listHashes(record),
    explanation: record.explanation,
    refusedBy: renderRefusal(record, secrets),
    fault: record.fault,
  }
}

/** Returns true if a body is too long to be stored as a whole. */
export const hasLongBody = ({ request, response }: ExchangeTexts): boolean => isLong(request) || isLong(response)

const isLong = (body: BodyText | undefined): boolean => body?.text !== undefined && body.text.length > MAX_BODY

/**
 * Replaces bodies that are too long to be stored by the start of the redacted body, because what is left of a body that
 * was cut can no longer be parsed, and so not be redacted. For the same reason, the secrets of the request are removed
 * from the refusal and the response now.
 */
export const shortenBodies = (record: RecordedExchange, texts: ExchangeTexts): ExchangeTexts => {
  const secrets = mayRepeatSecrets(record) ? readSecrets(record, texts) : []
  if (record.refusal !== undefined) record.refusal = redactValues(record.refusal, secrets)
  const { rawHeaders, request, response } = texts
  return {
    rawHeaders,
    request: request && (isLong(request) ? shorten(request, formatRequestBody(record, texts)) : request),
    response:
      response?.text === undefined ? response : shorten(response, redactResponse(response.text, record, secrets)),
  }
}

/** Returns the redacted body in the format in which it was sent, because it may be short enough to be read again. */
const formatRequestBody = (record: RecordedExchange, texts: ExchangeTexts): string => {
  const body = renderRequestBody(record, texts)
  if (typeof body === 'string') return body
  return isForm(texts.rawHeaders) && typeof body === 'object' && body !== null ? formatForm(body) : JSON.stringify(body)
}

const shorten = (body: BodyText, redacted: string): BodyText => ({
  text: redacted.slice(0, MAX_BODY),
  size: body.size,
  isWhole: redacted.length <= MAX_BODY,
})

const renderRequestBody = ({ isPublicField }: RecordedExchange, { request, rawHeaders }: ExchangeTexts): unknown => {
  if (request?.text === undefined || request.text === '') return undefined
  if (!request.isWhole) return request.text
  const sent = parseSent(request.text, rawHeaders)
  return sent === undefined ? `[unreadable: ${request.size} characters]` : redactBody(sent, isPublicField)
}

/** Returns a parsed form or JSON body; undefined if it is neither. Clients send JSON as a form by mistake. */
const parseSent = (text: string, rawHeaders: readonly string[]): unknown =>
  isForm(rawHeaders) && !/^\s*[[{]/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text)

const isForm = (rawHeaders: readonly string[]): boolean =>
  findHeader(rawHeaders, 'content-type')?.trimStart().startsWith('application/x-www-form-urlencoded') ?? false

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const findHeader = (rawHeaders: readonly string[], name: string): string | undefined => {
  const index = rawHeaders.findIndex((text, position) => position % 2 === 0 && text.toLowerCase() === name)
  return index < 0 ? undefined : rawHeaders[index + 1]
}

const renderResponseBody = (
  record: RecordedExchange,
  response: BodyText | undefined,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): unknown => {
  if (response?.text === undefined || !response.isWhole) return response?.text
  const text = redactResponse(response.text, record, secrets)
  // A fault may have damaged the JSON; the client got this text.
  return headers['content-type']?.startsWith('application/json') ? (parseJson(text) ?? text) : text
}

/** Returns whether the response may repeat secrets of the request: errors of tokens do. */
const mayRepeatSecrets = ({ status }: RecordedExchange): boolean => status === 401 || status === 400

const readSecrets = ({ query, isPublicField }: RecordedExchange, { rawHeaders, request }: ExchangeTexts): string[] => {
  const bearer = /^\S+ +(\S+)/.exec(findHeader(rawHeaders, 'authorization') ?? '')?.[1]
  return [
    ...findSecrets(request?.text === undefined ? undefined : parseSent(request.text, rawHeaders), isPublicField),
    ...findSecrets(Object.fromEntries(new URLSearchParams(query ?? ''))),
    ...(bearer ? [bearer] : []),
  ]
}

const redactResponse = (text: string, record: RecordedExchange, secrets: readonly string[]): string => {
  if (record.challenge !== undefined) return redactChallenge(text, record)
  if (record.refusal !== undefined) return redactExcerpt(redactValues(text, secrets))
  return record.facts.issuesSecrets ? redactJson(text, record) : text
}

const redactJson = (text: string, { isPublicField }: RecordedExchange): string => {
  const body = parseJson(text)
  // A fault may have damaged the text.
  return body === undefined ? REDACTED : JSON.stringify(redactBody(body, isPublicField))
}

/** Removes the TAN, which test banks show in their message or picture, and the port of this server in the URL of the bank's page. */
const redactChallenge = (text: string, { challenge, baseUrl, language }: RecordedExchange): string => {
  let redacted = text
  if (challenge?.redirectUrl !== undefined) redacted = redacted.replaceAll(new URL(baseUrl).origin, JOURNAL_ORIGIN)
  if (challenge?.photo !== undefined || challenge?.opticalData !== undefined) {
    redacted = redacted.replace(/"(photoTanData|opticalData)":"[^"]*"/g, `"$1":"${REDACTED}"`)
  }
  const answer = challenge?.answer
  const message = challenge?.message
  if (answer === undefined || message === undefined) return redacted
  const shown = inLanguage(message, language)
  return shown.includes(answer) ? replaceValue(redacted, shown, shown.replaceAll(answer, REDACTED)) : redacted
}

/** Returns the refusal of a request; a response that requires more authentication is none. */
const renderRefusal = (record: RecordedExchange, secrets: readonly string[]): RefusedBy | undefined => {
  const { stage, refusal, fault } = record
  if (refusal === undefined) {
    return stage === 'fault' && fault !== undefined
      ? { stage, message: `fault ${fault.id} (${fault.kind}) responded before the request was handled` }
      : undefined
  }
  return record.challenge === undefined ? { stage, message: redactValues(redactExcerpt(refusal), secrets) } : undefined
}
