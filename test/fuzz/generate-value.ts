import { findSchemaName, type Schema } from '../../contracts/openapi/document.ts'
import type { Chance } from '../helpers/chance.ts'
import { happens } from './draw.ts'
import type { Schemas } from './operations.ts'
import type { Pool } from './pool.ts'

/** The source of generated values. */
export interface ValueSource {
  readonly chance: Chance
  readonly pool: Pool
  readonly schemas: Schemas
  /** Names of worlds. */
  readonly worlds: readonly string[]
}

/** Banks of the demo, of our own, and one that does not exist. */
const BANKS = [280001, 280001, 280002, 277672, 290001, 999999]

const LOGINS: readonly (readonly [user: string, pin: string | undefined])[] = [
  ['demo', 'demo'],
  ['demo', 'demo'],
  ['demo', '123456'],
  ['demo_no_msa', 'demo_no_msa'],
  ['anyone', undefined],
  ['demo', 'wrong'],
]

const DAYS = ['2026-03-10', '2026-01-01', '2025-12-31', '2025-03-11', '2024-02-29', '2026-03-31']
const MOMENTS = [
  '2026-03-10T10:00:00Z',
  '2026-03-11T00:00:00.000Z',
  '2026-12-31T23:59:59+01:00',
  '2024-02-29T12:00:00Z',
]
const DURATIONS = ['PT0S', 'PT1S', 'PT5S', 'PT5S', 'PT1M', 'PT10M', 'PT2H', 'P1D', 'P90D']
const SHORT_DURATIONS = ['PT0S', 'PT0.01S', 'PT0.02S']
const WORDS = ['a', 'Miete', 'REWE', 'Giro', 'DEMO', 'Test Bank', 'München', '12345', 'x y z']

type Generator = (source: ValueSource) => unknown

const recall =
  (kind: Parameters<Pool['recall']>[0], ...fallbacks: readonly unknown[]): Generator =>
  ({ pool, chance }) =>
    (happens(chance, 85) ? pool.recall(kind, chance) : undefined) ?? chance.pick(fallbacks)

const pick =
  (...values: readonly unknown[]): Generator =>
  ({ chance }) =>
    chance.pick(values)

const several =
  (generate: Generator): Generator =>
  (source) =>
    Array.from({ length: source.chance.int(1, 3) }, () => generate(source))

const world: Generator = ({ chance, worlds }) => chance.pick(worlds)

const account = recall('account', 1, 999)

/** Values by the name of their field, where a schema does not say enough to get further than the first check. */
const BY_NAME: Readonly<Record<string, Generator>> = {
  bankId: ({ chance, pool }) => (happens(chance, 15) ? pool.recall('bank', chance) : undefined) ?? chance.pick(BANKS),
  bankConnectionId: recall('bankConnection', 1),
  bankConnectionIds: several(recall('bankConnection', 1)),
  accountIds: several(account),
  interface: pick('XS2A', 'XS2A', 'XS2A', 'XS2A', 'FINTS_SERVER', 'WEB_SCRAPER'),
  bankingInterface: pick('XS2A', 'XS2A', 'XS2A', 'XS2A', 'FINTS_SERVER', 'WEB_SCRAPER'),
  loginCredentials: ({ chance }) => {
    const [user, pin] = chance.pick(LOGINS)
    return [{ label: 'Onlinebanking-ID', value: user }, ...(pin === undefined ? [] : [{ label: 'PIN', value: pin }])]
  },
  redirectUrl: pick('https://app.example/back', 'https://app.example/back?a=1#b', 'http://localhost:3000/'),
  hash: recall('hash', 'f'.repeat(32)),
  twoStepProcedureId: recall('procedure', 'DEMO-SMS'),
  challengeResponse: pick('123456', '123456', 'demo', '000000'),
  redirectCallback: recall('callback', 'state=1&code=2'),
  decoupledCallback: pick(true),
  accountReferences: pick([{ iban: 'DE89370400440532013000' }], []),
  client_id: pick('mock-client', 'mock-client', 'mock-client', 'mock-aisp', 'mock-unlicensed', 'mock-admin'),
  client_secret: pick('mock-secret'),
  username: ({ pool, chance }) => pool.recall('user', chance)?.id ?? 'nobody',
  password: ({ pool, chance }) => pool.recall('user', chance)?.password ?? 'nothing',
  refresh_token: recall('refreshToken', 'none'),
  token: recall('userToken', 'none'),
  view: pick('userView', 'bankView'),
  search: pick(...WORDS),
  counterpart: pick(...WORDS),
  purpose: pick(...WORDS),
  startDate: pick(...DAYS),
  endDate: pick(...DAYS),
  page: pick(1, 1, 1, 2, 3),
  perPage: pick(1, 5, 20, 20, 100, 500),
  user: ({ pool, chance }) => pool.recall('user', chance)?.id ?? 'nobody',
  operation: pick('importBankConnection', 'getToken', 'getAccount', 'getAndSearchAllTransactions'),
  scenario: recall('scenario', 'embedded-text-tan', 'redirect-approved', 'decoupled-after-polls', 'many-transactions'),
  seed: pick('a', 'b'),
  by: pick(...DURATIONS),
  now: pick(...MOMENTS),
  from: pick(...MOMENTS),
  to: pick(...MOMENTS),
  downloadTime: pick('PT0S', 'PT1S', 'PT1M'),
  timeout: pick(...SHORT_DURATIONS),
  delay: pick(...SHORT_DURATIONS, 0, 5),
  duration: pick(...SHORT_DURATIONS, 0, 5),
  chunks: pick(2, 3),
  times: pick(1, 1, 2, 'until-removed'),
  skip: pick(0, 1),
  path: pick('/api/v2/**', '/api/*/accounts/*', '/**', '/api/v1/users'),
  requestId: recall('requestId', 'none'),
  after: recall('entry', 0),
  state: ({ pool, chance }) => pool.recall('visit', chance)?.state ?? 'none',
  session: ({ pool, chance }) => pool.recall('visit', chance)?.session ?? 'none',
  pin: pick('demo', 'demo', 'demo', 'wrong'),
  decision: pick('approve', 'approve', 'cancel'),
  action: pick('approve', 'decline', 'expire'),
  lang: pick('de', 'en', 'cs'),
  apiVersion: pick('V1', 'V2', 'v2'),
  name: ({ chance }) => chance.pick(['fuzz-a', 'Konto', 'x', 'fork']),
}

/** Names that mean something else at an operation. */
const BY_OPERATION: Readonly<Record<string, Readonly<Record<string, Generator>>>> = {
  createWorld: { name: world },
  forkWorld: { name: world },
  createUser: { id: () => undefined, password: () => undefined },
  'bank-login-form': { user: pick('demo', 'demo', 'demo', 'wrong') },
  listPendingActions: { hash: recall('hash', 'none') },
}

/** Generates a value that fits a schema, mostly one that its operation can use. */
export const generateValue = (schema: Schema, source: ValueSource, name = '', operation = ''): unknown => {
  const known = BY_OPERATION[operation]?.[name] ?? BY_NAME[name]
  return known === undefined ? generateBySchema(schema, source, operation) : known(source)
}

const generateBySchema = (schema: Schema, source: ValueSource, operation: string): unknown => {
  const { chance, schemas } = source
  if ('$ref' in schema) {
    const target = schemas[findSchemaName(schema)]
    return target === undefined ? null : generateBySchema(target, source, operation)
  }
  if ('const' in schema) return schema.const
  if (schema.enum !== undefined) return chance.pick(schema.enum)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices !== undefined) return generateBySchema(chance.pick(choices), source, operation)
  const { type } = schema
  switch (Array.isArray(type) ? chance.pick(type) : type) {
    case 'object':
      return generateObject(schema, source, operation)
    case 'array': {
      const items = 'items' in schema ? schema.items : undefined
      if (items === undefined) return []
      return Array.from({ length: chance.int(1, 3) }, () => generateBySchema(items, source, operation))
    }
    case 'integer':
      return chance.int(Math.max(0, schema.minimum ?? 0), Math.min(schema.maximum ?? 50, 1000))
    case 'number':
      return chance.int(Math.max(-5000, schema.minimum ?? -5000), Math.min(schema.maximum ?? 5000, 5000)) / 4
    case 'boolean':
      return chance.int(0, 1) === 0
    case 'null':
      return null
    default:
      return generateText(schema, chance)
  }
}

const generateText = ({ format, pattern, maxLength }: Exclude<Schema, { $ref: string }>, chance: Chance): string => {
  if (format === 'date' || pattern === '^\\d{4}-\\d{2}-\\d{2}$') return chance.pick(DAYS)
  if (format === 'date-time') return chance.pick(MOMENTS)
  const text = chance.pick(WORDS)
  return maxLength === undefined ? text : text.slice(0, maxLength)
}

/** Optional fields are there in half of all cases. */
const generateObject = (
  schema: Exclude<Schema, { $ref: string }>,
  source: ValueSource,
  operation: string,
): Record<string, unknown> => {
  const fields: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const isRequired = schema.required?.includes(name) ?? false
    if (!isRequired && !happens(source.chance, OFTEN.has(name) ? 95 : RARELY.has(name) ? 5 : 40)) continue
    const value = generateValue(inner, source, name, operation)
    if (value !== undefined) fields[name] = value
  }
  return fields
}

/** Optional fields without which little happens. */
const OFTEN: ReadonlySet<string> = new Set([
  ...['loginCredentials', 'redirectUrl', 'username', 'password', 'refresh_token', 'state', 'session', 'decision'],
  ...['user', 'pin', 'action', 'hash', 'isNew', 'accountName', 'label', 'value'],
])

/** Optional fields that change the course of a flow, or are generated on their own. */
const RARELY: ReadonlySet<string> = new Set([
  ...['multiStepAuthentication', 'accountReferences', 'strictVersion', 'bankingUserId', 'bankingCustomerId'],
])
