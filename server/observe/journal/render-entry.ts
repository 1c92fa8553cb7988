import { inLanguage } from '../../core/text.ts'
import type { JournalEntry, RecordedExchange, RefusedBy, StoredBody } from './entry.ts'
import { listHashes } from './entry.ts'
import {
  findSecrets,
  JOURNAL_ORIGIN,
  REDACTED,
  redactBody,
  redactExcerpt,
  redactQuery,
  redactValues,
  replaceValue,
  toStoredHeaders,
  toStoredRawHeaders,
} from './redact.ts'

/** The maximum length of a stored body, in characters. */
export const MAX_BODY = 16 * 1024

/** Returns the public form of a recorded exchange, without its secrets. */
export const toJournalEntry = (record: RecordedExchange): JournalEntry => {
  const headers = toStoredRawHeaders(record.rawHeaders)
  const responseHeaders = toStoredHeaders(Object.entries(record.responseHeaders))
  const { requestBody, responseBody, query } = record
  const secrets = mayRepeatSecrets(record) ? readSecrets(record) : []
  return {
    id: record.id,
    at: new Date(record.at).toISOString(),
    milliseconds: record.milliseconds,
    requestId: record.requestId,
    version: record.version,
    operation: record.operation,
    method: record.method,
    path: record.path,
    query: query === undefined ? undefined : redactQuery(query),
    clientId: record.clientId,
    userId: record.userId,
    request: { headers, body: renderRequestBody(record), size: requestBody?.size ?? 0 },
    response: {
      status: record.status,
      headers: responseHeaders,
      body: renderResponseBody(record, responseHeaders, secrets),
      size: responseBody?.size ?? 0,
      truncated: responseBody?.isWhole === false ? true : undefined,
      cut: record.cut,
    },
    errorCodes: record.errorCodes,
    hashes: listHashes(record),
    explanation: record.explanation,
    refusedBy: renderRefusal(record, secrets),
    fault: record.fault,
  }
}

/**
 * Replaces bodies that are too long to be stored by the start of the redacted body, because what is left of a body that
 * was cut can no longer be parsed, and so not be redacted.
 */
export const shortenBodies = (record: RecordedExchange): void => {
  const { requestBody, responseBody } = record
  const isRequestLong = isTooLong(requestBody)
  const isResponseLong = isTooLong(responseBody)
  if (!isRequestLong && !isResponseLong) return
  const secrets = mayRepeatSecrets(record) ? readSecrets(record) : []
  // The secrets of a body that was cut cannot be found again, so they are removed from the rest now.
  if (responseBody?.text !== undefined && (isResponseLong || secrets.length > 0)) {
    record.responseBody = shorten(responseBody, redactResponse(responseBody.text, record, secrets))
  }
  if (isRequestLong) {
    if (record.refusal !== undefined) record.refusal = redactValues(record.refusal, secrets)
    const body = renderRequestBody(record)
    record.requestBody = shorten(requestBody, typeof body === 'string' ? body : JSON.stringify(body))
  }
}

const isTooLong = (body: StoredBody | undefined): body is StoredBody & { text: string } =>
  body?.text !== undefined && body.text.length > MAX_BODY

/** Copies the start of a text: a slice would keep the whole text in memory. */
const shorten = ({ size }: StoredBody, redacted: string): StoredBody =>
  redacted.length > MAX_BODY
    ? { text: Buffer.from(redacted.slice(0, MAX_BODY)).toString(), size, isWhole: false }
    : { text: redacted, size, isWhole: true }

const renderRequestBody = ({ requestBody, rawHeaders, isPublicField }: RecordedExchange): unknown => {
  if (requestBody?.text === undefined || requestBody.text === '') return undefined
  if (!requestBody.isWhole) return requestBody.text
  const sent = parseSent(requestBody.text, rawHeaders)
  return sent === undefined ? `[unreadable: ${requestBody.size} characters]` : redactBody(sent, isPublicField)
}

/** Returns a parsed form or JSON body; undefined if it is neither. */
const parseSent = (text: string, rawHeaders: readonly string[]): unknown => {
  const isForm = findHeader(rawHeaders, 'content-type')?.trimStart().startsWith('application/x-www-form-urlencoded')
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text)
}

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
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): unknown => {
  const { responseBody } = record
  if (responseBody?.text === undefined || !responseBody.isWhole) return responseBody?.text
  const text = redactResponse(responseBody.text, record, secrets)
  // A fault may have damaged the JSON; the client got this text.
  return headers['content-type']?.startsWith('application/json') ? (parseJson(text) ?? text) : text
}

/** Returns whether the response may repeat secrets of the request: errors of tokens do. */
const mayRepeatSecrets = ({ status }: RecordedExchange): boolean => status === 401 || status === 400

const readSecrets = ({ rawHeaders, requestBody, query }: RecordedExchange): string[] => {
  const bearer = /^\S+ +(\S+)/.exec(findHeader(rawHeaders, 'authorization') ?? '')?.[1]
  const sent = requestBody?.text === undefined ? undefined : parseSent(requestBody.text, rawHeaders)
  return [
    ...findSecrets(sent),
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
