import { FinApiError, OAuthError } from '../access/errors.ts'
import { preferredLanguage } from '../core/text.ts'
import type { CutPlace } from '../faults/fault-spec.ts'
import type { Fault } from '../faults/faults.ts'
import type { Recorded, RefusedBy, Stage } from '../observe/journal/entry.ts'
import { LONGEST_BODY } from '../observe/journal/journal.ts'
import {
  hideQuoted,
  hideWithin,
  JOURNAL_ORIGIN,
  keptHeaders,
  keptRawHeaders,
  REDACTED,
  redactBody,
  redactQuery,
  replaceValue,
  secretsIn,
} from '../observe/journal/redact.ts'
import type { ChallengeType } from '../sca/challenge.ts'
import type { Explanation } from '../sca/explanation.ts'
import type { World } from '../world/world.ts'
import { rawHeadersOf } from './connection.ts'
import type { SentAnswer } from './exchange.ts'

/** An exchange that is over, as whoever answered it knows it. */
export interface Happened {
  world: World
  request: Request
  /** What the server hands over with a request; see connection.ts. */
  env: unknown
  begun: number
  requestId: string | undefined
  version: string | undefined
  operation: string | undefined
  path: string
  /** How the client reaches this world. */
  baseUrl: string
  userId: string | undefined
  clientId: string | undefined
  sent: unknown
  sentSize: number
  stage: Stage
  error: unknown
  explanation: Explanation | undefined
  /** First hash of the flow, where there is one without an explanation. */
  flow: string | undefined
  /** Name of the schema of the answer's body. */
  schema: string | null | undefined
  fault: Fault | undefined
  /** Undefined where nothing went out. */
  answer: SentAnswer | undefined
  cut: CutPlace | undefined
}

/**
 * Adds an exchange to the journal of its world, without its secrets. Every request passes here, so this keeps what
 * exists anyway (the text of the answer, the body as it was read) and looks closer only where something can be secret.
 */
export const recordExchange = (happened: Happened): void => {
  const { world, request, answer, error, explanation } = happened
  const secrets = mayRepeatSecrets(answer) ? givenSecrets(happened) : []
  const body = keptRequestBody(happened)
  const text = answer?.text === undefined ? undefined : redactAnswer(answer.text, happened, secrets)
  const raw = rawHeadersOf(happened.env)
  const record: Omit<Recorded, 'id'> = {
    at: happened.begun,
    milliseconds: world.clock.now() - happened.begun,
    requestId: happened.requestId,
    version: happened.version,
    operation: happened.operation,
    method: request.method,
    path: happened.path,
    query: queryOf(request.url),
    clientId: happened.clientId,
    userId: happened.userId,
    request: {
      headers: raw === undefined ? keptHeaders(request.headers) : keptRawHeaders(raw),
      body,
      size: happened.sentSize,
    },
    response: {
      status: happened.cut === 'before-headers' || happened.cut === 'within-headers' ? undefined : answer?.status,
      headers: answer === undefined ? {} : keptHeaders(Object.entries(answer.headers)),
      text: text === undefined || text.length <= LONGEST_BODY ? text : beginningOf(text),
      size: answer?.text?.length ?? 0,
      isWhole: text === undefined || text.length <= LONGEST_BODY,
      cut: happened.cut,
    },
    errorCodes: codesOf(error),
    hashes: hashesOf(happened),
    explanation,
    refusedBy: refusalOf(happened, secrets),
    fault: happened.fault && {
      id: happened.fault.id,
      kind: happened.fault.spec.kind,
      when: happened.fault.spec.when ?? 'before',
    },
  }
  world.journal.add(record)
  if (AUTHENTICATING.has(happened.operation ?? '') && (explanation !== undefined || record.errorCodes.length > 0)) {
    world.coverage.note({ explanation, challengeType: challengeTypeOf(error), errorCodes: record.errorCodes })
  }
}

/** The operations that may ask for strong customer authentication; coverage is about nothing else. */
const AUTHENTICATING: ReadonlySet<string> = new Set(['importBankConnection', 'updateBankConnection'])

const challengeTypeOf = (error: unknown): ChallengeType | undefined => {
  const challenge = error instanceof FinApiError ? error.details.challenge : undefined
  if (challenge?.status !== 'CHALLENGE_RESPONSE_REQUIRED') return undefined
  if (challenge.photo !== undefined) return 'PHOTO'
  return challenge.opticalData === undefined ? 'TEXT' : 'FLICKER_CODE'
}

/** A copy: a part of a text keeps the whole of it in memory. */
const beginningOf = (text: string): string => Buffer.from(text.slice(0, LONGEST_BODY)).toString()

const queryOf = (url: string): string | undefined => {
  const begin = url.indexOf('?')
  if (begin < 0) return undefined
  const end = url.indexOf('#', begin)
  return redactQuery(url.slice(begin + 1, end < 0 ? undefined : end))
}

const keptRequestBody = ({ world, sent, sentSize }: Happened): unknown => {
  if (sent === undefined) return sentSize === 0 ? undefined : `[unreadable: ${sentSize} characters]`
  const redacted = redactBody(sent, world.isOpenLabel)
  return sentSize <= LONGEST_BODY ? redacted : beginningOf(JSON.stringify(redacted))
}

/** Refusals of tokens repeat them. */
const mayRepeatSecrets = (answer: SentAnswer | undefined): boolean => answer?.status === 401 || answer?.status === 400

const givenSecrets = ({ request, sent }: Happened): string[] => {
  const bearer = /^\S+ +(\S+)/.exec(request.headers.get('authorization') ?? '')?.[1]
  return [
    ...secretsIn(sent),
    ...secretsIn(Object.fromEntries(new URL(request.url).searchParams)),
    ...(bearer ? [bearer] : []),
  ]
}

const SECRET_SCHEMAS: ReadonlySet<string> = new Set(['AccessToken', 'User'])

const redactAnswer = (text: string, happened: Happened, secrets: readonly string[]): string => {
  const { error, schema, world } = happened
  if (error === undefined) {
    return schema != null && SECRET_SCHEMAS.has(schema) ? redactJson(text, world) : text
  }
  if (error instanceof FinApiError && error.details.challenge !== undefined)
    return redactChallenge(text, error, happened)
  return hideQuoted(hideWithin(text, secrets))
}

const redactJson = (text: string, world: World): string => {
  try {
    return JSON.stringify(redactBody(JSON.parse(text), world.isOpenLabel))
  } catch {
    // A fault damaged it.
    return REDACTED
  }
}

/** Test banks tell the TAN in their message or draw it; and the address of the bank's page has this server's port. */
const redactChallenge = (
  text: string,
  error: FinApiError,
  { world, request, baseUrl, explanation }: Happened,
): string => {
  const { challenge } = error.details
  if (challenge === undefined) return text
  let redacted = text
  if (challenge.redirectUrl !== undefined) redacted = redacted.replaceAll(new URL(baseUrl).origin, JOURNAL_ORIGIN)
  if (challenge.photo !== undefined || challenge.opticalData !== undefined) {
    redacted = redacted.replace(/"(photoTanData|opticalData)":"[^"]*"/g, `"$1":"${REDACTED}"`)
  }
  const state = explanation && world.flows.byHash(explanation.flow)?.state
  if (state?.status !== 'CHALLENGE_RESPONSE_REQUIRED' || challenge.message === undefined) return redacted
  const { answer } = state.step.challenge
  const { message } = challenge
  const shown =
    typeof message === 'string' ? message : message[preferredLanguage(request.headers.get('accept-language'))]
  return shown.includes(answer) ? replaceValue(redacted, shown, shown.replaceAll(answer, REDACTED)) : redacted
}

const codesOf = (error: unknown): string[] => {
  if (error instanceof FinApiError) return [error.details.code]
  return error instanceof OAuthError ? [error.error] : []
}

const hashesOf = ({ sent, error, explanation, flow }: Happened): string[] => {
  const hashes: string[] = []
  const add = (hash: unknown): void => {
    if (typeof hash === 'string' && !hashes.includes(hash)) hashes.push(hash)
  }
  add(explanation?.flow ?? flow)
  add(sentHash(sent))
  if (error instanceof FinApiError) add(error.details.challenge?.hash)
  return hashes
}

const sentHash = (sent: unknown): unknown => {
  if (typeof sent !== 'object' || sent === null || !('multiStepAuthentication' in sent)) return undefined
  const { multiStepAuthentication: answer } = sent
  return typeof answer === 'object' && answer !== null && 'hash' in answer ? answer.hash : undefined
}

/** That a bank asks for more is no refusal. */
const refusalOf = ({ error, stage, fault }: Happened, secrets: readonly string[]): RefusedBy | undefined => {
  if (error === undefined) {
    return stage === 'fault' && fault !== undefined
      ? { stage, message: `fault ${fault.id} (${fault.spec.kind}) answered before the request was looked at` }
      : undefined
  }
  if (error instanceof FinApiError && error.details.challenge !== undefined) return undefined
  const message = error instanceof Error ? error.message : String(error)
  return { stage, message: hideWithin(hideQuoted(message), secrets) }
}
