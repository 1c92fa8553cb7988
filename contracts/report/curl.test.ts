import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../exchange.ts'
import { formatCurl, quoteForShell } from './curl.ts'

const makeExchange = (request: Partial<Exchange['request']>): Exchange => ({
  operationId: undefined,
  version: 'v2',
  request: { method: 'GET', path: '/api/v2/users', headers: {}, body: undefined, ...request },
  response: { status: 200, headers: {}, body: '' },
  milliseconds: 1,
})

/** Returns the arguments that a real shell passes to curl. */
const readArguments = (line: string): string[] =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], {
    env: { TOKEN: 'a token', FINAPI_CLIENT_SECRET: `se'c"ret` },
    encoding: 'utf8',
  })
    .split('\0')
    .slice(0, -1)

describe('quoteForShell', () => {
  it.each([
    'plain',
    '',
    "it's",
    '"double" $HOME `id` \\ !',
    'line\nbreak',
    "'",
    '"',
    "''",
    '$TOKEN',
    'Grüße ‹TOKEN_IS_NOT_CLOSED',
  ])('lets a shell read %j back', (text) => {
    expect(readArguments(`curl ${quoteForShell(text)}`)).toEqual([text])
  })

  it.each([
    { text: '‹TOKEN›', read: 'a token' },
    { text: 'Bearer ‹TOKEN›', read: 'Bearer a token' },
    { text: '{"a":"‹TOKEN›","b":"it\'s"}', read: '{"a":"a token","b":"it\'s"}' },
    { text: '‹TOKEN›‹FINAPI_CLIENT_SECRET›', read: `a tokense'c"ret` },
  ])('puts a variable in place of a secret in $text', ({ text, read }) => {
    expect(readArguments(`curl ${quoteForShell(text)}`)).toEqual([read])
  })
})

describe('formatCurl', () => {
  it('repeats a request with its token', () => {
    const request = { headers: { accept: 'application/json', authorization: 'Bearer ‹TOKEN›' } }
    expect(formatCurl(makeExchange(request), 'https://sandbox.finapi.io/')).toBe(
      [
        `curl -sS -i -g 'https://sandbox.finapi.io/api/v2/users' \\`,
        `  -H 'accept: application/json' \\`,
        `  -H 'authorization: Bearer '"$TOKEN"`,
      ].join('\n'),
    )
  })

  it('lets curl encode the fields of a form', () => {
    const line = formatCurl(
      makeExchange({
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=password&username=a+b%26c&client_secret=‹FINAPI_CLIENT_SECRET›',
      }),
      'http://h',
    )
    expect(readArguments(line)).toEqual([
      '-sS',
      '-i',
      '-g',
      'http://h/api/v2/users',
      '--data-urlencode',
      'grant_type=password',
      '--data-urlencode',
      'username=a b&c',
      '--data-urlencode',
      `client_secret=se'c"ret`,
    ])
  })

  it.each([
    {
      given: 'a body that is JSON',
      request: { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
      has: ['--data-raw', '{"a":1}'],
    },
    {
      given: 'a form that is none',
      request: { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '%zz=&' },
      has: ['--data-raw', '%zz=&'],
    },
    { given: 'a body of no type', request: { method: 'POST', body: 'x' }, has: ['-H', 'content-type:'] },
    { given: 'an empty header', request: { headers: { 'x-request-id': '' } }, has: ['-H', 'x-request-id;'] },
    { given: 'another method', request: { method: 'DELETE' }, has: ['-X', 'DELETE'] },
    { given: 'only the head', request: { method: 'HEAD' }, has: ['-I'] },
  ])('sends $given', ({ request, has }) => {
    const words = readArguments(formatCurl(makeExchange(request), 'http://h'))
    expect(words.join('\n')).toContain(has.join('\n'))
  })
})
