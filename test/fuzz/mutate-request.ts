import type { Chance } from '../helpers/chance.ts'
import { mutateForm, mutateFormBody } from './mutate-form.ts'
import { mutateJson } from './mutate-json.ts'
import { encodeText, oddText } from './odd-values.ts'
import { type FuzzRequest, findHeader, type Header, withHeaders } from './request.ts'

type Mutation = (request: FuzzRequest, chance: Chance) => FuzzRequest

const mutateBody: Mutation = (request, chance) => {
  const { body } = request
  if (typeof body !== 'string') return mutateQuery(request, chance)
  const isJson = findHeader(request, 'content-type') === 'application/json'
  return { ...request, body: isJson ? mutateJsonText(body, chance) : mutateFormBody(body, chance) }
}

/** A body that was changed before may be no JSON any more. */
const mutateJsonText = (text: string, chance: Chance): string | Uint8Array => {
  try {
    return mutateJson(text, chance)
  } catch {
    return text
  }
}

const mutateQuery: Mutation = (request, chance) => {
  const [path = '', query = ''] = request.path.split('?', 2)
  return { ...request, path: `${path}?${escapeQuery(mutateForm(query, chance))}` }
}

/** Escapes what would end the request's first line; a server never sees it as part of a query. */
const escapeQuery = (query: string): string => query.replace(/[^\x21-\x7e]+|#/g, (character) => encodeText(character))

const replacePath =
  (change: (path: string, chance: Chance) => string): Mutation =>
  (request, chance) => {
    const [path = '', ...query] = request.path.split('?')
    return { ...request, path: [change(path, chance), ...query].join('?') }
  }

/** Changes of the path; all of them begin with a slash, as any path that HTTP transports. */
const PATH_MUTATIONS: readonly Mutation[] = [
  replacePath((path, chance) => path.replace(/[^/]*$/, () => encodeText(oddText(chance)))),
  replacePath((path, chance) => path.replace(/[^/]*$/, () => escapeQuery(oddText(chance)).replaceAll('?', '%3f'))),
  replacePath((path) => `${path}/`),
  replacePath((path) => `/${path}`),
  replacePath((path) => path.replace(/\/(\w+)$/, '//$1')),
  replacePath((path) => path.replace(/\/(\w+)$/, '/../$1')),
  replacePath((path) => path.replace(/\/(\w+)$/, '/%2e%2e/%2E/$1')),
  replacePath((path) => path.replace(/\/(\w+)$/, '%2f$1')),
  replacePath((path) => path.replace(/(\w)$/, (last) => `%${last.charCodeAt(0).toString(16)}`)),
  replacePath((path) => path.toUpperCase()),
  replacePath((path) => `${path};x=1`),
  replacePath((path) => `${path}%00`),
  replacePath((path) => `${path}%`),
  replacePath((path) => `${path}/${'x'.repeat(3000)}`),
  replacePath((path) => `/w/fuzz-a${path}`),
  replacePath((path) => `/w/${path.replace(/^\/w\/[^/]*/, '%41')}`),
  replacePath((path) => `/w/${'n'.repeat(65)}${path.replace(/^\/w\/[^/]*/, '')}`),
  replacePath((path) => path.replace('/v1/', '/v2/')),
  replacePath((path) => path.replace('/v2/', '/v1/')),
  replacePath((path) => path.replace('/_mock/', '/_mock/bank/')),
  replacePath(() => '/_mock/../api/v2/users'),
  replacePath(() => '/api/v2/../../_mock/snapshot'),
]

const setHeader =
  (name: string, values: readonly string[]): Mutation =>
  (request, chance) =>
    withHeaders(request, [name, chance.pick(values)])

const dropHeader: Mutation = (request, chance) => {
  const dropped = chance.int(0, Math.max(0, request.headers.length - 1))
  return { ...request, headers: request.headers.filter((_, index) => index !== dropped) }
}

const BASIC = Buffer.from('mock-client:mock-secret').toString('base64')

/** Changes of the headers; their values are those that HTTP allows. */
const HEADER_MUTATIONS: readonly Mutation[] = [
  setHeader('Content-Type', [
    ...['application/json; charset=utf-8', 'application/json;charset=utf-16', 'application/json;charset=', 'text/json'],
    ...['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=iso-8859-1', 'text/plain'],
    ...[
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'application/vnd.api+json',
      'application/json, text/plain',
    ],
    ...['APPLICATION/JSON', ';', '', 'x'.repeat(1000), 'application/xml', '*/*', 'application/json; q=";'],
  ]),
  setHeader('Authorization', [
    ...['', 'Bearer', 'Bearer ', 'bearer x', 'Bearer  x', 'Bearer x y', 'Basic', 'Basic %%%', `Basic ${BASIC}`],
    ...[
      `basic ${BASIC}`,
      'Digest username="a"',
      'Bearer null',
      'Bearer undefined',
      `Bearer ${'a'.repeat(8000)}`,
      '\u00e4',
    ],
    ...['Bearer eyJhbGciOiJub25lIn0.e30.', 'Bearer __proto__', 'Bearer constructor', 'Basic Og==', 'Basic YQ=='],
  ]),
  setHeader('Accept-Language', [
    'de',
    'en',
    'cs',
    'sk',
    'xx',
    '*',
    ';;;q=x',
    'de;q=0',
    'de;q=2',
    'x,'.repeat(2000),
    '',
  ]),
  setHeader('Accept', ['text/html', '*/*;q=0', 'application/xml', '', 'x'.repeat(500)]),
  setHeader('X-Request-Id', [
    '',
    ' ',
    'a'.repeat(255),
    'a'.repeat(256),
    'a'.repeat(5000),
    '\u00e4\u00ff',
    '<script>',
    '"\\',
  ]),
  setHeader('X-HTTP-Method-Override', [
    'PATCH',
    'DELETE',
    'delete',
    'GET',
    'TRACE',
    'CONNECT',
    '',
    'x'.repeat(100),
    'PATCH, DELETE',
  ]),
  setHeader('PSU-IP-Address', ['', '::1', '999.999.999.999', 'x'.repeat(3000), '1.2.3.4, 5.6.7.8', '\u00e4']),
  setHeader('PSU-User-Agent', ['', 'x'.repeat(3000)]),
  setHeader('Content-Encoding', ['gzip', 'br', 'identity', 'x']),
  setHeader('Origin', ['https://evil.example', 'null', 'http://localhost:8510', 'http://localhost', '']),
  setHeader('Sec-Fetch-Site', ['cross-site', 'same-site', 'same-origin', 'none', 'x']),
  setHeader('Cookie', ['finapi-mock-control=x', 'a=b; c', ';', `x=${'y'.repeat(4000)}`, 'finapi-mock-control=%zz']),
  setHeader('X-Mock-Token', ['x', '', '\u00e4']),
  setHeader('X-Forwarded-Host', ['evil.example']),
  setHeader('X-Forwarded-Proto', ['https']),
  setHeader('Range', ['bytes=0-1', 'bytes=-1']),
  setHeader('If-None-Match', ['*']),
  (request) => ({ ...request, headers: [...request.headers, ...MANY_HEADERS] }),
  (request) => ({ ...request, headers: [...request.headers, ...request.headers] }),
  dropHeader,
  dropHeader,
]

const MANY_HEADERS: readonly Header[] = Array.from({ length: 60 }, (_, index) => [`X-Odd-${index}`, 'y'.repeat(100)])

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND', 'get', 'X']

const mutateMethod: Mutation = (request, chance) => ({ ...request, method: chance.pick(METHODS) })

const useOtherBody: Mutation = (request, chance) => ({
  ...request,
  body: chance.pick(['', '{}', '[]', 'null', '1', '"x"', 'a=b', '<xml/>', '{"a":1}']),
})

const dropBody: Mutation = (request) => ({ ...request, body: undefined })

const mutatePath: Mutation = (request, chance) => chance.pick(PATH_MUTATIONS)(request, chance)
const mutateHeaders: Mutation = (request, chance) => chance.pick(HEADER_MUTATIONS)(request, chance)

/** Most mutations concern values, which the operations themselves read. */
const MUTATIONS: readonly Mutation[] = [
  ...[mutateBody, mutateBody, mutateBody, mutateBody, mutateBody, mutateQuery, mutateQuery, mutateQuery],
  ...[mutateHeaders, mutateHeaders, mutatePath, mutatePath, mutateMethod, useOtherBody, dropBody],
]

/** Changes a request at one to three places. */
export const mutateRequest: Mutation = (request, chance) => {
  let mutated = request
  const count = chance.pick([1, 1, 1, 2, 3])
  for (let index = 0; index < count; index++) mutated = chance.pick(MUTATIONS)(mutated, chance)
  return mutated
}
