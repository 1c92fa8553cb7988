import { setTimeout } from 'node:timers/promises'
import { Agent, type Dispatcher } from 'undici'
import type { ApiVersion } from '../contracts/openapi/api-types.ts'
import type { Sleep } from './abort.ts'
import { type Api, createApi } from './api.ts'
import { revokeToken } from './authorization/revoke-token.ts'
import { createTokenSource, type TokenSource, type UserCredentials } from './authorization/token-source.ts'
import { type Banks, createBanks } from './banks/banks.ts'
import { FinApiError } from './errors.ts'
import { createSendRequest } from './http/send-request.ts'
import type { PsuHeaders } from './http/types.ts'
import { createUserSession, type UserSession } from './user-session.ts'
import { createUsers, type Users } from './users/users.ts'

export interface FinApiClientOptions {
  /** `https://sandbox.finapi.io`, or the URL of a mock; its path is put in front of every path. */
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  /** The language of texts for PSUs: de (finAPI's default), en, cs or sk. */
  readonly language?: string | undefined
  readonly psuHeaders?: PsuHeaders | undefined
  /** An undici dispatcher (proxy, certificates, MockAgent); the caller closes it. */
  readonly dispatcher?: Dispatcher | undefined
  /** Milliseconds for one HTTP exchange, in which finAPI may talk to a bank; one minute by default. */
  readonly timeout?: number | undefined
  /** Milliseconds between two polls of a decoupled approval; 5000 by default, the minimum that finAPI asks for. */
  readonly pollInterval?: number | undefined
  /** Replaces the system's clock, for tests. */
  readonly now?: (() => number) | undefined
  /** Replaces the system's timer, for tests. */
  readonly sleep?: Sleep | undefined
}

export interface SessionOptions {
  /** The headers of this user's PSU, instead of the client's `psuHeaders`. */
  readonly psuHeaders?: PsuHeaders | undefined
  readonly language?: string | undefined
}

/** finAPI with the token of a client. */
export interface FinApiClient<V extends ApiVersion> {
  readonly version: V
  readonly users: Users<V>
  /** The banks with the client's token, which finAPI does not allow to every client; those of a session always work. */
  readonly banks: Banks<V>
  /** Returns a session of one user, which requests its token with the first call. */
  asUser(credentials: UserCredentials, options?: SessionOptions): UserSession<V>
  /** Revokes the client's own token. */
  revoke(): Promise<void>
  /** Closes the client's connections. */
  close(): Promise<void>
}

const DEFAULT_TIMEOUT = 60_000
const DEFAULT_POLL_INTERVAL = 5_000

const systemSleep: Sleep = (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : {})

/**
 * Creates a client for finAPI Access. `version` (v2 by default) decides the paths, the field names and the types.
 *
 * @example
 * const client = createFinApiClient({ baseUrl: 'https://sandbox.finapi.io', clientId, clientSecret })
 * const session = client.asUser(await client.users.create())
 * const { id } = await session.importBankConnection({ bankId, bankingInterface: 'XS2A', loginCredentials }, psu)
 * const connection = await session.waitUntilReady(id)
 */
export function createFinApiClient(options: FinApiClientOptions & { version?: 'v2' }): FinApiClient<'v2'>
export function createFinApiClient<V extends ApiVersion>(options: FinApiClientOptions & { version: V }): FinApiClient<V>
export function createFinApiClient(options: FinApiClientOptions & { version?: ApiVersion }): FinApiClient<ApiVersion> {
  return createVersionedClient(options, options.version ?? 'v2')
}

const createVersionedClient = <V extends ApiVersion>(options: FinApiClientOptions, version: V): FinApiClient<V> => {
  const { clientId, clientSecret, timeout = DEFAULT_TIMEOUT, pollInterval = DEFAULT_POLL_INTERVAL } = options
  const { now = Date.now, sleep = systemSleep } = options
  if (!URL.canParse(options.baseUrl)) {
    throw new FinApiError(`baseUrl is not a URL: ${options.baseUrl}; pass one such as https://sandbox.finapi.io`)
  }
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const dispatcher = options.dispatcher ?? new Agent()
  const sendRequest = createSendRequest({ baseUrl, dispatcher, timeout, now, sleep })
  const tokenOptions = { version, sendRequest, client: { clientId, clientSecret }, now }
  const clientTokens = createTokenSource(tokenOptions)

  const createSessionApi = (tokens: TokenSource, session: SessionOptions): Api<V> => {
    const { language = options.language, psuHeaders = options.psuHeaders } = session
    return createApi({ version, sendRequest, tokens, language, psuHeaders })
  }
  const revoke = (tokens: TokenSource) => revokeToken({ version, sendRequest, tokens, clientTokens })
  const clientApi = createSessionApi(clientTokens, {})

  return {
    version,
    users: createUsers(clientApi),
    banks: createBanks(clientApi),
    asUser: (user, session = {}) => {
      const tokens = createTokenSource({ ...tokenOptions, user })
      return createUserSession({
        api: createSessionApi(tokens, session),
        pollInterval,
        now,
        sleep,
        revoke: () => revoke(tokens),
        forgetToken: tokens.forget,
      })
    },
    revoke: () => revoke(clientTokens),
    close: async () => {
      if (!options.dispatcher) await dispatcher.close()
    },
  }
}
