import { expect, it } from 'vitest'
import contractV1 from '../../../contracts/openapi/v1.json' with { type: 'json' }
import contractV2 from '../../../contracts/openapi/v2.json' with { type: 'json' }
import { NO_SCA, openSession, startApp, type TestResponse, v1 } from '../../helpers/api-dialect.ts'
import { type Chance, createChance } from '../../helpers/chance.ts'

/** Responses of a bank without a scenario, and of an authentication that goes on, are no failures. */
const ALLOWED_ABOVE_500 = [501, 510]

const ODD_TEXTS = ['', ' ', '0', '-1', '1e400', 'null', '💥', '\u0000', '%', '../..', "' OR 1=1 --", 'x'.repeat(5000)]
const ODD_VALUES: readonly unknown[] = [
  null,
  [],
  {},
  true,
  -1,
  1e308,
  2 ** 53,
  0.5,
  [[[]]],
  { __proto__: null, constructor: 1, toString: 2 },
  ...ODD_TEXTS,
]

const readParameterNames = (operation: unknown): string[] => {
  const parameters: unknown[] =
    typeof operation === 'object' &&
    operation !== null &&
    'parameters' in operation &&
    Array.isArray(operation.parameters)
      ? operation.parameters
      : []
  return parameters.flatMap((parameter) =>
    typeof parameter === 'object' && parameter !== null && 'name' in parameter ? [String(parameter.name)] : [],
  )
}

const operations = [contractV1, contractV2].flatMap(({ paths }) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      query: readParameterNames(operation),
    })),
  ),
)

const FIELDS = [
  ...['bankId', 'interface', 'bankingInterface', 'loginCredentials', 'multiStepAuthentication', 'redirectUrl'],
  ...['accountReferences', 'accountTypes', 'maxDaysForDownload', 'id', 'password', 'email', 'phone', 'apiVersion'],
  ...['hash', 'label', 'value', 'iban', '__proto__', 'constructor'],
]

const oddValue = (chance: Chance, depth = 0): unknown => {
  const roll = chance.int(0, 9)
  if (roll < 3 && depth < 4) {
    return Object.fromEntries(
      Array.from({ length: chance.int(0, 6) }, () => [chance.pick(FIELDS), oddValue(chance, depth + 1)]),
    )
  }
  if (roll === 3 && depth < 4) return Array.from({ length: chance.int(0, 3) }, () => oddValue(chance, depth + 1))
  if (roll === 4) return chance.pick([280001, 280002, 277672, 'XS2A', 'https://app.example', 'demo'])
  return chance.pick(ODD_VALUES)
}

const oddBody = (chance: Chance): string => {
  const text = JSON.stringify(oddValue(chance)) ?? ''
  switch (chance.int(0, 4)) {
    case 0:
      return text.slice(0, chance.int(0, text.length))
    case 1:
      return `grant_type=${encodeURIComponent(chance.pick(ODD_TEXTS))}&client_id=mock-client&client_secret=%`
    default:
      return text
  }
}

const oddQuery = (chance: Chance, names: readonly string[]): string =>
  Array.from({ length: chance.int(0, 4) }, () => {
    const name = chance.pick([...names, 'view', 'token', 'unknown'])
    const value = chance.pick([...ODD_TEXTS, 'userView', 'amount,desc', '1,2,x', '2026-02-30', 'NaN', '-0.005'])
    return `${name}=${chance.int(0, 3) === 0 ? value.replace(/[^\x21-\x7e]|#/g, '%') : encodeURIComponent(value)}`
  }).join('&')

const oddHeaders = (chance: Chance, token: string): Headers => {
  const json = 'application/json'
  const headers = new Headers({
    'Content-Type': chance.pick([json, json, 'text/plain', 'application/x-www-form-urlencoded']),
    Authorization: `${chance.pick(['Bearer', 'Bearer', 'Bearer', 'Basic'])} ${encodeURI(token)}`,
    'Accept-Language': chance.pick(['de', 'en', '*', ';;;q=x', 'x'.repeat(300)]),
  })
  if (chance.int(0, 9) === 0) headers.set('X-Request-Id', 'r'.repeat(chance.int(1, 400)))
  if (chance.int(0, 9) === 0) headers.set('X-HTTP-Method-Override', chance.pick(['DELETE', 'PATCH', 'TRACE', '']))
  return headers
}

/** finAPI's shapes: the pair of OAuth for 401, the bare 404 of an unknown path, an ErrorMessage for the rest. */
const isErrorBody = ({ status, body }: TestResponse): boolean => {
  if (status === 401) return typeof body?.error === 'string' && typeof body.error_description === 'string'
  if (status === 404 && body?.error === 'Not Found') return typeof body.path === 'string' && 'timestamp' in body
  return Array.isArray(body?.errors) && typeof body.errors[0]?.code === 'string' && typeof body.requestId === 'string'
}

const sendMalformedRequests = async (count: number, seed: string) => {
  const chance = createChance(seed)
  const app = startApp()
  const user = await app.newUser(v1)
  await openSession(app, v1, user).importBank(NO_SCA)
  const tokens = [user.token, await app.clientToken(v1), 'invented', '', 'ä']
  const problems: unknown[] = []
  const statuses = new Set<number>()
  for (let index = 0; index < count; index++) {
    // A user for each request would cost more than the requests; a deleted one is replaced.
    const token = chance.int(0, 2) === 0 ? chance.pick(tokens) : (tokens[chance.int(0, 1)] ?? '')
    const { path, method: usual, query } = chance.pick(operations)
    const value = chance.pick([...ODD_TEXTS, '1', '280001', '1,2', '99999999999999999999'])
    const target = `${path.replace(/\{\w+\}/, encodeURIComponent(value))}?${oddQuery(chance, query)}`
    const method = chance.int(0, 9) === 0 ? chance.pick(['PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS']) : usual
    const headers = oddHeaders(chance, token)
    const body = method !== 'GET' && chance.int(0, 9) > 0 ? oddBody(chance) : undefined
    const response = await app.send(method, target, { headers, ...(body === undefined ? {} : { body }) })
    const { status, text } = response
    statuses.add(status)
    const failed = status >= 500 && !ALLOWED_ABOVE_500.includes(status)
    if (failed || (status >= 300 && !isErrorBody(response))) {
      problems.push({ method, target, body, status, text: text.slice(0, 300) })
    }
    if (method === 'DELETE' || headers.has('X-HTTP-Method-Override')) {
      const known = await app.call('GET', '/api/v1/users', { token: tokens[0] ?? '' })
      if (known.status !== 200) tokens[0] = (await app.newUser(v1)).token
    }
  }
  return { problems, statuses: [...statuses] }
}

it('responds to 2,000 malformed requests in the shapes of finAPI, without a failure of its own', async () => {
  const { problems, statuses } = await sendMalformedRequests(2000, 'malformed requests')
  expect(problems).toEqual([])
  expect(statuses).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 415]))
})

it.runIf(process.env.CI)(
  'long proof: responds to 10,000 malformed requests in the shapes of finAPI',
  async () => {
    expect((await sendMalformedRequests(10_000, 'many malformed requests')).problems).toEqual([])
  },
  300_000,
)
