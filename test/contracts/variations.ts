import { setTimeout as sleep } from 'node:timers/promises'
import type { Interference } from './breaking-proxy.ts'
import { ANYTHING, changeAnswer, changeReply, changeValues, together } from './interferences.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Answers what a value of an answer becomes; most stay what they are. */
type Change = (key: string, value: unknown) => unknown

/** What a real server may do differently: in its values, or in everything else. */
interface Variation {
  readonly values?: Change
  readonly exchange?: () => Interference
}

const keyed =
  (keys: readonly string[], change: (value: unknown) => unknown): Change =>
  (key, value) =>
    keys.includes(key) ? change(value) : value

const objects =
  (change: (value: Record<string, unknown>) => unknown): Change =>
  (_, value) =>
    isRecord(value) ? change(value) : value

const extended =
  (...more: readonly unknown[]) =>
  (value: unknown): unknown =>
    Array.isArray(value) ? [...value, ...more] : value

const videoCall = {
  procedureId: 'VID-1',
  procedureName: 'Video call',
  procedureChallengeType: 'VIDEO',
  implicitExecute: false,
}

const HASH_MARK = 'H_'

/** Hashes that look like nothing the mock would make; the way back needs no memory. */
const otherHash = (hash: unknown): string => `${HASH_MARK}${Buffer.from(String(hash), 'hex').toString('base64url')}`
const hashBehind = (other: unknown): unknown =>
  typeof other === 'string' && other.startsWith(HASH_MARK)
    ? Buffer.from(other.slice(HASH_MARK.length), 'base64url').toString('hex')
    : other

/** Everything that a real server may do differently without any client noticing. */
export const variations: Readonly<Record<string, Variation>> = {
  'answers take longer': {
    exchange: () => async (request, forward) => {
      await sleep(3)
      return forward(request)
    },
  },
  'texts are in another language': {
    values: keyed(['message', 'challengeMessage', 'error_description', 'answerFieldLabel'], (value) =>
      typeof value === 'string' ? `[cs] ${value}` : value,
    ),
  },
  'objects have more fields': { values: objects((value) => ({ ...value, addedLater: { nested: [1] } })) },
  'keys come in another order': { values: objects((value) => Object.fromEntries(Object.entries(value).reverse())) },
  'there are more procedures': { values: keyed(['twoStepProcedures'], extended(videoCall)) },
  'enumerations have more values': {
    values: (key, value) => (key === 'capabilities' || key === 'properties' ? extended('ADDED_LATER')(value) : value),
  },
  'hashes use another alphabet': {
    values: keyed(['hash'], otherHash),
    exchange: () =>
      changeReply((reply) => {
        reply.hash = hashBehind(reply.hash)
      }),
  },
  'accounts and people have other names': {
    values: keyed(['accountName', 'accountHolderName'], () => 'Jemand anders'),
  },
  'the token type is capitalised': { values: keyed(['token_type'], () => 'Bearer') },
  'the content type names no charset': {
    exchange: () =>
      changeAnswer(ANYTHING, ({ headers }) => {
        if (headers['content-type']?.includes('json')) headers['content-type'] = 'application/json'
      }),
  },
}

/** All of them at once, with one look at each answer: some answers are long. */
export const everyVariation = (): Interference => {
  const all = Object.values(variations)
  const changes = all.flatMap(({ values }) => values ?? [])
  return together(
    ...all.flatMap(({ exchange }) => exchange?.() ?? []),
    changeValues(ANYTHING, (key, value) => changes.reduce((changed, change) => change(key, changed), value)),
  )
}

/** finAPI's answer to clients that may only import through the hosted web form. */
export const unlicensed: Interference = async (request, forward) => {
  if (!request.url.pathname.endsWith('/bankConnections/import') || !request.headers.authorization)
    return forward(request)
  const error = { message: 'Direkte API-Aufrufe sind nicht zulässig.', code: 'ILLEGAL_ENTITY_STATE', type: 'TECHNICAL' }
  const version = request.url.pathname.split('/')[2]
  return {
    status: version === 'v1' ? 422 : 403,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      errors: [error],
      date: version === 'v1' ? '2024-01-15 12:00:00.000' : '2024-01-15T12:00:00.000+01:00',
      requestId: 'r',
      endpoint: `POST ${request.url.pathname}`,
      authContext: '1/2',
      ...(version === 'v1' ? { bank: null } : {}),
    }),
  }
}
