import { expect, it } from 'vitest'
import contractV1 from '../../../contracts/openapi/v1.json' with { type: 'json' }
import contractV2 from '../../../contracts/openapi/v2.json' with { type: 'json' }
import { type Chance, createChance } from '../../../server/core/random.ts'
import { importBody, NO_SCA, startApp, type TestAnswer, v1 } from '../../helpers/api-dialect.ts'

const REQUESTS = 2000
/** Answers of a bank that is not scripted, and of an authentication that goes on, are no failures. */
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

const operations = [contractV1, contractV2].flatMap(({ paths }) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      query: parameterNames(operation),
    })),
  ),
)

function parameterNames(operation: unknown): string[] {
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
  return ODD_VALUES[chance.int(0, ODD_VALUES.length - 1)]
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

/** finAPI's shapes: the pair of OAuth for 401, the bare 404 of an unknown path, an ErrorMessage for the rest. */
const isErrorBody = ({ status, body }: TestAnswer): boolean => {
  if (status === 401) return typeof body?.error === 'string' && typeof body.error_description === 'string'
  if (status === 404 && body?.error === 'Not Found') return typeof body.path === 'string' && 'timestamp' in body
  return Array.isArray(body?.errors) && typeof body.errors[0]?.code === 'string' && typeof body.requestId === 'string'
}

it(`answers ${REQUESTS} malformed requests in the shapes of finAPI, without a failure of its own`, async () => {
  const chance = createChance('malformed requests')
  const app = startApp()
  const user = await app.newUser(v1)
  await app.call('POST', '/api/v1/bankConnections/import', {
    token: user.token,
    body: importBody(v1, NO_SCA),
  })
  const tokens = [user.token, await app.clientToken(v1), 'invented', '', 'ä']
  const problems: unknown[] = []
  const statuses = new Set<number>()
  for (let index = 0; index < REQUESTS; index++) {
    // A user of its own each time would cost more than the requests; a deleted one is replaced.
    const token = chance.int(0, 2) === 0 ? chance.pick(tokens) : (tokens[chance.int(0, 1)] ?? '')
    const { path, method, query } = chance.pick(operations)
    const value = chance.pick([...ODD_TEXTS, '1', '280001', '1,2', '99999999999999999999'])
    const filled = path.replace(/\{\w+\}/, encodeURIComponent(value))
    const chosenMethod = chance.int(0, 9) === 0 ? chance.pick(['PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS']) : method
    const hasBody = !['GET', 'HEAD'].includes(chosenMethod) && chance.int(0, 9) > 0
    const authorization = `${chance.pick(['Bearer', 'Bearer', 'Bearer', 'Basic'])} ${encodeURI(token)}`
    const headers = new Headers({
      'Content-Type': chance.pick([
        'application/json',
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
      ]),
      Authorization: authorization,
      'Accept-Language': chance.pick(['de', 'en', '*', ';;;q=x', 'x'.repeat(300)]),
    })
    if (chance.int(0, 9) === 0) headers.set('X-Request-Id', 'r'.repeat(chance.int(1, 400)))
    if (chance.int(0, 9) === 0) headers.set('X-HTTP-Method-Override', chance.pick(['DELETE', 'PATCH', 'TRACE', '']))
    const target = `${filled}?${oddQuery(chance, query)}`
    const body = hasBody ? oddBody(chance) : undefined
    const answer = await app.send(chosenMethod, target, { headers, ...(body === undefined ? {} : { body }) })
    statuses.add(answer.status)
    const failed = answer.status >= 500 && !ALLOWED_ABOVE_500.includes(answer.status)
    if (failed || (answer.status >= 300 && !isErrorBody(answer))) {
      problems.push({ method: chosenMethod, target, body, status: answer.status, text: answer.text.slice(0, 300) })
    }
    if (chosenMethod === 'DELETE' || headers.has('X-HTTP-Method-Override')) {
      const known = await app.call('GET', '/api/v1/users', { token: tokens[0] ?? '' })
      if (known.status !== 200) tokens[0] = (await app.newUser(v1)).token
    }
  }
  expect(problems).toEqual([])
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 415]))
}, 60_000)
