import { setTimeout } from 'node:timers/promises'
import { Agent, type Dispatcher } from 'undici'
import type { Sleep } from './abort.ts'
import { type Api, createApi } from './api.ts'
import type { ApiVersion, PsuHeaders } from './api-types.ts'
import { createTokenSource, revokeToken, type TokenSource, type UserCredentials } from './auth.ts'
import { type Banks, createBanks } from './banks.ts'
import { FinApiError } from './errors.ts'
import { createHttp } from './http.ts'
import { createUserSession, type UserSession } from './user-session.ts'
import { createUsers, type Users } from './users.ts'
import { dialects } from './versions.ts'

export interface FinApiClientOptions {
  /** `https://sandbox.finapi.io`, or a mock's URL; a path in it stays in front of every call. */
  baseUrl: string
  clientId: string
  clientSecret: string
  /** For the texts that PSUs read: de (finAPI's default), en, cs or sk. */
  language?: string | undefined
  psuHeaders?: PsuHeaders | undefined
  /** An undici dispatcher of your own (proxy, certificates, MockAgent); it stays yours to close. */
  dispatcher?: Dispatcher | undefined
  /** Milliseconds for one HTTP exchange, one minute unless told otherwise: finAPI talks to a bank meanwhile. */
  timeout?: number | undefined
  /** Milliseconds between two polls of a decoupled approval; finAPI asks for 5000 at least. */
  pollInterval?: number | undefined
  now?: (() => number) | undefined
  sleep?: Sleep | undefined
}

export interface SessionSettings {
  /** This user's PSU, instead of the client's `psuHeaders`. */
  psuHeaders?: PsuHeaders | undefined
  language?: string | undefined
}

/** finAPI as a client (a TPP's credentials) sees it. */
export interface FinApiClient<V extends ApiVersion> {
  readonly version: V
  readonly users: Users<V>
  /** With the client's token, which some finAPI clients may not use here; a session's `banks` always works. */
  readonly banks: Banks<V>
  /** A session of one user. It fetches its token with the first call. */
  asUser(credentials: UserCredentials, settings?: SessionSettings): UserSession<V>
  /** Revokes the client's own token. */
  revoke(): Promise<void>
  /** Closes the connections that this client opened. */
  close(): Promise<void>
}

const DEFAULT_TIMEOUT = 60_000
const DEFAULT_POLL_INTERVAL = 5_000

const systemSleep: Sleep = (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : {})

/**
 * A client for finAPI Access. `version` (v2 unless given) decides the paths, the field names and the types.
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
  if (!URL.canParse(options.baseUrl)) throw new FinApiError(`baseUrl is not a URL: ${options.baseUrl}`)
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const dispatcher = options.dispatcher ?? new Agent()
  const dialect = dialects[version]
  const http = createHttp({ baseUrl, dispatcher, timeout, now, sleep })
  const tokenOptions = { http, dialect, client: { clientId, clientSecret }, now }
  const clientTokens = createTokenSource(tokenOptions)

  const sessionApi = (tokens: TokenSource, settings: SessionSettings): Api<V> => {
    const { language = options.language, psuHeaders = options.psuHeaders } = settings
    return createApi({ version, http, tokens, language, psuHeaders })
  }
  const revoke = (tokens: TokenSource) => revokeToken({ http, dialect, tokens, clientTokens })
  const clientApi = sessionApi(clientTokens, {})

  return {
    version,
    users: createUsers(clientApi),
    banks: createBanks(clientApi),
    asUser: (user, settings = {}) => {
      const tokens = createTokenSource({ ...tokenOptions, user })
      return createUserSession({
        api: sessionApi(tokens, settings),
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
