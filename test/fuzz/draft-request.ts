import { happens, pickWeighted } from './draw.ts'
import { generateValue, type ValueSource } from './generate-value.ts'
import { type FuzzOperation, findOperation, type TokenKind } from './operations.ts'
import type { IdKind, PendingFlow } from './pool.ts'
import { type FuzzRequest, type Header, isRecord, withHeaders } from './request.ts'

/** A generated request with the operation that it calls. */
export interface Draft {
  readonly operation: FuzzOperation
  readonly request: FuzzRequest
}

/** Generates a request that an operation accepts, as far as schemas and earlier responses allow. */
export const draftRequest = (drawn: FuzzOperation, prefix: string, source: Omit<ValueSource, 'schemas'>): Draft => {
  const { chance, pool } = source
  const flow = isFlowOperation(drawn) && happens(chance, 60) ? pool.recall('flow', chance) : undefined
  if (flow !== undefined) return continueFlow(flow, prefix, source)
  const needsVisit = drawn.path.startsWith('/_mock/bank/') && pool.recall('visit', chance) === undefined
  if (needsVisit && happens(chance, 90)) return startVisit(prefix, source)
  const withSchemas = { ...source, schemas: drawn.schemas }
  const query = generateQuery(drawn, withSchemas)
  const body = generateBody(drawn, withSchemas)
  const request: FuzzRequest = {
    operation: drawn.key,
    method: drawn.method,
    path: prefix + fillPath(drawn, source) + (query === '' ? '' : `?${query}`),
    headers: [
      ...chooseToken(drawn.token, source),
      ...(body === undefined || drawn.body === undefined ? [] : [['Content-Type', drawn.body.mediaType] as const]),
      ...generateHeaders(drawn, source),
    ],
    body,
  }
  return { operation: drawn, request }
}

const isFlowOperation = ({ id }: FuzzOperation): boolean =>
  id === 'importBankConnection' || id === 'updateBankConnection'

/** Repeats the request of a flow with an answer to the bank's challenge. */
const continueFlow = (
  { operation: key, headers, body, challenge }: PendingFlow,
  prefix: string,
  { chance, pool }: Omit<ValueSource, 'schemas'>,
): Draft => {
  const operation = findOperation(key)
  const { hash, status } = challenge
  const answers: readonly (Readonly<Record<string, unknown>> & { readonly weight: number })[] = [
    { weight: status === 'CHALLENGE_RESPONSE_REQUIRED' ? 9 : 0.1, challengeResponse: chance.pick(['123456', 'demo']) },
    {
      weight: status === 'TWO_STEP_PROCEDURE_REQUIRED' ? 9 : 0.1,
      twoStepProcedureId: chooseProcedure(challenge, chance),
    },
    {
      weight: status === 'REDIRECT_REQUIRED' ? 9 : 0.1,
      redirectCallback: pool.recall('callback', chance) ?? `state=${challenge.redirectContext}&code=1`,
    },
    { weight: String(status).startsWith('DECOUPLED') ? 9 : 0.1, decoupledCallback: true },
  ]
  const { weight: _, ...answer } = pickWeighted(chance, answers)
  const text = JSON.stringify({ ...body, multiStepAuthentication: { hash, ...answer } })
  const request: FuzzRequest = { operation: key, method: 'POST', path: prefix + operation.path, headers, body: text }
  // The token of the flow's beginning may have expired.
  const [token] = chooseToken('user', { chance, pool })
  return { operation, request: token === undefined ? request : withHeaders(request, token) }
}

/** Starts an import that needs the bank's pages. */
const startVisit = (prefix: string, source: Omit<ValueSource, 'schemas'>): Draft => {
  const version = source.chance.pick(['v1', 'v2'])
  const operation = findOperation(`${version} importBankConnection`)
  const body = JSON.stringify({
    bankId: 280002,
    [version === 'v1' ? 'interface' : 'bankingInterface']: 'XS2A',
    loginCredentials: [{ label: 'Onlinebanking-ID', value: 'anyone' }],
    redirectUrl: 'https://app.example/back?a=1#b',
  })
  const headers: Header[] = [...chooseToken('user', source), ['Content-Type', 'application/json']]
  return {
    operation,
    request: { operation: operation.key, method: 'POST', path: prefix + operation.path, headers, body },
  }
}

const chooseProcedure = ({ twoStepProcedures }: PendingFlow['challenge'], chance: ValueSource['chance']): unknown => {
  const procedure: unknown =
    Array.isArray(twoStepProcedures) && twoStepProcedures.length > 0 ? chance.pick(twoStepProcedures) : undefined
  return isRecord(procedure) ? procedure.procedureId : 'DEMO-SMS'
}

/** Fills the parameter of a path: an id of the list that the path names, or a name of the control API. */
const fillPath = ({ path, surface }: FuzzOperation, { chance, pool, worlds }: Omit<ValueSource, 'schemas'>): string => {
  const fill = (name: string): string => {
    if (name === 'name') return chance.pick(worlds)
    if (name === 'hash') return pool.recall('hash', chance) ?? 'f'.repeat(32)
    const [, list = ''] = /\/(\w+)\/\{/.exec(path) ?? []
    const kind = KINDS.get(list) ?? (surface === 'control' ? 'entry' : 'account')
    const one = (): string => String(pool.recall(kind, chance) ?? chance.pick([1, 280001, 999_999]))
    return name === 'ids' ? `${one()},${one()}` : one()
  }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => fill(name))
}

const KINDS: ReadonlyMap<string, IdKind> = new Map([
  ['banks', 'bank'],
  ['bankConnections', 'bankConnection'],
  ['accounts', 'account'],
  ['transactions', 'transaction'],
  ['pendingTransactions', 'pendingTransaction'],
  ['faults', 'fault'],
  ['journal', 'entry'],
])

const generateQuery = (operation: FuzzOperation, source: ValueSource): string => {
  const { chance } = source
  const isPage = operation.surface === 'page'
  const parts = operation.query.flatMap(({ name, isRequired, schema }) => {
    if (!isRequired && !happens(chance, isPage ? 90 : RARE.has(name) ? 4 : 20)) return []
    const value = name === 'order' ? chooseOrder(operation, chance) : generateValue(schema, source, name)
    return [`${name}=${encodeURIComponent(Array.isArray(value) ? value.join(',') : String(value))}`]
  })
  return parts.join('&')
}

/** Filters that hardly any row passes. */
const RARE: ReadonlySet<string> = new Set(['ids', 'labelIds', 'categoryIds', 'hash', 'requestId', 'code'])

const chooseOrder = ({ orderFields }: FuzzOperation, chance: ValueSource['chance']): string =>
  `${chance.pick(orderFields.length === 0 ? ['id'] : orderFields)},${chance.pick(['asc', 'desc'])}`

const generateBody = (operation: FuzzOperation, source: ValueSource): string | undefined => {
  const { body, id } = operation
  if (body === undefined) return undefined
  if (id === 'restoreSnapshot') {
    const snapshot = source.pool.recall('snapshot', source.chance)
    if (snapshot !== undefined) return JSON.stringify(snapshot)
  }
  const value = generateValue(body.schema, source, '', id)
  if (body.mediaType === 'application/json') return JSON.stringify(value)
  const form = new URLSearchParams()
  for (const [name, field] of Object.entries(isRecord(value) ? value : {})) form.append(name, String(field))
  return form.toString()
}

/** Adds the token that an operation requires; sometimes one of another kind, of another user, or none. */
const chooseToken = (kind: TokenKind, { chance, pool }: Pick<ValueSource, 'chance' | 'pool'>): Header[] => {
  if (kind === 'none') return []
  const wanted = kind === 'any' ? chance.pick(['user', 'client'] as const) : kind
  const isOther = happens(chance, 4)
  const token = pool.recall(isOther ? chance.pick(['userToken', 'clientToken'] as const) : `${wanted}Token`, chance)
  return token === undefined ? [] : [['Authorization', `Bearer ${token}`]]
}

const generateHeaders = ({ headers }: FuzzOperation, { chance }: Omit<ValueSource, 'schemas'>): Header[] => {
  const values: Readonly<Record<string, string>> = {
    'PSU-IP-Address': '203.0.113.7',
    'PSU-Device-OS': 'Android 15',
    'PSU-User-Agent': 'Mozilla/5.0',
    'X-Request-Id': `fuzz-${chance.int(1, 1_000_000)}`,
  }
  return headers.flatMap((name): Header[] => {
    const value = values[name]
    return value === undefined || !happens(chance, name.startsWith('PSU') ? 60 : 10) ? [] : [[name, value]]
  })
}
