import type { FuzzOperation } from './operations.ts'
import type { IdKind, PendingFlow, Pool } from './pool.ts'
import { type FuzzRequest, type FuzzResponse, findHeader, isRecord, tryParse } from './request.ts'

/** The kinds of ids by the name of a list in a response, which is also a part of the path of single ones. */
const LISTS: ReadonlyMap<string, IdKind> = new Map([
  ['banks', 'bank'],
  ['connections', 'bankConnection'],
  ['bankConnections', 'bankConnection'],
  ['accounts', 'account'],
  ['transactions', 'transaction'],
  ['pendingTransactions', 'pendingTransaction'],
  ['faults', 'fault'],
  ['entries', 'entry'],
])

/** The first rows of a list are enough. */
const MAX_ROWS = 4

/** Puts the ids, tokens, hashes and pages of a response into the pool of its world. */
export const harvest = (pool: Pool, operation: FuzzOperation, request: FuzzRequest, response: FuzzResponse): void => {
  if (response.headers.get('content-type')?.startsWith('text/html')) harvestPage(pool, request, response)
  const location = response.headers.get('location')
  if (location !== null && operation.id === 'bank-decision-form') rememberCallback(pool, location)
  if (response.status >= 300 && response.status !== 510) return
  const body = tryParse(response.text)
  if (!isRecord(body)) return
  if (response.status === 510) {
    harvestChallenge(pool, operation, request, body)
    return
  }
  harvestTokens(pool, operation, request, body)
  harvestIds(pool, operation, body)
  if (operation.id === 'takeSnapshot') pool.remember('snapshot', body)
}

const harvestTokens = (
  pool: Pool,
  { id }: FuzzOperation,
  request: FuzzRequest,
  body: Readonly<Record<string, unknown>>,
): void => {
  if (id === 'getToken' && typeof body.access_token === 'string') {
    const isUser = typeof body.refresh_token === 'string'
    const isAdmin = typeof request.body === 'string' && request.body.includes('mock-admin')
    pool.remember(isUser ? 'userToken' : isAdmin ? 'adminToken' : 'clientToken', body.access_token)
    if (typeof body.refresh_token === 'string') pool.remember('refreshToken', body.refresh_token)
  }
  if (id === 'createUser' && typeof body.id === 'string' && typeof body.password === 'string') {
    pool.remember('user', { id: body.id, password: body.password })
  }
}

const harvestIds = (pool: Pool, { path }: FuzzOperation, body: Readonly<Record<string, unknown>>): void => {
  const single = [...LISTS].find(([name]) => path.includes(`/${name}`))?.[1]
  if (single !== undefined && typeof body.id === 'number') pool.remember(single, body.id)
  if (Array.isArray(body.accountIds)) rememberIds(pool, 'account', body.accountIds.slice(0, MAX_ROWS))
  for (const [name, kind] of LISTS) {
    const rows = body[name]
    if (Array.isArray(rows)) {
      rememberIds(
        pool,
        kind,
        rows.slice(0, MAX_ROWS).map((row) => (isRecord(row) ? row.id : undefined)),
      )
    }
  }
  if (Array.isArray(body.scenarios)) {
    for (const scenario of body.scenarios.slice(0, MAX_ROWS)) {
      if (isRecord(scenario) && typeof scenario.name === 'string') pool.remember('scenario', scenario.name)
    }
  }
}

const rememberIds = (pool: Pool, kind: IdKind, ids: readonly unknown[]): void => {
  for (const id of ids) if (typeof id === 'number') pool.remember(kind, id)
}

const harvestChallenge = (
  pool: Pool,
  operation: FuzzOperation,
  request: FuzzRequest,
  { errors }: Readonly<Record<string, unknown>>,
): void => {
  const [first] = Array.isArray(errors) ? errors : []
  const challenge = isRecord(first) ? first.multiStepAuthentication : undefined
  const body = tryParse(request.body)
  if (!isRecord(challenge) || !isRecord(body) || typeof challenge.hash !== 'string') return
  pool.remember('hash', challenge.hash)
  const flow: PendingFlow = { operation: operation.key, headers: request.headers, body, challenge }
  if (findHeader(request, 'authorization') !== undefined) pool.remember('flow', flow)
  if (typeof challenge.redirectContext === 'string') {
    pool.remember('visit', { state: challenge.redirectContext, session: undefined })
  }
  if (Array.isArray(challenge.twoStepProcedures)) {
    for (const procedure of challenge.twoStepProcedures) {
      if (isRecord(procedure) && typeof procedure.procedureId === 'string') {
        pool.remember('procedure', procedure.procedureId)
      }
    }
  }
}

const harvestPage = (pool: Pool, request: FuzzRequest, { text }: FuzzResponse): void => {
  const session = /name="session"[^>]*value="([^"]+)"/.exec(text)?.[1]
  const state = typeof request.body === 'string' ? new URLSearchParams(request.body).get('state') : null
  if (session !== undefined && state !== null) pool.remember('visit', { state, session })
}

const rememberCallback = (pool: Pool, location: string): void => {
  const query = location.split('?')[1]
  if (query !== undefined) pool.remember('callback', query)
}
