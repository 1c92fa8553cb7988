import { GIVEN_NAME } from '../rules/accounts/edit.ts'
import { idsBack, idsThere } from './ids.ts'
import { changeReply } from './import-interferences.ts'
import {
  ANYTHING,
  changeForm,
  changeRequest,
  changeRequestBody,
  changeResponse,
  combine,
  IMPORT,
  isRoute,
  REVOKE,
  TOKEN,
} from './interferences.ts'
import { type Change, isRecord } from './json.ts'
import type { Interference, ProxiedResponse } from './proxy.ts'
import type { Variation } from './variation.ts'

const keyed =
  (keys: readonly string[], change: (value: unknown) => unknown): Change =>
  (key, value) =>
    keys.includes(key) ? change(value) : value

const texts = (keys: readonly string[], change: (text: string) => string): Change =>
  keyed(keys, (value) => (typeof value === 'string' ? change(value) : value))

const lists = (keys: readonly string[], change: (list: readonly unknown[]) => unknown): Change =>
  keyed(keys, (value) => (Array.isArray(value) ? change(value) : value))

const objects =
  (change: (value: Record<string, unknown>) => unknown): Change =>
  (_, value) =>
    isRecord(value) ? change(value) : value

const plainErrors = (change: (error: Record<string, unknown>) => unknown): Change =>
  objects((value) => ('code' in value && 'type' in value && !value.multiStepAuthentication ? change(value) : value))

const HASH_MARK = 'H_'

/** Rewrites a hash so that it looks unlike the mock's, and can be restored without state. */
const otherHash = (hash: string): string => `${HASH_MARK}${Buffer.from(hash, 'hex').toString('base64url')}`
const toOwnHash = (other: unknown): unknown =>
  typeof other === 'string' && other.startsWith(HASH_MARK)
    ? Buffer.from(other.slice(HASH_MARK.length), 'base64url').toString('hex')
    : other

const TOKEN_MARK = '.other'
const otherToken = (token: string): string => `eyJ_${token}${TOKEN_MARK}`
const toOwnToken = (other: string): string =>
  other.startsWith('eyJ_') && other.endsWith(TOKEN_MARK) ? other.slice(4, -TOKEN_MARK.length) : other

const tokenInForm = (form: URLSearchParams): void => {
  for (const name of ['refresh_token', 'token']) {
    const token = form.get(name)
    if (token !== null) form.set(name, toOwnToken(token))
  }
}

const tokensBack: Interference = combine(
  changeRequest(ANYTHING, ({ headers }) => {
    const token = headers.authorization?.slice('Bearer '.length)
    if (token !== undefined) headers.authorization = `Bearer ${toOwnToken(token)}`
  }),
  changeForm(TOKEN, tokenInForm),
  changeForm(REVOKE, tokenInForm),
  changeRequest(REVOKE, ({ url }) => tokenInForm(url.searchParams)),
)

/** Lets the first polls of a decoupled approval find it still pending. */
const slowApproval = (): Interference => {
  const challenges = new Map<string, ProxiedResponse>()
  const polls = new Map<string, number>()
  return async (request, forward) => {
    if (!isRoute(IMPORT)(request)) return forward(request)
    const user = request.headers.authorization ?? ''
    const before = challenges.get(user)
    const polled = polls.get(user) ?? 0
    if (before && request.body.includes('"decoupledCallback":true') && polled < 3) {
      polls.set(user, polled + 1)
      const body = before.body.replace('DECOUPLED_AUTH_REQUIRED', 'DECOUPLED_AUTH_IN_PROGRESS')
      return { ...before, headers: { ...before.headers }, body }
    }
    const response = await forward(request)
    if (response.body.includes('"DECOUPLED_AUTH_'))
      challenges.set(user, { ...response, headers: { ...response.headers } })
    return response
  }
}

const LABEL_MARK = 'Ihr Feld: '

const videoCall = {
  procedureId: 'VID-1',
  procedureName: 'Video call',
  procedureChallengeType: 'VIDEO',
  implicitExecute: false,
}

/** Adds an interface without account information, in the shape of the others. */
const withScraper = (interfaces: readonly unknown[]): readonly unknown[] => {
  const [first] = interfaces.filter(isRecord)
  if (first === undefined || !('tppAuthenticationGroup' in first || 'isAisSupported' in first)) return interfaces
  const name = 'bankingInterface' in first ? 'bankingInterface' : 'interface'
  return [{ ...first, [name]: 'WEB_SCRAPER', properties: [], isAisSupported: false }, ...interfaces]
}

const OFFSET = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})[+-]\d{2}:\d{2}$/

const MONEY = /"(amount|balance|income|spending|overdraftLimit|availableFunds)":(-?\d+(?:\.\d+)?)(?=[,}])/g

/** Differences in the values of responses. */
const valueVariations: readonly Variation[] = [
  {
    differs: 'texts are in another language',
    values: texts(
      ['message', 'challengeMessage', 'error_description', 'answerFieldLabel', 'loginHint'],
      (text) => `[cs] žluťoučký kůň: ${text}`,
    ),
  },
  {
    differs: 'accounts, banks, categories and people have other names',
    values: texts(['accountName', 'accountHolderName', 'bankName', 'parentName'], (name) =>
      name === GIVEN_NAME ? name : 'Jemand ganz "anders" 🏦',
    ),
  },
  {
    differs: 'objects have more fields',
    values: objects((value) => ({ ...value, addedLater: { nested: [1, null] } })),
  },
  {
    differs: 'keys come in another order',
    values: objects((value) => Object.fromEntries(Object.entries(value).reverse())),
  },
  { differs: 'ids are other ones', values: idsThere, exchange: () => idsBack },
  {
    differs: 'hashes use another alphabet',
    values: texts(['hash'], otherHash),
    exchange: () =>
      changeReply((reply) => {
        reply.hash = toOwnHash(reply.hash)
      }),
  },
  {
    differs: 'tokens use another alphabet',
    values: texts(['access_token', 'refresh_token'], otherToken),
    exchange: () => tokensBack,
  },
  { differs: 'the token type is capitalised', values: texts(['token_type'], () => 'Bearer') },
  { differs: 'tokens never expire', values: keyed(['expires_in'], () => 0) },
  { differs: 'procedures come in another order', values: lists(['twoStepProcedures'], (all) => [...all].reverse()) },
  { differs: 'there are more procedures', values: lists(['twoStepProcedures'], (all) => [...all, videoCall]) },
  {
    differs: 'enumerations have more values',
    values: lists(['capabilities', 'properties', 'supportedOrders'], (all) => [...all, 'ADDED_LATER']),
  },
  { differs: 'banks have more interfaces', values: lists(['interfaces'], withScraper) },
  {
    differs: 'login fields have other labels',
    values: (key, value) =>
      key === 'loginCredentials' && Array.isArray(value)
        ? value.map((one: unknown) => (isRecord(one) ? { ...one, label: `${LABEL_MARK}${one.label}` } : one))
        : value,
    exchange: () =>
      changeRequestBody(IMPORT, (body) => {
        if (!Array.isArray(body.loginCredentials)) return
        body.loginCredentials = body.loginCredentials.map((one: unknown) =>
          isRecord(one) ? { ...one, label: String(one.label).replace(LABEL_MARK, '') } : one,
        )
      }),
  },
  {
    differs: 'errors without a challenge have null in place of a text',
    versions: ['v1'],
    values: plainErrors((error) => ({ ...error, message: null })),
  },
  {
    differs: 'errors without a challenge have no text',
    versions: ['v2'],
    values: plainErrors(({ message: _, ...error }) => error),
  },
  {
    differs: 'an error comes with a second one',
    values: lists(['errors'], (all) => [...all, { message: 'And so on', code: 'UNEXPECTED_ERROR', type: 'TECHNICAL' }]),
  },
  {
    differs: 'errors name the bank in its longer form',
    values: texts(['bank'], (bank) => (bank.includes('(') ? bank : `${bank} (id: 7, location: none)`)),
  },
  {
    differs: 'a step of the categorisation is too short to be seen',
    values: texts(['categorizationStatus'], (status) => (status === 'PENDING' ? 'IN_PROGRESS' : status)),
  },
  {
    differs: 'points in time have another offset',
    versions: ['v2'],
    values: (_, value) =>
      typeof value === 'string' && OFFSET.test(value) ? new Date(value).toISOString().replace('Z', '+00:00') : value,
  },
  {
    differs: 'the context of a visit comes back under another name',
    values: texts(['redirectContextField'], () => 'contextOfVisit'),
    exchange: () =>
      combine(
        changeResponse(ANYTHING, ({ headers }) => {
          if (headers.location?.includes('code='))
            headers.location = headers.location.replace(/([?&])state=/, '$1contextOfVisit=')
        }),
        changeReply((reply) => {
          if (typeof reply.redirectCallback === 'string')
            reply.redirectCallback = reply.redirectCallback.replace(/(^|&)contextOfVisit=/, '$1state=')
        }),
      ),
  },
]

/** Differences in how responses are written and sent. */
const formVariations: readonly Variation[] = [
  {
    differs: 'headers are written otherwise, and there are more of them',
    exchange: () =>
      changeResponse(ANYTHING, (response) => {
        const written = Object.entries(response.headers).map(([name, value]) => [name.toUpperCase(), value])
        response.headers = {
          ...Object.fromEntries(written),
          'Strict-Transport-Security': 'max-age=31536000',
          'Set-Cookie': 'route=1; HttpOnly',
          Vary: 'Origin',
        }
      }),
  },
  {
    differs: 'responses take longer',
    exchange: (time) => async (request, forward) => {
      await time.wait(40)
      return forward(request)
    },
  },
  { differs: 'people take longer to approve', exchange: slowApproval },
  {
    differs: 'the content type names no charset',
    exchange: () =>
      changeResponse(ANYTHING, (response) => {
        if (response.headers['content-type']?.includes('json')) response.headers['content-type'] = 'application/json'
      }),
  },
  {
    differs: 'statuses come with other words',
    exchange: () =>
      changeResponse(ANYTHING, (response) => {
        response.reason = 'As Expected'
      }),
  },
  {
    differs: 'responses come in pieces',
    exchange: () =>
      changeResponse(ANYTHING, (response) => {
        response.pieces = Math.max(7, Math.ceil(response.body.length / 9))
      }),
  },
  {
    differs: 'every connection is closed after its response',
    exchange: () =>
      changeResponse(ANYTHING, ({ headers }) => {
        headers.connection = 'close'
      }),
  },
  {
    differs: 'JSON is written with escapes',
    writing: (json) =>
      json
        .replaceAll('/', '\\/')
        .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  },
  { differs: 'JSON is written over several lines', writing: (json) => json.replace(/([{,])"/g, '$1\r\n\t"') },
  {
    differs: 'money is written with zeros or an exponent',
    writing: (json) =>
      json.replace(MONEY, (_, key: string, digits: string) =>
        digits.includes('.') ? `"${key}":${digits}0` : `"${key}":${digits}.0E+0`,
      ),
  },
]

/** Differences in the data of the server. */
const serverVariations: readonly Variation[] = [
  { differs: 'the demo data is another', server: { seed: 'another' } },
  {
    differs: 'the data is there at once',
    server: { downloadTime: 0 },
    maySkip: [
      'life-cycle.locked-connection',
      'life-cycle.locked-user',
      'accounts.edit-locked',
      'accounts.deletion-locked',
    ],
  },
  {
    differs: 'a bank delivers fewer accounts',
    exchange: () =>
      changeRequestBody(IMPORT, (body) => {
        body.accountTypes ??= ['Checking', 'Savings']
      }),
  },
]

/** Every difference that rules have to tolerate; those in form come first, because they are closest to the client. */
export const variations: readonly Variation[] = [...formVariations, ...valueVariations, ...serverVariations]
